// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/work/latest_work.h"

#include "core/base/error.h"

#include <exception>
#include <utility>

namespace flipside {

LatestWork::LatestWork(QObject* parent) : QObject(parent) {}

LatestWork::~LatestWork()
{
    {
        const std::lock_guard lock(_mutex);
        _quit = true;
        _stop.request_stop();
    }
    _wake.notify_one();
    if (_thread.joinable())
        _thread.join();
}

void LatestWork::start(Work work)
{
    {
        const std::lock_guard lock(_mutex);
        _next = Order{std::move(work), ++_number};
        _stop.request_stop();
    }
    _busy = true;
    if (!_thread.joinable())
        _thread = std::thread([this] { run(); });
    _wake.notify_one();
}

void LatestWork::stop()
{
    const std::lock_guard lock(_mutex);
    ++_number;
    _next.reset();
    _stop.request_stop();
    _busy = false;
}

void LatestWork::run()
{
    for (;;) {
        Order order;
        std::stop_token stop;
        {
            std::unique_lock lock(_mutex);
            _wake.wait(lock, [this] { return _quit || _next; });
            if (_quit)
                return;
            order = *std::exchange(_next, {});
            _stop = std::stop_source();
            stop = _stop.get_token();
        }
        carryOut(order, stop);
    }
}

void LatestWork::carryOut(const Order& order, const std::stop_token& stop)
{
    try {
        order.work(
            [this, number = order.number](std::function<void()> what) { tell(number, std::move(what)); },
            stop);
        tell(order.number, [this] {
            _busy = false;
            emit finished();
        });
    } catch (const Cancelled&) {
        // Whoever asked for something newer does not wait for this.
    } catch (const std::exception& error) {
        tell(order.number, [this, sentence = QString::fromUtf8(error.what())] {
            _busy = false;
            emit failed(sentence);
        });
    }
}

void LatestWork::tell(quint64 number, std::function<void()> what)
{
    QMetaObject::invokeMethod(
        this,
        [this, number, what = std::move(what)] {
            if (number == _number)
                what();
        },
        Qt::QueuedConnection);
}

} // namespace flipside
