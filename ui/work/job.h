// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <thread>

namespace flipside {

class Progress;

/// Long work on a thread of its own: a study, a download. It tells how far it has come, can be paused and
/// cancelled, and leaves the interface and the decoder alone meanwhile. One piece of work at a time.
class Job : public QObject {
    Q_OBJECT
public:
    /// Done on the job's thread. It may throw; Cancelled is what it throws when progress.cancelled().
    using Work = std::function<void(Progress& progress)>;

    explicit Job(QObject* parent = nullptr);
    /// Cancels and waits for the work to stop.
    ~Job() override;

    /// Nothing where work is under way already.
    void start(Work work);
    /// The work holds still the next time it asks whether it should stop.
    void setPaused(bool paused);
    void cancel();

    bool isRunning() const { return _control != nullptr; }
    bool isPaused() const;
    /// How far the work has come; 0 without any.
    int percent() const { return int(_fraction * 100.0); }

signals:
    /// `fraction` in [0, 1]; `secondsLeft` is negative while it cannot be said. Not sent for every step.
    void progressed(double fraction, const QString& what, double secondsLeft);
    /// The work has ended: exactly one of these.
    void finished();
    void cancelled();
    void failed(const QString& sentence);

private:
    class Control;
    void run(const Work& work);
    void takeNews();

    std::unique_ptr<Control> _control; ///< of the work under way, else null
    double _fraction = 0.0;            ///< as reported last
    std::thread _thread;
};

/// "3 min 20 s", in the user's language.
QString durationText(double seconds);

} // namespace flipside
