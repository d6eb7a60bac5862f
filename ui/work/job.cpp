// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/work/job.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/time_left.h"

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <utility>

namespace flipside {
namespace {

/// More often than this nobody can read what has changed.
constexpr std::chrono::milliseconds reportInterval{100};

enum class Ending { Finished, Cancelled, Failed };

/// What the work's thread has to say and the interface has not heard yet.
struct News {
    struct Report {
        double fraction = 0.0;
        std::string what;
        std::optional<double> secondsLeft;
    };
    std::optional<Report> report; ///< the newest
    std::optional<Ending> ending;
    std::string sentence; ///< why it failed
};

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
        tell([&](News& news) { news.report = News::Report{fraction, what, left}; });
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

    void end(Ending ending, const std::string& sentence)
    {
        tell([&](News& news) {
            news.ending = ending;
            news.sentence = sentence;
        });
    }

    News takeNews()
    {
        const std::lock_guard lock(_mutex);
        _told = false;
        return std::exchange(_news, {});
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
    void tell(const std::function<void(News&)>& write)
    {
        const std::lock_guard lock(_mutex);
        write(_news);
        if (!std::exchange(_told, true))
            QMetaObject::invokeMethod(&_job, &Job::takeNews, Qt::QueuedConnection);
    }

    Job& _job;
    mutable std::mutex _mutex;
    mutable std::condition_variable _changed;
    bool _paused = false;
    bool _cancelled = false;
    News _news;
    bool _told = false; ///< the interface was woken and has not come yet
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
    _control = std::make_unique<Control>(*this);
    _thread = std::thread([this, work = std::move(work)] { run(work); });
}

void Job::run(const Work& work)
{
    try {
        work(*_control);
        _control->end(Ending::Finished, {});
    } catch (const flipside::Cancelled&) {
        _control->end(Ending::Cancelled, {});
    } catch (const std::bad_alloc&) {
        _control->end(Ending::Failed,
                      "There is not enough memory for this; close other programs and try again.");
    } catch (const std::exception& error) {
        _control->end(Ending::Failed, error.what());
    }
}

void Job::takeNews()
{
    if (!_control)
        return;
    const News news = _control->takeNews();
    if (news.report) {
        _fraction = news.report->fraction;
        emit progressed(news.report->fraction, QString::fromStdString(news.report->what),
                        news.report->secondsLeft.value_or(-1.0));
    }
    if (!news.ending)
        return;
    _thread.join();
    _control.reset();
    _fraction = 0.0;
    switch (*news.ending) {
    case Ending::Finished:
        emit finished();
        break;
    case Ending::Cancelled:
        emit cancelled();
        break;
    case Ending::Failed:
        emit failed(QString::fromStdString(news.sentence));
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
