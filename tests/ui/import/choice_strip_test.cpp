// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/choice_strip.h"
#include "ui/import/choice_tile.h"
#include "ui/import/question_list.h"

#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace flipside;

namespace {

NetworkQuestion activations()
{
    NetworkQuestion question{"activation", "Which function?", {"ReLU", "ELU", "tanh", "SiLU"}, 2};
    question.order = {2, 0, 3, 1};
    question.likely = 2;
    return question;
}

NetworkQuestion ends()
{
    NetworkQuestion question{"end", "Which end?", {"tanh", "none"}, 0};
    question.order = {0, 1};
    question.likely = 1;
    return question;
}

QImage sheet(Qt::GlobalColor colour)
{
    QImage image(60, 60, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

} // namespace

class ChoiceStripTest : public QObject {
    Q_OBJECT

private slots:
    void theLikeliestStandsFirstAndIsChosen()
    {
        ChoiceStrip strip;
        strip.setQuestion(activations());
        QVERIFY(strip.order() == (std::vector<int>{2, 0, 3, 1}));
        QVERIFY(strip.tile(2).isChecked());
        for (const int other : {0, 1, 3})
            QVERIFY(!strip.tile(other).isChecked());
    }

    void oneClickChoosesAndNothingMoves()
    {
        ChoiceStrip strip;
        strip.setQuestion(activations());
        strip.resize(500, 300);
        strip.show();
        QSignalSpy made(&strip, &ChoiceStrip::choiceMade);
        const QPoint place = strip.tile(0).pos();
        QTest::mouseClick(&strip.tile(0), Qt::LeftButton);
        QCOMPARE(made.count(), 1);
        QCOMPARE(made.front().front().toInt(), 0);
        QVERIFY(strip.tile(0).isChecked() && !strip.tile(2).isChecked());
        NetworkQuestion answered = activations();
        answered.chosen = 0;
        answered.order = {0, 2, 3, 1};
        const ChoiceTile* tile = &strip.tile(0);
        strip.setQuestion(answered);
        QCOMPARE(&strip.tile(0), tile);
        QCOMPARE(strip.tile(0).pos(), place);
        QTest::mouseClick(&strip.tile(0), Qt::LeftButton); // is chosen already
        QCOMPARE(made.count(), 1);
        QVERIFY(strip.tile(0).isChecked());
    }

    void arrowKeysGoAlongAndSpaceChooses()
    {
        ChoiceStrip strip;
        strip.setQuestion(activations());
        strip.resize(260, 300);
        strip.show();
        QVERIFY(QTest::qWaitForWindowActive(&strip));
        strip.tile(2).setFocus();
        QSignalSpy made(&strip, &ChoiceStrip::choiceMade);
        QTest::keyClick(&strip.tile(2), Qt::Key_Right);
        QVERIFY(strip.tile(0).hasFocus());
        QTest::keyClick(&strip.tile(0), Qt::Key_End);
        QVERIFY(strip.tile(1).hasFocus());
        QTest::keyClick(&strip.tile(1), Qt::Key_Right);
        QVERIFY(strip.tile(1).hasFocus());
        // It came into sight.
        QTRY_VERIFY(strip.viewport()->rect().contains(
            strip.tile(1).mapTo(strip.viewport(), strip.tile(1).rect().center())));
        QCOMPARE(made.count(), 0);
        QTest::keyClick(&strip.tile(1), Qt::Key_Space);
        QCOMPARE(made.count(), 1);
        QCOMPARE(made.front().front().toInt(), 1);
        QTest::keyClick(&strip.tile(1), Qt::Key_Home);
        QVERIFY(strip.tile(2).hasFocus());
    }

    void whatCannotBeIsSaidAndNotChosen()
    {
        ChoiceStrip strip;
        strip.setQuestion(activations());
        strip.show();
        QSignalSpy made(&strip, &ChoiceStrip::choiceMade);
        strip.setSheet(3, {}, "it makes no picture");
        QVERIFY(strip.tile(3).toolTip().contains("It makes no picture."));
        QTest::mouseClick(&strip.tile(3), Qt::LeftButton);
        QCOMPARE(made.count(), 0);
        QVERIFY(strip.tile(2).isChecked());
    }

    void oneQuestionIsOpenAndFirstThatWhichIsLeastSure()
    {
        QuestionList list;
        list.setQuestions({ends(), activations()});
        QCOMPARE(list.openQuestion(), QString("activation"));
        list.resize(700, 400);
        list.show();
        QVERIFY(list.strip("activation")->isVisible());
        QVERIFY(!list.strip("end")->isVisible());
        QSignalSpy opened(&list, &QuestionList::opened);
        auto* head = list.strip("end")->parentWidget()->findChild<QToolButton*>();
        QTest::mouseClick(head, Qt::LeftButton);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(list.openQuestion(), QString("end"));
        QVERIFY(!list.strip("activation")->isVisible());
        QTest::mouseClick(head, Qt::LeftButton);
        QVERIFY(list.openQuestion().isEmpty());
    }

    void anotherReadingKeepsWhatStaysAndDropsWhatGoes()
    {
        QuestionList list;
        list.setQuestions({ends(), activations()});
        list.setSheet("activation", 0, sheet(Qt::red), {});
        const ChoiceStrip* strip = list.strip("activation");
        NetworkQuestion answered = activations();
        answered.chosen = 0;
        list.setQuestions({answered});
        QCOMPARE(list.strip("activation"), strip);
        QCOMPARE(strip->chosen(), 0);
        QVERIFY(!strip->tile(0).sheet().isNull());
        QVERIFY(!list.strip("end"));
        QCOMPARE(list.openQuestion(), QString("activation"));
    }
};

QTEST_MAIN(ChoiceStripTest)
#include "choice_strip_test.moc"
