// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/progress.h"
#include "ui/work/job.h"

#include <QSignalSpy>
#include <QtTest>

#include <atomic>
#include <thread>

using namespace flipside;

namespace {

constexpr int patience = 20000;

/// Works until it is told to stop, counting its steps.
Job::Work countingInto(std::atomic<int>& steps)
{
    return [&steps](Progress& progress) {
        while (!progress.cancelled()) {
            progress.report(0.5, "counting");
            ++steps;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        throw Cancelled();
    };
}

} // namespace

class JobTest : public QObject {
    Q_OBJECT

private slots:
    void finishedWorkIsSaidOnceOnTheThreadOfItsOwner()
    {
        Job job;
        QSignalSpy finished(&job, &Job::finished);
        const QThread* told = nullptr;
        connect(&job, &Job::finished, this, [&] { told = QThread::currentThread(); });
        std::thread::id worker;
        job.start([&](Progress&) { worker = std::this_thread::get_id(); });
        QVERIFY(job.isRunning());
        QVERIFY(finished.wait(patience));
        QVERIFY(!job.isRunning());
        QCOMPARE(finished.count(), 1);
        QVERIFY(told == thread());
        QVERIFY(worker != std::this_thread::get_id());
    }

    void whatGoesWrongIsSaidInItsOwnWords()
    {
        Job job;
        QSignalSpy failed(&job, &Job::failed);
        job.start([](Progress&) { throw Error("the disk is full; make room"); });
        QVERIFY(failed.wait(patience));
        QCOMPARE(failed[0][0].toString(), "the disk is full; make room");
    }

    void pausedWorkHoldsStillAndGoesOn()
    {
        std::atomic<int> steps = 0;
        Job job;
        QSignalSpy cancelled(&job, &Job::cancelled);
        job.start(countingInto(steps));
        QTRY_VERIFY_WITH_TIMEOUT(steps > 3, patience);
        job.setPaused(true);
        QVERIFY(job.isPaused());
        QTest::qWait(50); // the step under way ends
        const int paused = steps;
        QTest::qWait(100);
        QCOMPARE(steps.load(), paused);
        job.setPaused(false);
        QTRY_VERIFY_WITH_TIMEOUT(steps > paused + 3, patience);
        job.cancel();
        QVERIFY(cancelled.wait(patience));
    }

    void pausedWorkCanBeCancelled()
    {
        std::atomic<int> steps = 0;
        Job job;
        QSignalSpy cancelled(&job, &Job::cancelled);
        job.start(countingInto(steps));
        job.setPaused(true);
        job.cancel();
        QVERIFY(cancelled.wait(patience));
        QVERIFY(!job.isPaused());
    }

    void aJobThatGoesAwayStopsItsWorkFirst()
    {
        std::atomic<int> steps = 0;
        {
            Job job;
            job.start(countingInto(steps));
            QTRY_VERIFY_WITH_TIMEOUT(steps > 0, patience);
        }
        const int stopped = steps;
        QTest::qWait(30);
        QCOMPARE(steps.load(), stopped);
    }

    void progressIsNotSentForEveryStep()
    {
        Job job;
        QSignalSpy progressed(&job, &Job::progressed);
        QSignalSpy finished(&job, &Job::finished);
        job.start([](Progress& progress) {
            for (int i = 1; i <= 100000; ++i)
                progress.report(i / 100000.0, "counting");
        });
        QVERIFY(finished.wait(patience));
        QVERIFY(progressed.count() >= 1);
        QVERIFY(progressed.count() < 1000);
    }

    void oneJobAfterTheOther()
    {
        Job job;
        QSignalSpy finished(&job, &Job::finished);
        for (int i = 0; i < 3; ++i) {
            job.start([](Progress&) {});
            QVERIFY(finished.wait(patience));
        }
        QCOMPARE(finished.count(), 3);
    }
};

QTEST_GUILESS_MAIN(JobTest)
#include "job_test.moc"
