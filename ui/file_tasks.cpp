// SPDX-License-Identifier: GPL-3.0-or-later
#include "file_tasks.h"

#include <QFutureWatcher>
#include <QtConcurrent/QtConcurrentRun>

#include <exception>

namespace flipside {
namespace {

struct Outcome {
    FileTasks::Afterwards afterwards;
    QString problem;
};

} // namespace

FileTasks::FileTasks(QObject* parent) : QObject(parent)
{
    // One at a time: two saves of the same file come out in the order in which they were asked for.
    _pool.setMaxThreadCount(1);
}

FileTasks::~FileTasks()
{
    _pool.waitForDone();
}

void FileTasks::run(const std::function<Afterwards()>& work)
{
    auto* watcher = new QFutureWatcher<Outcome>(this);
    connect(watcher, &QFutureWatcher<Outcome>::finished, this, [this, watcher] {
        const Outcome outcome = watcher->result();
        watcher->deleteLater();
        --_running;
        if (!outcome.problem.isEmpty()) {
            emit failed(outcome.problem);
        } else if (outcome.afterwards) {
            outcome.afterwards();
        }
        emit finished();
    });
    ++_running;
    watcher->setFuture(QtConcurrent::run(&_pool, [work]() -> Outcome {
        try {
            return {work(), {}};
        } catch (const std::exception& error) {
            return {{}, QString::fromStdString(error.what())};
        }
    }));
}

} // namespace flipside
