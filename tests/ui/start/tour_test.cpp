// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/tour.h"

#include "tests/ui/support/window_fixture.h"
#include "ui/actions/actions.h"
#include "ui/start/spotlight.h"
#include "ui/start/tour_bubble.h"

#include <QDockWidget>
#include <QPushButton>
#include <QTest>

#include <memory>
#include <set>
#include <string>

using namespace flipside;

namespace {

constexpr int patience = 20000;

} // namespace

class TourTest : public QObject, private test::WindowFixture {
    Q_OBJECT

private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup() { closeWindow(); }

    void everyStopShowsSomethingThatIsThere()
    {
        QCOMPARE(tourStops().size(), std::size_t(6));
        start();
        for (std::size_t stop = 0; stop < tourStops().size(); ++stop) {
            QCOMPARE(tour()->stop(), stop);
            QTRY_VERIFY2(!light()->lit().isEmpty(), tourStops()[stop].place);
            QVERIFY(_window->rect().contains(bubble()->geometry()));
            QVERIFY(!bubble()->geometry().intersects(light()->lit()) || isLarge(light()->lit()));
            skip();
        }
        QTRY_VERIFY(!tour());
        QTRY_VERIFY(!light() && !bubble());
    }

    void tourStopsAreDoneByDoing()
    {
        start();
        press("randomise");
        QTRY_COMPARE_WITH_TIMEOUT(tour()->stop(), std::size_t(1), patience);
        press("coactivate");
        QTRY_COMPARE_WITH_TIMEOUT(tour()->stop(), std::size_t(2), patience);
        document().flip(0, {2}, Flip::Off);
        QTRY_COMPARE_WITH_TIMEOUT(tour()->stop(), std::size_t(3), patience);
        document().setLatent(1, 0.75f, "drag");
        QTRY_COMPARE_WITH_TIMEOUT(tour()->stop(), std::size_t(4), patience);
        QTRY_VERIFY_WITH_TIMEOUT(document().isShown(), patience);
        press("keep");
        QTRY_COMPARE_WITH_TIMEOUT(tour()->stop(), std::size_t(5), patience);
        press("undo");
        QTRY_VERIFY_WITH_TIMEOUT(!tour(), patience);
    }

    void somethingElseThanWhatIsAskedForLeadsNowhere()
    {
        start();
        document().setLatent(1, 0.75f, "drag");
        document().flip(0, {2}, Flip::Off);
        QTest::qWait(Tour::praise + 300);
        QCOMPARE(tour()->stop(), std::size_t(0));
    }

    void leavingTheTourLosesNothing()
    {
        press("randomise");
        document().flip(0, {2}, Flip::Off);
        QTRY_VERIFY_WITH_TIMEOUT(document().isShown(), patience);
        const Recipe recipe = document().recipe();
        const int steps = document().undoStack().count();
        for (int passed = 0; passed < 6; ++passed) {
            start();
            for (int i = 0; i < passed; ++i)
                skip();
            QTest::keyClick(_window.get(), Qt::Key_Escape);
            QTRY_VERIFY(!tour());
            QTRY_VERIFY(!light() && !bubble());
            QVERIFY(document().recipe() == recipe);
            QCOMPARE(document().undoStack().count(), steps);
        }
    }

    void panelsThatWereHiddenAreShownAndHiddenAgain()
    {
        auto* latent = _window->findChild<QDockWidget*>("latentDock");
        auto* neurons = _window->findChild<QDockWidget*>("neuronsDock");
        auto* gallery = _window->findChild<QDockWidget*>("galleryDock");
        latent->hide();
        gallery->show();
        gallery->raise();
        QTRY_VERIFY(neurons->visibleRegion().isEmpty());
        start();
        skip();
        skip();
        QTRY_VERIFY(!neurons->visibleRegion().isEmpty());
        skip();
        QTRY_VERIFY(latent->isVisible());
        QTest::keyClick(_window.get(), Qt::Key_Escape);
        QTRY_VERIFY(latent->isHidden());
        QTRY_VERIFY(!gallery->visibleRegion().isEmpty());
    }

    void aWorkspaceThatIsLeftInTheTourKeepsItsOwnPanels()
    {
        auto* latent = _window->findChild<QDockWidget*>("latentDock");
        latent->hide();
        start();
        for (int i = 0; i < 3; ++i)
            skip();
        QTRY_VERIFY(latent->isVisible());
        press("arrange-film");
        QTRY_VERIFY(!tour());
        press("arrange-lab");
        QVERIFY(latent->isHidden());
    }

    void theWindowStaysInUseUnderTheLight()
    {
        start();
        QVERIFY(light()->testAttribute(Qt::WA_TransparentForMouseEvents));
        QVERIFY(!light()->isAncestorOf(_window->focusWidget()));
        QVERIFY(!bubble()->isAncestorOf(_window->focusWidget()));
    }

private:
    Document& document() { return _fixture->document; }
    Tour* tour() { return _window->findChild<Tour*>(); }
    Spotlight* light() { return _window->findChild<Spotlight*>(); }
    TourBubble* bubble() { return _window->findChild<TourBubble*>(); }
    void press(const char* id) { _window->actionsById()[QLatin1String(id)]->trigger(); }
    void start()
    {
        press("tour");
        QVERIFY(tour());
    }
    void skip() { bubble()->findChild<QPushButton*>("tourSkip")->click(); }
    /// No room beside it.
    bool isLarge(const QRect& lit) { return lit.width() > _window->width() / 2; }
};

QTEST_MAIN(TourTest)
#include "tour_test.moc"
