// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time_left.h"

#include <QTest>

using namespace flipside;
using namespace std::chrono_literals;

class TimeLeftTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsSaidBeforeThereIsAPace()
    {
        TimeLeft left;
        QVERIFY(!left.secondsAt(0.0, _start));
        QVERIFY(!left.secondsAt(0.1, _start + 1s)); // where the pace begins
        QVERIFY(left.secondsAt(0.2, _start + 2s).has_value());
    }

    void aTenthASecondLeavesTheRestOfTheTenths()
    {
        TimeLeft left;
        (void)left.secondsAt(0.1, _start);
        QCOMPARE(*left.secondsAt(0.4, _start + 3s), 6.0);
    }

    void aResumedRunIsJudgedByItsOwnPace()
    {
        TimeLeft left;
        (void)left.secondsAt(0.9, _start);
        QCOMPARE(*left.secondsAt(0.95, _start + 10s), 10.0);
    }

    void aPauseDoesNotCount()
    {
        TimeLeft left;
        (void)left.secondsAt(0.1, _start);
        (void)left.secondsAt(0.2, _start + 1s);
        left.leaveOut(100s);
        QCOMPARE(*left.secondsAt(0.3, _start + 102s), 7.0);
    }

private:
    const TimeLeft::Clock::time_point _start = TimeLeft::Clock::now();
};

QTEST_GUILESS_MAIN(TimeLeftTest)
#include "time_left_test.moc"
