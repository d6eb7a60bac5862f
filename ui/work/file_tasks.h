// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace flipside {

/// Reads and writes files away from the interface thread, one after the other: two saves of the same file
/// come out in the order in which they were asked for. Destruction waits for all of them: what is being
/// written is written whole.
class FileTasks : public QObject {
    Q_OBJECT
public:
    explicit FileTasks(QObject* parent = nullptr);
    ~FileTasks() override;

    using Afterwards = std::function<void()>;
    using Work = std::function<Afterwards()>;
    /// Runs `work` in the background; what it returns is then called on this object's thread, unless the
    /// object is gone by then. An exception from `work` becomes failed().
    void run(const Work& work);
    bool isBusy() const { return _running > 0; }

signals:
    void failed(const QString& sentence);
    void finished();

private:
    struct Outcome {
        Afterwards afterwards;
        QString problem;
    };
    void serve();
    void take(const Outcome& outcome);

    int _running = 0;
    std::mutex _mutex; ///< of what follows
    std::deque<Work> _works;
    bool _quit = false;
    std::condition_variable _wake;
    std::thread _thread;
};

} // namespace flipside
