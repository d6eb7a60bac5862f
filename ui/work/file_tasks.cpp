// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/work/file_tasks.h"

#include <exception>
#include <utility>

namespace flipside {
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
        QMetaObject::invokeMethod(
            this, [this, outcome = std::move(outcome)] { take(outcome); }, Qt::QueuedConnection);
    }
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
