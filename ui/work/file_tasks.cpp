// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/work/file_tasks.h"

#include <QCoreApplication>
#include <QEvent>

#include <exception>
#include <utility>

namespace flipside {
namespace {

const auto outcomeReady = QEvent::Type(QEvent::registerEventType());

} // namespace

FileTasks::FileTasks(QObject* parent) : QObject(parent) {}

FileTasks::~FileTasks()
{
    {
        const std::lock_guard lock(_mutex);
        _quit = true;
    }
    _wake.notify_one();
    if (_thread.joinable())
        _thread.join();
}

void FileTasks::run(const Work& work)
{
    {
        const std::lock_guard lock(_mutex);
        _works.push_back(work);
    }
    ++_running;
    if (!_thread.joinable())
        _thread = std::thread([this] { serve(); });
    _wake.notify_one();
}

void FileTasks::serve()
{
    for (;;) {
        Work work;
        {
            std::unique_lock lock(_mutex);
            _wake.wait(lock, [this] { return _quit || !_works.empty(); });
            if (_works.empty())
                return;
            work = std::move(_works.front());
            _works.pop_front();
        }
        Outcome outcome;
        try {
            outcome.afterwards = work();
        } catch (const std::exception& error) {
            outcome.problem = QString::fromUtf8(error.what());
        }
        {
            const std::lock_guard lock(_mutex);
            _outcomes.push_back(std::move(outcome));
        }
        QCoreApplication::postEvent(this, new QEvent(outcomeReady));
    }
}

bool FileTasks::event(QEvent* event)
{
    if (event->type() != outcomeReady)
        return QObject::event(event);
    Outcome outcome;
    {
        const std::lock_guard lock(_mutex);
        outcome = std::move(_outcomes.front());
        _outcomes.pop_front();
    }
    take(outcome);
    return true;
}

void FileTasks::take(const Outcome& outcome)
{
    --_running;
    if (!outcome.problem.isEmpty()) {
        emit failed(outcome.problem);
    } else if (outcome.afterwards) {
        outcome.afterwards();
    }
    emit finished();
}

} // namespace flipside
