// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/window_fixture.h"
#include "ui/actions/actions.h"
#include "ui/models/model_list.h"
#include "ui/models/model_switcher.h"

#include <QToolBar>

using namespace flipside;

namespace {

constexpr int patience = 30000;

} // namespace

class ModelSwitcherTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

private slots:
    void init()
    {
        QVERIFY(openWindow());
        QTRY_VERIFY_WITH_TIMEOUT(_window->workspace().models().isRead(), patience);
        _switcher = _window->findChild<ModelSwitcher*>();
        _list = _switcher->findChild<ModelList*>();
    }
    void cleanup() { closeWindow(); }

    void everyModelShowsItsPictureItsNameAndWhatItIs()
    {
        QTRY_VERIFY(_list->count() >= 5);
        for (int row = 0; row < _list->count(); ++row) {
            const QListWidgetItem* item = _list->item(row);
            QVERIFY2(!item->icon().isNull(), qPrintable(item->text()));
            QVERIFY(!item->text().isEmpty());
            QVERIFY(!item->data(Qt::AccessibleDescriptionRole).toString().isEmpty());
        }
    }

    void theButtonSaysWhichModelIsOpen()
    {
        const auto* bar = _window->findChild<QToolBar*>("mainToolBar");
        QVERIFY(bar->isAncestorOf(_switcher));
        _fixture->document.openModel("mnist");
        QTRY_COMPARE_WITH_TIMEOUT(_switcher->accessibleName(), QString("Model: Handwritten digits"),
                                  patience);
        QVERIFY(!_switcher->icon().isNull());
        QVERIFY(_switcher->text().startsWith("Handwritten"));
    }

    void anotherModelIsOpenedByKeysAlone()
    {
        _fixture->document.openModel("mnist");
        QTRY_COMPARE_WITH_TIMEOUT(_fixture->document.model()->card.id, std::string("mnist"), patience);
        _window->actionsById()["models"]->trigger();
        QTRY_VERIFY(_list->isVisible());
        QCOMPARE(_list->currentItem()->text(), QString("Handwritten digits"));
        QTest::keyClick(_list, Qt::Key_C);
        QTest::keyClick(_list, Qt::Key_L);
        QCOMPARE(_list->currentItem()->text(), QString("Clothes"));
        QTest::keyClick(_list, Qt::Key_Return);
        QVERIFY(!_list->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(_fixture->document.model()->card.id, std::string("fashion-mnist"),
                                  patience);
    }

    void escapeLeavesTheModelAsItIs()
    {
        const auto before = _fixture->document.model();
        _window->actionsById()["models"]->trigger();
        QTRY_VERIFY(_list->isVisible());
        QTest::keyClick(_list, Qt::Key_Down);
        QTest::keyClick(_list, Qt::Key_Escape);
        QTRY_VERIFY(!_list->isVisible());
        QVERIFY(!_fixture->document.opening());
        QCOMPARE(_fixture->document.model(), before);
    }

private:
    ModelSwitcher* _switcher = nullptr;
    ModelList* _list = nullptr;
};

QTEST_MAIN(ModelSwitcherTest)
#include "model_switcher_test.moc"
