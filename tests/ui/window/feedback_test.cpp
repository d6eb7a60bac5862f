// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/window_fixture.h"
#include "ui/canvas/canvas.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/gallery/gallery_view.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/toast.h"
#include "ui/window/status_bar.h"

#include <QDockWidget>
#include <QLabel>
#include <QPushButton>

using namespace flipside;

namespace {

constexpr int patience = 30000;

} // namespace

/// What the window shows of what was done.
class FeedbackTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup() { closeWindow(); }

    void aKeptPictureShowsItselfAndIsTakenBack()
    {
        keep();
        QVERIFY2(toast().words().contains("Kept"), qPrintable(toast().words()));
        QVERIFY(!toast().findChild<QLabel*>()->pixmap().isNull());
        QVERIFY(_window->canvas().rect().contains(
            QRect(toast().mapTo(_window.get(), QPoint()), toast().size())
                .translated(-_window->canvas().mapTo(_window.get(), QPoint()))));
        QTest::mouseClick(&toast().button(), Qt::LeftButton);
        QCOMPARE(gallery().items().size(), std::size_t(0));
        QCOMPARE(toast().words(), QString());
    }

    void theToastTakesBackNothingElse()
    {
        keep();
        document().setLatent(0, 1.5f, {});
        QVERIFY(toast().isVisible());
        QVERIFY(!toast().button().isVisible());
        // Once the deed itself is undone, nothing is said of it.
        document().undo();
        QVERIFY(toast().isVisible());
        document().undo();
        QVERIFY(!toast().isVisible());
        QCOMPARE(gallery().items().size(), std::size_t(0));
    }

    void theSamePictureIsKeptOnce()
    {
        keep();
        const Gallery::Id first = gallery().items()[0]->id;
        document().setLatent(0, 1.5f, {});
        QVERIFY(_fixture->isShown());
        keep(2);
        document().undo();
        document().undo();
        QVERIFY(_fixture->isShown());
        const int steps = _fixture->steps();
        QTest::keyClick(&_window->canvas(), Qt::Key_K);
        QTRY_VERIFY(toast().words().contains("Already kept"));
        QCOMPARE(gallery().items().size(), std::size_t(1));
        QCOMPARE(_fixture->steps(), steps);
        QCOMPARE(_window->findChild<GalleryPanel*>()->view().selectedIds(), QList<Gallery::Id>{first});
        QTest::mouseClick(&toast().button(), Qt::LeftButton);
        QTRY_VERIFY(!dock("galleryDock")->visibleRegion().isEmpty());
    }

    void twoQuickPressesKeepOne()
    {
        _window->workspace().keeper().keepShown();
        _window->workspace().keeper().keepShown();
        QTRY_VERIFY(toast().words().contains("Already kept"));
        QCOMPARE(gallery().items().size(), std::size_t(1));
    }

    void whatCameOutOfSightIsCountedOnTheTab()
    {
        dock("neuronsDock")->raise();
        const QString name = dock("galleryDock")->windowTitle();
        QTRY_VERIFY(dock("galleryDock")->visibleRegion().isEmpty());
        keep();
        QCOMPARE(dock("galleryDock")->windowTitle(), name + " +1");
        document().setLatent(0, 1.5f, {});
        QVERIFY(_fixture->isShown());
        keep(2);
        QCOMPARE(dock("galleryDock")->windowTitle(), name + " +2");
        document().undo();
        QCOMPARE(dock("galleryDock")->windowTitle(), name + " +1");
        dock("galleryDock")->raise();
        QTRY_COMPARE(dock("galleryDock")->windowTitle(), name);
        document().setLatent(0, -1.5f, {});
        QVERIFY(_fixture->isShown());
        keep(2);
        QCOMPARE(dock("galleryDock")->windowTitle(), name);
    }

    void addingToTheFilmBringsItForward()
    {
        QVERIFY(dock("motionDock")->visibleRegion().isEmpty());
        QTest::keyClick(&_window->canvas(), Qt::Key_K, Qt::ShiftModifier);
        QCOMPARE(_window->workspace().film().timeline().keyframes.size(), std::size_t(1));
        QTRY_VERIFY(!dock("motionDock")->visibleRegion().isEmpty());
        QVERIFY(toast().words().contains("Keyframe 1 of 1"));
        QVERIFY(!toast().findChild<QLabel*>()->pixmap().isNull());
        // The keyboard stays where it was.
        QVERIFY(!dock("motionDock")->isAncestorOf(QApplication::focusWidget()));
        QTest::mouseClick(&toast().button(), Qt::LeftButton);
        QVERIFY(_window->workspace().film().timeline().keyframes.empty());
    }

    void theToastGoesButNotUnderThePointer()
    {
        Toast& said = toast();
        said.say({}, "Done", "Undo");
        QVERIFY(said.isVisible());
        said.setAttribute(Qt::WA_UnderMouse);
        QTest::qWait(7000);
        QVERIFY(said.isVisible());
        said.setAttribute(Qt::WA_UnderMouse, false);
        QTRY_VERIFY(!said.isVisible());
    }

    void undoTakesBackWhatTheStatusBarSaid()
    {
        document().setLatent(0, 1.5f, {});
        emit _window->workspace().notice("Something was done");
        QCOMPARE(_window->status().currentMessage(), QString("Something was done"));
        document().undo();
        QCOMPARE(_window->status().currentMessage(), QString());
    }

    void whatWasMissingIsNotAskedForOnceItIsThere()
    {
        QTest::keyClick(&_window->canvas(), Qt::Key_T);
        QVERIFY(_window->message().contains("add two or more"));
        QTest::keyClick(&_window->canvas(), Qt::Key_K, Qt::ShiftModifier);
        QCOMPARE(_window->message(), QString());
    }

    void theFilmsModelIsOpenedFromTheMessage()
    {
        Recipe recipe = document().recipe();
        recipe.model = "mnist";
        recipe.z.assign(400, 0.5f);
        Timeline timeline;
        timeline.keyframes = {{recipe, 1.0, Easing::Linear}, {recipe, 1.0, Easing::Linear}};
        _window->workspace().film().change("film", timeline);
        QTest::keyClick(&_window->canvas(), Qt::Key_T);
        auto* bar = _window->findChild<MessageBar*>();
        QTRY_VERIFY(bar->message().contains("keyframes are of the model"));
        auto* open = bar->findChild<QPushButton*>();
        QVERIFY(open);
        QCOMPARE(open->text(), QString("Open it"));
        QTest::mouseClick(open, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(document().model()->card.id == "mnist", patience);
        QCOMPARE(bar->message(), QString());
    }

    void theMessageGoesHoweverTheModelIsOpened()
    {
        Recipe recipe = document().recipe();
        recipe.model = "mnist";
        Timeline timeline;
        timeline.keyframes = {{recipe, 1.0, Easing::Linear}, {recipe, 1.0, Easing::Linear}};
        _window->workspace().film().change("film", timeline);
        QTest::keyClick(&_window->canvas(), Qt::Key_T);
        QTRY_VERIFY(_window->message().contains("keyframes are of the model"));
        document().openModel("mnist");
        QTRY_VERIFY_WITH_TIMEOUT(document().model()->card.id == "mnist", patience);
        QCOMPARE(_window->message(), QString());
    }

private:
    Document& document() { return _fixture->document; }
    Gallery& gallery() { return _window->workspace().gallery(); }
    Toast& toast() { return *_window->findChild<Toast*>(); }
    QDockWidget* dock(const char* id) { return _window->findChild<QDockWidget*>(QLatin1String(id)); }
    void keep(std::size_t count = 1)
    {
        QTest::keyClick(&_window->canvas(), Qt::Key_K);
        QTRY_COMPARE(gallery().items().size(), count);
    }
};

QTEST_MAIN(FeedbackTest)
#include "feedback_test.moc"
