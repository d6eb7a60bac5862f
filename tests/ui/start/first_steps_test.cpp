// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/first_steps.h"

#include "tests/ui/support/window_fixture.h"

#include <QTest>
#include <QToolButton>

using namespace flipside;

namespace {

constexpr int patience = 20000;

} // namespace

class FirstStepsTest : public QObject, private test::WindowFixture {
    Q_OBJECT

private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup() { closeWindow(); }

    void theyAreThereAtTheFirstStart() { QTRY_VERIFY(steps() && steps()->isVisible()); }

    void theyTickOffWhatIsDoneAndGoAwayForGood()
    {
        document().flip(0, {2}, Flip::Off);
        QTRY_COMPARE(ticks(), 1);
        document().coactivate(SchemeCall{});
        QTRY_COMPARE_WITH_TIMEOUT(ticks(), 2, patience);
        QVERIFY(steps()->isVisible());
        Recipe next = document().recipe();
        for (float& z : next.z)
            z -= 0.5f;
        document().change("Randomise", next);
        QTRY_VERIFY_WITH_TIMEOUT(!steps(), patience);
        startAgain();
        QVERIFY(!steps() || steps()->isHidden());
    }

    void closedTheyStayAway()
    {
        steps()->findChild<QToolButton*>()->click();
        QTRY_VERIFY(!steps());
        startAgain();
        QVERIFY(!steps() || steps()->isHidden());
    }

private:
    Document& document() { return _fixture->document; }
    FirstSteps* steps() { return _window->findChild<FirstSteps*>(); }
    int ticks()
    {
        int count = 0;
        for (const auto* button : steps()->findChildren<QAbstractButton*>())
            count += button->accessibleDescription().isEmpty() ? 0 : 1;
        return count;
    }
    void startAgain()
    {
        _window = std::make_unique<MainWindow>(_fixture->workspace);
        _window->show();
        document().readModelAgain();
        QTest::qWait(200);
    }
};

QTEST_MAIN(FirstStepsTest)
#include "first_steps_test.moc"
