// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/work/latest_work.h"

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>

namespace flipside {

class Instrument;

/// A second copy of a model, on a thread of its own, for pictures beside the live one: variations, children,
/// a film's frames. The Player goes on meanwhile. The latest work counts: it has the one under way abandoned.
class BackgroundInstrument : public QObject {
    Q_OBJECT
public:
    using Tell = LatestWork::Tell;
    /// Done on the worker's thread. It hands `stop` on to the decoder, which then throws Cancelled; that
    /// and other exceptions may leave it.
    using Work = std::function<void(Instrument& instrument, const Tell& tell, const std::stop_token& stop)>;

    explicit BackgroundInstrument(QObject* parent = nullptr);

    /// `model` is an id or a folder; it is loaded when another one was at work before.
    void start(const QString& model, Work work);
    /// Abandons what is under way; none of its answers arrives any more.
    void stop() { _latest.stop(); }
    /// The model's files have changed: the next work loads it again.
    void forget() { _forget = true; }
    bool isBusy() const { return _latest.isBusy(); }

signals:
    /// The latest work is done.
    void finished();
    /// The latest work could not be done; one sentence.
    void failed(const QString& sentence);

private:
    struct Loaded {
        std::unique_ptr<Instrument> instrument;
        QString model;
    };

    std::shared_ptr<Loaded> _loaded; ///< of the worker's thread alone
    std::atomic<bool> _forget = false;
    LatestWork _latest; ///< the last, as it goes first
};

} // namespace flipside
