// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/start_page.h"

#include "tests/ui/support/window_fixture.h"
#include "ui/actions/actions.h"
#include "ui/canvas/canvas.h"
#include "ui/session/session_keeper.h"
#include "ui/start/start_tile.h"

#include <QLabel>
#include <QScrollArea>
#include <QTest>

#include <set>

using namespace flipside;

namespace {

constexpr int patience = 30000;

} // namespace

/// The page in a real window, with the models that come with the program.
class StartPageTest : public QObject, private test::WindowFixture {
    Q_OBJECT

private slots:
    void init()
    {
        QVERIFY(openWindow());
        _window->canvas().setFocus();
        press();
        QTRY_VERIFY(page() && page()->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(tile("Faces"), patience);
    }
    void cleanup() { closeWindow(); }

    void itShowsModelsExamplesAndWhatElseThereIsToDo()
    {
        for (const char* name : {"Handwritten digits", "Paintings", "Faces", "Clothes"})
            QVERIFY2(tile(name), name);
        for (const char* name : {"Surprise me", "Open a generator…", "Start from a photo…",
                                 "Train on my pictures…", "Two-minute tour", "Days and dusks"})
            QVERIFY2(button(name), name);
        QTRY_VERIFY_WITH_TIMEOUT(!tile("Paintings")->picture().isNull(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!tile("Days and dusks")->picture().isNull(), patience);
    }

    void startPageIsFullyUsableByKeyboard()
    {
        std::set<QString> reached;
        for (int i = 0; i < 40; ++i) {
            reached.insert(focused()->text() + focused()->accessibleName());
            QTest::keyClick(focused(), Qt::Key_Tab);
        }
        for (auto* one : page()->findChildren<QAbstractButton*>())
            if (one->isVisible() && one->isEnabled())
                QVERIFY2(reached.contains(one->text() + one->accessibleName()), qPrintable(one->text()));
        tile("Faces")->setFocus();
        QTest::keyClick(focused(), Qt::Key_Down);
        QVERIFY(focused() != tile("Faces"));
        QTest::keyClick(focused(), Qt::Key_Up);
        QTest::keyClick(focused(), Qt::Key_Left);
        QVERIFY(page()->isAncestorOf(focused()));
        tile("Faces")->setFocus();
        QTest::keyClick(focused(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(document().model()->card.id, std::string("faces"), patience);
        QTRY_VERIFY(page()->isHidden());
    }

    void escapeGoesBackAndNothingIsLost()
    {
        const Recipe recipe = document().recipe();
        QTest::keyClick(focused(), Qt::Key_R);
        QTest::keyClick(focused(), Qt::Key_K);
        QVERIFY(document().recipe() == recipe);
        QTest::keyClick(focused(), Qt::Key_Escape);
        QVERIFY(page()->isHidden());
        QVERIFY(document().recipe() == recipe);
        QVERIFY(document().undoStack().count() == 0);
        QCOMPARE(_window->focusWidget(), static_cast<QWidget*>(&_window->canvas()));
    }

    void surpriseIsAnotherPictureAndOneStep()
    {
        const std::string before = document().model()->card.id;
        button("Surprise me")->click();
        QTRY_VERIFY_WITH_TIMEOUT(document().model()->card.id != before, patience);
        QVERIFY(!document().recipe().edits.empty());
        QCOMPARE(document().undoStack().count(), 1);
        QTRY_VERIFY(page()->isHidden());
    }

    void livingThumbnailsStopWhenSomethingElseIsDone()
    {
        _window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(_window.get()));
        QTRY_VERIFY(page()->living().isAlive());
        QWidget other;
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        QTRY_VERIFY(!page()->living().isAlive());
        other.close();
        _window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(_window.get()));
        QTRY_VERIFY(page()->living().isAlive());
        QTest::keyClick(focused(), Qt::Key_Escape);
        QVERIFY(!page()->living().isAlive());
    }

    void whatATileShowsIsWhatItOpens()
    {
        QVERIFY(QTest::qWaitForWindowActive(_window.get()));
        StartTile* faces = tile("Faces");
        const QImage before = faces->picture();
        QTRY_VERIFY_WITH_TIMEOUT(!faces->picture().isNull() && faces->picture().width() == 64, patience);
        const QImage seen = faces->picture();
        faces->click();
        QTRY_COMPARE_WITH_TIMEOUT(document().model()->card.id, std::string("faces"), patience);
        QVERIFY(!document().recipe().edits.empty());
    }

    void anExampleIsASessionWithoutAFile()
    {
        button("Days and dusks")->click();
        QTRY_VERIFY_WITH_TIMEOUT(_fixture->workspace.gallery().items().size() >= 5, patience);
        QTRY_COMPARE_WITH_TIMEOUT(document().model()->card.id, std::string("paintings"), patience);
        QVERIFY(_window->session().file().isEmpty());
        QVERIFY(!_window->session().isModified());
        QTRY_VERIFY(page()->isHidden());
    }

    void aSmallWindowScrollsAndNothingIsCutOff()
    {
        for (const QSize size : {QSize(640, 480), QSize(1440, 900)}) {
            _window->resize(size);
            QTest::qWait(50);
            const auto* body = page()->findChild<QScrollArea*>()->widget();
            QVERIFY(body->width() <= page()->width());
            for (auto* one : page()->findChildren<StartTile*>())
                QVERIFY(body->rect().contains(QRect(one->mapTo(body, QPoint()), one->size())));
        }
    }

private:
    Document& document() { return _fixture->document; }
    StartPage* page() { return _window->findChild<StartPage*>(); }
    QAbstractButton* focused() { return qobject_cast<QAbstractButton*>(_window->focusWidget()); }
    void press() { _window->actionsById()["start-page"]->trigger(); }
    QAbstractButton* button(const QString& text)
    {
        for (auto* one : page()->findChildren<QAbstractButton*>())
            if (one->text() == text)
                return one;
        return nullptr;
    }
    StartTile* tile(const QString& text) { return qobject_cast<StartTile*>(button(text)); }
};

QTEST_MAIN(StartPageTest)
#include "start_page_test.moc"
