// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace flipside {

class Instrument;

/// A second copy of a model, on a thread of its own, for pictures beside the live one: variations, children,
/// a film's frames. The Player goes on meanwhile. The latest work counts: it has the one under way abandoned.
class BackgroundInstrument : public QObject {
    Q_OBJECT
public:
    /// Called on the worker's thread: has a function called on this object's thread, unless newer work has
    /// been asked for by then.
    using Tell = std::function<void(std::function<void()>)>;
    /// Done on the worker's thread. It hands `stop` on to the decoder, which then throws Cancelled; that
    /// and other exceptions may leave it.
    using Work = std::function<void(Instrument& instrument, const Tell& tell, const std::stop_token& stop)>;

    explicit BackgroundInstrument(QObject* parent = nullptr);
    /// Abandons what is under way and waits for its end.
    ~BackgroundInstrument() override;

    /// `model` is an id or a folder; it is loaded when another one was at work before.
    void start(const QString& model, Work work);
    /// Abandons what is under way; none of its answers arrives any more.
    void stop();
    /// The model's files have changed: the next work loads it again.
    void forget() { _forget = true; }
    bool isBusy() const { return _busy; }

signals:
    /// The latest work is done.
    void finished();
    /// The latest work could not be done; one sentence.
    void failed(const QString& sentence);

private:
    struct Order {
        QString model;
        Work work;
        quint64 number = 0;
    };
    void run();
    void carryOut(const Order& order, const std::stop_token& stop, std::unique_ptr<Instrument>& instrument,
                  QString& loaded);
    void tell(quint64 number, std::function<void()> what);

    std::mutex _mutex;
    std::condition_variable _wake;
    std::optional<Order> _next;
    bool _quit = false;
    std::stop_source _stop; ///< of what is under way
    std::atomic<bool> _forget = false;
    quint64 _number = 0; ///< of the latest order
    bool _busy = false;
    std::thread _thread; ///< begun with the first order
};

} // namespace flipside
