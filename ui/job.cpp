// SPDX-License-Identifier: GPL-3.0-or-later
#include "job.h"

#include "base/error.h"
#include "base/progress.h"
#include "base/time_left.h"

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <new>

namespace flipside {
namespace {

/// More often than this nobody can read what has changed.
constexpr std::chrono::milliseconds reportInterval{100};

} // namespace

/// What the work's thread and the interface share.
class Job::Control final : public Progress {
public:
    explicit Control(Job& job) : _job(job) {}

    void report(double fraction, const std::string& what) override
    {
        const auto now = TimeLeft::Clock::now();
        const std::optional<double> left = _left.secondsAt(fraction, now);
        if (what == _what && now - _reported < reportInterval)
            return;
        _what = what;
        _reported = now;
        QMetaObject::invokeMethod(
            &_job,
            [job = &_job, fraction, text = QString::fromStdString(what), seconds = left.value_or(-1.0)] {
                emit job->progressed(fraction, text, seconds);
            },
            Qt::QueuedConnection);
    }

    bool cancelled() const override
    {
        std::unique_lock lock(_mutex);
        if (_paused && !_cancelled) {
            const auto begin = TimeLeft::Clock::now();
            _changed.wait(lock, [this] { return !_paused || _cancelled; });
            _left.leaveOut(TimeLeft::Clock::now() - begin);
        }
        return _cancelled;
    }

    void setPaused(bool paused)
    {
        const std::lock_guard lock(_mutex);
        _paused = paused;
        _changed.notify_all();
    }
    bool isPaused() const
    {
        const std::lock_guard lock(_mutex);
        return _paused;
    }
    void cancel()
    {
        const std::lock_guard lock(_mutex);
        _cancelled = true;
        _changed.notify_all();
    }

private:
    Job& _job;
    mutable std::mutex _mutex;
    mutable std::condition_variable _changed;
    bool _paused = false;
    bool _cancelled = false;
    // Of the work's thread alone:
    mutable TimeLeft _left;
    std::string _what;
    TimeLeft::Clock::time_point _reported;
};

Job::Job(QObject* parent) : QObject(parent) {}

Job::~Job()
{
    cancel();
    if (_thread.joinable())
        _thread.join();
}

void Job::start(Work work)
{
    if (isRunning())
        return;
    if (_thread.joinable())
        _thread.join();
    _control = std::make_unique<Control>(*this);
    _thread = std::thread([this, work = std::move(work)] { run(work); });
}

void Job::run(const Work& work)
{
    Ending ending = Ending::Finished;
    QString sentence;
    try {
        work(*_control);
    } catch (const flipside::Cancelled&) {
        ending = Ending::Cancelled;
    } catch (const std::bad_alloc&) {
        ending = Ending::Failed;
        sentence = tr("There is not enough memory for this; close other programs and try again.");
    } catch (const std::exception& error) {
        ending = Ending::Failed;
        sentence = QString::fromUtf8(error.what());
    }
    QMetaObject::invokeMethod(
        this, [this, ending, sentence] { end(ending, sentence); }, Qt::QueuedConnection);
}

void Job::end(Ending ending, const QString& sentence)
{
    _thread.join();
    _control.reset();
    switch (ending) {
    case Ending::Finished:
        emit finished();
        break;
    case Ending::Cancelled:
        emit cancelled();
        break;
    case Ending::Failed:
        emit failed(sentence);
        break;
    }
}

void Job::setPaused(bool paused)
{
    if (_control)
        _control->setPaused(paused);
}

bool Job::isPaused() const
{
    return _control && _control->isPaused();
}

void Job::cancel()
{
    if (_control)
        _control->cancel();
}

QString durationText(double seconds)
{
    const auto whole = qint64(std::llround(seconds));
    if (whole < 60)
        return Job::tr("%1 s").arg(whole);
    if (whole < 3600)
        return Job::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return Job::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

} // namespace flipside
