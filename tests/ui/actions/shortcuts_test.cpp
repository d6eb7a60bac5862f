// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/window_fixture.h"
#include "ui/actions/actions.h"
#include "ui/actions/shortcuts_dialog.h"
#include "ui/window/menus.h"

#include <QKeySequenceEdit>
#include <QMenuBar>
#include <QPushButton>
#include <QTextBrowser>
#include <QTreeWidget>

using namespace flipside;

/// The page of keys, in the real window.
class ShortcutsTest : public QObject, protected test::WindowFixture {
    Q_OBJECT
private:
    Actions& actions() { return _window->actionsById(); }
    void press(ShortcutsDialog& dialog, const QKeySequence& key)
    {
        auto* field = dialog.findChild<QKeySequenceEdit*>("shortcutKey");
        field->setKeySequence(key);
        emit field->editingFinished();
    }
    QPushButton* button(ShortcutsDialog& dialog, const char* name)
    {
        return dialog.findChild<QPushButton*>(name);
    }

private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup() { closeWindow(); }

    void everyActionAndItsKeysAreNamed()
    {
        const ShortcutsDialog dialog(actions(), actionGroups(actions()));
        const auto* rows = dialog.findChild<QTreeWidget*>("shortcutRows");
        for (const QAction* action : actions().all()) {
            const auto found =
                rows->findItems(actions().nameOf(*action), Qt::MatchExactly | Qt::MatchRecursive);
            QCOMPARE(found.size(), 1);
            for (const QKeySequence& key : action->shortcuts())
                QVERIFY2(found.front()->text(1).contains(key.toString(QKeySequence::NativeText)),
                         qPrintable(action->text()));
        }
        QVERIFY(dialog.findChild<QTextBrowser*>()->toPlainText().contains("Ctrl+wheel"));
    }

    void everyActionIsInAMenu()
    {
        QList<QAction*> inMenus;
        for (QMenu* menu : _window->findChildren<QMenu*>())
            inMenus += menu->actions();
        for (QAction* action : actions().all())
            QVERIFY2(inMenus.contains(action), qPrintable(action->objectName()));
    }

    void anotherKeyPlaysAndIsKept()
    {
        {
            ShortcutsDialog dialog(actions(), actionGroups(actions()));
            dialog.choose("randomise");
            press(dialog, QKeySequence(Qt::Key_J));
            QVERIFY2(dialog.clash().isEmpty(), qPrintable(dialog.clash()));
        }
        const Recipe before = _fixture->document.recipe();
        QTest::keyClick(_window.get(), Qt::Key_R);
        QVERIFY(_fixture->document.recipe() == before);
        QTest::keyClick(_window.get(), Qt::Key_J);
        QVERIFY(_fixture->document.recipe() != before);
        QVERIFY(actions()["randomise"]->toolTip().endsWith("(J)"));
        // The next start.
        _window = std::make_unique<MainWindow>(_fixture->workspace);
        QCOMPARE(actions()["randomise"]->shortcut(), QKeySequence(Qt::Key_J));
        ShortcutsDialog dialog(actions(), actionGroups(actions()));
        dialog.choose("randomise");
        button(dialog, "resetKey")->click();
        QCOMPARE(actions()["randomise"]->shortcut(), QKeySequence(Qt::Key_R));
        QVERIFY(!QSettings().contains("shortcuts/randomise"));
    }

    void aKeyThatIsTakenIsShownAndTakenOverOnlyWhenAsked()
    {
        ShortcutsDialog dialog(actions(), actionGroups(actions()));
        dialog.show();
        dialog.choose("keep");
        press(dialog, QKeySequence(Qt::Key_R));
        QVERIFY2(dialog.clash().contains("Another"), qPrintable(dialog.clash()));
        QCOMPARE(actions()["keep"]->shortcut(), QKeySequence(Qt::Key_K));
        QCOMPARE(actions()["randomise"]->shortcut(), QKeySequence(Qt::Key_R));
        QVERIFY(button(dialog, "takeOver")->isVisible());
        button(dialog, "takeOver")->click();
        QCOMPARE(actions()["keep"]->shortcut(), QKeySequence(Qt::Key_R));
        QVERIFY(actions()["randomise"]->shortcut().isEmpty());
        button(dialog, "resetKeys")->click();
        QCOMPARE(actions()["keep"]->shortcut(), QKeySequence(Qt::Key_K));
        QCOMPARE(actions()["randomise"]->shortcut(), QKeySequence(Qt::Key_R));
    }

    void keysThatTheWindowItselfUsesAreRefused()
    {
        ShortcutsDialog dialog(actions(), actionGroups(actions()));
        dialog.choose("keep");
        for (const Qt::Key key : {Qt::Key_B, Qt::Key_Escape}) {
            press(dialog, QKeySequence(key));
            QVERIFY(dialog.clash().endsWith("choose another key."));
            QCOMPARE(actions()["keep"]->shortcut(), QKeySequence(Qt::Key_K));
        }
    }
};

QTEST_MAIN(ShortcutsTest)
#include "shortcuts_test.moc"
