// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choice_box.h"

#include <QAbstractItemView>
#include <QTest>

using namespace flipside;

class ChoiceBoxTest : public QObject {
    Q_OBJECT

private slots:
    void theListIsMadeWhenItIsOpened()
    {
        ChoiceBox box;
        box.addItems({"One", "Another"});
        box.show();
        QVERIFY(QTest::qWaitForWindowExposed(&box));
        QVERIFY(!box.findChild<QAbstractItemView*>());
        box.showPopup();
        QTRY_VERIFY(box.view()->isVisible());
        QCOMPARE(box.view()->model()->rowCount(), 2);
        QTest::keyClick(box.view(), Qt::Key_Down);
        QTest::keyClick(box.view(), Qt::Key_Return);
        QTRY_COMPARE(box.currentText(), QString("Another"));
    }

    /// As Qt makes one that follows its entries, but for the pixels that italic letters hang over.
    void itIsAsWideAsItsEntries()
    {
        ChoiceBox box;
        QComboBox reference;
        reference.setSizeAdjustPolicy(QComboBox::AdjustToContents);
        for (const QString entry : {"One", "Something longer", "ÄÖ"}) {
            box.addItem(entry);
            reference.addItem(entry);
            QVERIFY2(std::abs(box.sizeHint().width() - reference.sizeHint().width()) <= 2, qPrintable(entry));
            QCOMPARE(box.sizeHint().height(), reference.sizeHint().height());
        }
    }

    void oneThatMayShrinkIsNotWidenedByItsEntries()
    {
        ChoiceBox box;
        box.addItem("One");
        box.letShrinkTo(5);
        const QSize before = box.sizeHint();
        box.addItem("Something much longer than that");
        QCOMPARE(box.sizeHint(), before);
        QCOMPARE(box.minimumSizeHint(), before);
    }
};

QTEST_MAIN(ChoiceBoxTest)
#include "choice_box_test.moc"
