// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace flipside {

/// Work on a thread of its own, of which the latest counts: it has the one under way abandoned, and none of
/// that one's answers arrives any more.
class LatestWork : public QObject {
    Q_OBJECT
public:
    /// Called on the worker's thread: has a function called on this object's thread, unless newer work has
    /// been asked for by then.
    using Tell = std::function<void(std::function<void()>)>;
    /// Done on the worker's thread. It hands `stop` on to whatever takes long, which then throws Cancelled;
    /// that and other exceptions may leave it.
    using Work = std::function<void(const Tell& tell, const std::stop_token& stop)>;

    explicit LatestWork(QObject* parent = nullptr);
    /// Abandons what is under way and waits for its end.
    ~LatestWork() override;

    void start(Work work);
    /// Abandons what is under way; none of its answers arrives any more.
    void stop();
    bool isBusy() const { return _busy; }

signals:
    /// The latest work is done.
    void finished();
    /// The latest work could not be done; one sentence.
    void failed(const QString& sentence);

private:
    struct Order {
        Work work;
        quint64 number = 0;
    };
    void run();
    void carryOut(const Order& order, const std::stop_token& stop);
    void tell(quint64 number, std::function<void()> what);

    std::mutex _mutex;
    std::condition_variable _wake;
    std::optional<Order> _next;
    bool _quit = false;
    std::stop_source _stop; ///< of what is under way
    quint64 _number = 0;    ///< of the latest order
    bool _busy = false;
    std::thread _thread; ///< begun with the first order
};

} // namespace flipside
