// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/end_signals.h"

#include <QSocketNotifier>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace flipside {
namespace {

constexpr std::array endingSignals{SIGTERM, SIGINT, SIGHUP};

/// Of the pipe through which the handler, which may do next to nothing, wakes the event loop.
std::atomic<int> writeEnd = -1;

void tellPipe(int /*signal*/)
{
    const int before = errno;
    const char byte = 0;
    (void)!::write(writeEnd, &byte, 1);
    errno = before;
}

void setHandler(int signal, void (*handler)(int), int flags)
{
    struct sigaction present {};
    ::sigaction(signal, nullptr, &present);
    if (present.sa_handler == SIG_IGN)
        return;
    struct sigaction wanted {};
    wanted.sa_handler = handler;
    wanted.sa_flags = flags;
    ::sigemptyset(&wanted.sa_mask);
    ::sigaction(signal, &wanted, nullptr);
}

} // namespace

EndSignals::EndSignals(QObject* parent) : QObject(parent)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // signals end the program as they do by themselves
    _readEnd = ends[0];
    writeEnd = ends[1];
    auto* notifier = new QSocketNotifier(_readEnd, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        std::array<char, 16> bytes{};
        while (::read(_readEnd, bytes.data(), bytes.size()) > 0) {
        }
        emit received();
    });
    for (const int signal : endingSignals)
        setHandler(signal, tellPipe, SA_RESTART | SA_RESETHAND);
}

EndSignals::~EndSignals()
{
    if (_readEnd < 0)
        return;
    for (const int signal : endingSignals)
        setHandler(signal, SIG_DFL, 0);
    ::close(writeEnd.exchange(-1));
    ::close(_readEnd);
}

} // namespace flipside
