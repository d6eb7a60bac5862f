// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/window_fixture.h"
#include "ui/actions/actions.h"
#include "ui/canvas/canvas.h"
#include "ui/creative/creative_controls.h"
#include "ui/document/live_scheme.h"
#include "ui/play/play_bar.h"
#include "ui/window/arranger.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>

using namespace flipside;

/// The surface Play in a whole window, with a model of random weights.
class PlayBarTest : public QObject, protected test::WindowFixture {
    Q_OBJECT

    Document& document() { return _fixture->document; }
    PlayBar* bar() { return _window->findChild<PlayBar*>(); }
    QSlider* slider(const QString& name)
    {
        for (QSlider* slider : bar()->findChildren<QSlider*>())
            if (slider->accessibleName() == name)
                return slider;
        return nullptr;
    }
    QPushButton* button(const QString& text)
    {
        for (QPushButton* button : bar()->findChildren<QPushButton*>())
            if (button->text() == text)
                return button;
        return nullptr;
    }

private slots:
    void init()
    {
        QVERIFY(openWindow());
        _window->arranger().choose(arrangement("play"));
        QVERIFY(bar()->isVisible());
    }
    void cleanup() { closeWindow(); }

    void wakeFlipsAsManyNeuronsAsTheSliderSays()
    {
        QTest::mouseClick(button("Wake"), Qt::LeftButton);
        QTRY_COMPARE(document().recipe().edits.size(), std::size_t(5));
        QVERIFY(document().recipe().scheme);
    }

    void anotherIsAnotherLatentWithTheSameFlips()
    {
        QTest::mouseClick(button("Wake"), Qt::LeftButton);
        QTRY_COMPARE(document().recipe().edits.size(), std::size_t(5));
        const Recipe before = document().recipe();
        QTest::mouseClick(button("Another"), Qt::LeftButton);
        QVERIFY(document().recipe().z != before.z);
        QCOMPARE(document().recipe().edits, before.edits);
    }

    void aSliderMovedWhereNothingIsFlippedWakesNeurons()
    {
        QSlider* strange = slider("How strange");
        QVERIFY(strange);
        QVERIFY(document().recipe().edits.empty());
        QTest::keyClick(strange, Qt::Key_Right);
        QTRY_VERIFY(!document().recipe().edits.empty());
        QCOMPARE(document().recipe().scheme->gamma, 2.1);
        // Once awake it acts live, and a drag is one step.
        const int steps = document().undoStack().count();
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(strange, Qt::Key_Right);
        QTRY_COMPARE(document().recipe().scheme->gamma, 2.6);
        QCOMPARE(document().undoStack().count(), steps + 1);
    }

    void aFlipByHandIsNotReplacedByASlider()
    {
        document().flip({2, 7});
        QTest::keyClick(slider("How strange"), Qt::Key_Right);
        QTest::qWait(100);
        QCOMPARE(document().recipe().edits.size(), std::size_t(1));
        QVERIFY(!document().recipe().scheme);
    }

    void playAndLabSetOneScheme()
    {
        QTest::keyClick(slider("How many neurons"), Qt::Key_Right);
        auto* controls = _window->findChild<CreativeControls*>();
        const int neurons = document().scheme().call().neurons;
        QVERIFY(neurons > 5);
        QCOMPARE(controls->findChild<QSpinBox*>("schemeNeurons")->value(), neurons);
        controls->findChild<QDoubleSpinBox*>("schemeGamma")->setValue(4.0);
        QCOMPARE(slider("How strange")->value(), 40);
    }

    void whereChoosesTheLayer()
    {
        QSlider* where = slider("Where");
        QCOMPARE(where->maximum(), 2);
        for (int layer = 0; layer < 3; ++layer) {
            where->setValue(layer);
            QCOMPARE(document().scheme().call().layer, _fixture->layerId(layer));
        }
    }

    void whatIsKeptStandsInTheStripAndIsOpenedByAClick()
    {
        auto* strip = bar()->findChild<QListView*>("keptStrip");
        QVERIFY(strip);
        const Recipe kept = document().recipe();
        _window->actionsById()["keep"]->trigger();
        QTRY_COMPARE(strip->model()->rowCount(), 1);
        QTest::mouseClick(button("Another"), Qt::LeftButton);
        QVERIFY(document().recipe() != kept);
        QTRY_VERIFY(strip->visualRect(strip->model()->index(0, 0)).isValid());
        QTest::mouseClick(strip->viewport(), Qt::LeftButton, {},
                          strip->visualRect(strip->model()->index(0, 0)).center());
        QTRY_COMPARE(document().recipe().z, kept.z);
    }

    void holdingBShowsThePictureWithoutWhatWasWoken()
    {
        QTest::mouseClick(button("Wake"), Qt::LeftButton);
        QTRY_VERIFY(!document().recipe().edits.empty());
        QVERIFY(_fixture->isShown());
        Canvas& canvas = _window->canvas();
        QCOMPARE(canvas.view(), CanvasView::Single);
        const QImage creative = canvas.grab().toImage();
        QTest::keyPress(_window.get(), Qt::Key_B);
        const QImage regular = canvas.grab().toImage();
        QVERIFY(creative != regular);
        QTest::keyRelease(_window.get(), Qt::Key_B);
        QCOMPARE(canvas.grab().toImage(), creative);
    }

    void thereIsNoGreekLetterAndNoDecimalInPlay()
    {
        for (const QLabel* label : bar()->findChildren<QLabel*>())
            for (const QChar letter : label->text())
                QVERIFY2(letter.script() != QChar::Script_Greek && letter != u'.', qPrintable(label->text()));
    }
};

QTEST_MAIN(PlayBarTest)
#include "play_bar_test.moc"
