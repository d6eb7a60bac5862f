// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/window_fixture.h"
#include "ui/actions/actions.h"
#include "ui/actions/mnemonics.h"

#include <QKeySequence>
#include <QMenu>
#include <QMenuBar>

using namespace flipside;

class MenusTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

private slots:
    void init() { QVERIFY(openWindow()); }
    void cleanup() { closeWindow(); }

    void everyEntryHasAKeyOfItsOwnInItsMenu()
    {
        checkKeys("the menu bar", _window->menuBar()->actions());
        for (QMenu* menu : menus()) {
            emit menu->aboutToShow();
            checkKeys(menu->title(), menu->actions());
        }
    }

    void listedEntriesGetFreeKeysAlsoWhereTheyShareLetters()
    {
        QMenu menu;
        for (const char* text : {"&Open", "Oboe", "Oboe", "One two", "…", "Gallery +2\tCtrl+G"})
            menu.addAction(QString::fromUtf8(text));
        giveMnemonics(menu);
        QStringList texts;
        for (const QAction* entry : menu.actions())
            texts << entry->text();
        QCOMPARE(texts, (QStringList{"&Open", "O&boe", "Obo&e", "One &two", "…", "&Gallery +2\tCtrl+G"}));
    }

    void theViewMenuFitsASmallScreen()
    {
        for (QMenu* menu : menus())
            QVERIFY2(menu->sizeHint().height() < 640, qPrintable(menu->title()));
    }

    void panelsAreAMenuOfTheirOwn()
    {
        const QAction* entry = _window->actionsById()["panels"];
        QVERIFY(entry->menu());
        QVERIFY(entry->menu()->actions().contains(_window->actionsById()["galleryDock"]));
        QVERIFY(entry->menu()->actions().contains(_window->actionsById()["hide-panels"]));
    }

    void noIconStandsForTwoThings()
    {
        QHash<QByteArray, QString> seen;
        for (const QAction* action : _window->actionsById().all()) {
            if (action->icon().isNull())
                continue;
            const QImage picture = action->icon().pixmap(QSize(24, 24), QIcon::Normal, QIcon::Off).toImage();
            const QByteArray bytes(reinterpret_cast<const char*>(picture.constBits()), picture.sizeInBytes());
            QVERIFY2(!seen.contains(bytes), qPrintable(seen.value(bytes) + " and " + action->objectName()));
            seen.insert(bytes, action->objectName());
        }
        QVERIFY(seen.size() > 10);
    }

private:
    QList<QMenu*> menus() const
    {
        QList<QMenu*> menus;
        for (const QAction* entry : _window->menuBar()->actions())
            menus << entry->menu();
        for (qsizetype i = 0; i < menus.size(); ++i)
            for (const QAction* entry : menus[i]->actions())
                if (entry->menu())
                    menus << entry->menu();
        return menus;
    }
    static void checkKeys(const QString& menu, const QList<QAction*>& entries)
    {
        QHash<QString, QString> taken;
        for (const QAction* entry : entries) {
            if (entry->isSeparator() || (!entry->isEnabled() && entry->objectName().isEmpty()))
                continue;
            const QString key = QKeySequence::mnemonic(entry->text()).toString();
            QVERIFY2(!key.isEmpty(), qPrintable(menu + " › " + entry->text()));
            QVERIFY2(!taken.contains(key),
                     qPrintable(menu + ": " + taken.value(key) + " and " + entry->text()));
            taken.insert(key, entry->text());
        }
    }
};

QTEST_MAIN(MenusTest)
#include "menus_test.moc"
