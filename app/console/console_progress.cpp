// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console_progress.h"

#include <cmath>
#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace flipside {

namespace {

volatile std::sig_atomic_t stopAsked = 0;

void askToStop(int signal)
{
    stopAsked = 1;
    // A second Control-C ends the program at once.
    std::signal(signal, SIG_DFL);
}

std::string duration(double seconds)
{
    const long whole = std::lround(seconds);
    if (whole < 60)
        return std::to_string(whole) + " s";
    if (whole < 3600)
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

} // namespace

ConsoleProgress::ConsoleProgress() : _isTerminal(::isatty(STDERR_FILENO) == 1)
{
    std::signal(SIGINT, askToStop);
    std::signal(SIGTERM, askToStop);
}

ConsoleProgress::~ConsoleProgress()
{
    if (_lineIsOpen)
        std::fputc('\n', stderr);
}

void ConsoleProgress::report(double fraction, const std::string& what)
{
    using namespace std::chrono_literals;
    const auto now = Clock::now();
    const bool changed = what != _lastWhat;
    const std::optional<double> left = _left.secondsAt(fraction, now);
    // A log has room for news, and not for every picture of a thousand.
    const Clock::duration pause = _isTerminal ? Clock::duration(200ms) : changed ? Clock::duration(1s) : 30s;
    if (now - _lastShown < pause)
        return;
    std::string line = std::to_string(static_cast<int>(fraction * 100.0)) + " %  " + what;
    if (left)
        line += ", " + duration(*left) + " left";
    std::fprintf(stderr, _isTerminal ? "\r\033[K%s" : "%s\n", line.c_str());
    std::fflush(stderr);
    _lineIsOpen = _isTerminal;
    _lastShown = now;
    _lastWhat = what;
}

bool ConsoleProgress::cancelled() const
{
    return stopAsked != 0;
}

} // namespace flipside
