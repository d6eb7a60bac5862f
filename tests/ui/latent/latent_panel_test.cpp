// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/prior.h"
#include "tests/ui/support/panel_fixture.h"
#include "ui/latent/latent_list.h"
#include "ui/latent/latent_panel.h"
#include "ui/widgets/seed_box.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSlider>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

using namespace flipside;

namespace {

void turnWheel(LatentList& list, QPoint at, int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QWheelEvent event(QPointF(at), QPointF(list.viewport()->mapToGlobal(at)), {}, {0, 120 * notches},
                      Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(list.viewport(), &event);
}

/// The picture's distance from another, over all pixels.
double distance(const Image& a, const Image& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += std::pow(double(a.pixels[i]) - double(b.pixels[i]), 2.0);
    return std::sqrt(sum);
}

} // namespace

class LatentPanelTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::PanelFixture> fixture;
    std::unique_ptr<LatentPanel> panel;
    LatentList* list = nullptr;

    Document& document() { return fixture->document; }
    float z(int i) { return document().recipe().z[std::size_t(i)]; }
    QPoint onBar(int dimension, double value)
    {
        const QRect bar = list->barRect(dimension);
        return {int(std::lround(LatentRowPainter::positionOf(bar, value))), bar.center().y()};
    }
    template <typename Widget>
    Widget* child(const char* name)
    {
        return panel->findChild<Widget*>(QLatin1String(name));
    }
    void open(int latent, const std::vector<int>& hidden)
    {
        open(std::make_unique<test::PanelFixture>(latent, hidden));
    }
    void open(std::unique_ptr<test::PanelFixture> opened)
    {
        panel.reset();
        fixture = std::move(opened);
        panel = std::make_unique<LatentPanel>(document());
        list = child<LatentList>("latentList");
        panel->resize(280, 400);
        panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel.get()));
        QVERIFY(fixture->isReady());
    }

private slots:
    void init() { open(30, {12, 16}); }
    void cleanup()
    {
        panel.reset();
        fixture.reset();
    }

    void dragIsOneStepAndEndsAtThePointer()
    {
        const float before = z(4);
        QTest::mousePress(list->viewport(), Qt::LeftButton, {}, onBar(4, -2.0));
        for (const double value : {-1.0, 0.5, 1.5, 3.0})
            QTest::mouseMove(list->viewport(), onBar(4, value));
        QTest::mouseRelease(list->viewport(), Qt::LeftButton, {}, onBar(4, 3.0));
        QVERIFY(std::abs(z(4) - 3.0f) < 0.05f);
        QCOMPARE(fixture->steps(), 1);
        document().undoStack().undo();
        QCOMPARE(z(4), before);
    }

    void directionsAreTheRowsOfAModelThatHasThem()
    {
        open(std::make_unique<test::PanelFixture>(test::PanelFixture::Directions{5}));
        QCOMPARE(panel->locked().size(), 5u);
        const std::vector<float> before = document().recipe().z;
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, onBar(2, 2.0));
        // Half of what the slider says: the direction's spread.
        for (std::size_t i = 0; i < before.size(); ++i)
            QVERIFY(std::abs(z(int(i)) - (i == 2 ? 1.0f : before[i])) < 0.05f);
        QVERIFY(fixture->isShown());
        QCOMPARE(fixture->steps(), 1);
        document().undo();
        QCOMPARE(document().recipe().z, before);
    }

    void lockedDirectionStaysWhenAnotherStartIsDrawn()
    {
        open(std::make_unique<test::PanelFixture>(test::PanelFixture::Directions{5}));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, onBar(1, -3.0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->lockRect(1).center());
        const std::vector<float> before = document().recipe().z;
        panel->randomise();
        QVERIFY(std::abs(z(1) - before[1]) < 1e-3f);
        Random random(std::uint64_t(child<SeedBox>("latentSeed")->value()));
        const std::vector<float> drawn = drawLatent(document().model()->card, random);
        for (std::size_t i = 0; i < drawn.size(); ++i)
            QVERIFY(i == 1 || std::abs(z(int(i)) - drawn[i]) < 1e-3f);
    }

    void spreadScalesDirectionsAndLeavesTheRest()
    {
        open(std::make_unique<test::PanelFixture>(test::PanelFixture::Directions{5}));
        const std::vector<float> before = document().recipe().z;
        child<QSlider>("truncation")->setValue(0);
        for (std::size_t i = 0; i < before.size(); ++i)
            QVERIFY(std::abs(z(int(i)) - (i < 5 ? 0.0f : before[i])) < 1e-3f);
        child<QSlider>("truncation")->setValue(100);
        for (std::size_t i = 0; i < before.size(); ++i)
            QVERIFY(std::abs(z(int(i)) - before[i]) < 1e-3f);
    }

    void dragStopsAtTheReach()
    {
        QTest::mousePress(list->viewport(), Qt::LeftButton, {}, onBar(2, 0.0));
        QTest::mouseMove(list->viewport(), onBar(2, 4.0) + QPoint(300, 0));
        QTest::mouseRelease(list->viewport(), Qt::LeftButton, {}, onBar(2, 4.0) + QPoint(300, 0));
        QCOMPARE(z(2), 4.0f);
    }

    void doubleClickOnTheBarZeroesInOneStep()
    {
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, onBar(3, 1.0));
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, onBar(3, 1.0));
        QCOMPARE(z(3), 0.0f);
        QCOMPARE(fixture->steps(), 1);
    }

    void doubleClickOnTheNumberTypesOne()
    {
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, list->valueRect(5).center());
        auto* editor = list->findChild<QLineEdit*>(QStringLiteral("latentEditor"));
        QVERIFY(editor->isVisible());
        editor->setText(QStringLiteral("5.25"));
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(!editor->isVisible());
        QCOMPARE(z(5), 5.25f);
    }

    void wrongNumbersChangeNothing()
    {
        const std::vector<float> before = document().recipe().z;
        for (const char* text : {"", "abc", "nan", "inf"}) {
            QTest::keyClick(list, Qt::Key_Return);
            auto* editor = list->findChild<QLineEdit*>(QStringLiteral("latentEditor"));
            editor->setText(QLatin1String(text));
            QTest::keyClick(editor, Qt::Key_Return);
        }
        QCOMPARE(document().recipe().z, before);
    }

    void keysAloneReachEveryDimension()
    {
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(z(2), 0.0f);
        QTest::keyClick(list, Qt::Key_Right);
        QCOMPARE(z(2), 0.1f);
        QTest::keyClick(list, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(z(2), 0.11f);
        QTest::keyClick(list, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(z(2), 0.61f);
        QTest::keyClick(list, Qt::Key_PageUp);
        QCOMPARE(z(2), 1.61f);
        QTest::keyClick(list, Qt::Key_PageDown);
        QTest::keyClick(list, Qt::Key_Left);
        QCOMPARE(z(2), 0.51f);
        QTest::keyClick(list, Qt::Key_End);
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(z(29), 0.0f);
        QVERIFY(list->viewport()->rect().contains(list->barRect(29)));
    }

    void keysThatFollowEachOtherAreOneStep()
    {
        list->setFocus();
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(list, Qt::Key_Right);
        QCOMPARE(fixture->steps(), 1);
    }

    void wheelScrollsAndWithControlChanges()
    {
        const std::vector<float> before = document().recipe().z;
        turnWheel(*list, onBar(3, 0.0), -1);
        QVERIFY(list->verticalScrollBar()->value() > 0);
        QCOMPARE(document().recipe().z, before);
        list->verticalScrollBar()->setValue(0);
        turnWheel(*list, onBar(3, 0.0), 2, Qt::ControlModifier);
        QVERIFY(std::abs(z(3) - before[3] - 0.2f) < 1e-3f);
        QCOMPARE(list->verticalScrollBar()->value(), 0);
    }

    void lockedDimensionsSurviveRandomiseResetAndTruncation()
    {
        const float locked = z(1);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->lockRect(1).center());
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_L);
        const float lockedByKey = z(2);
        panel->randomise();
        panel->randomise();
        QCOMPARE(z(1), locked);
        QCOMPARE(z(2), lockedByKey);
        child<QSlider>("truncation")->setValue(40);
        QCOMPARE(z(1), locked);
        QTest::mouseClick(child<QPushButton>("latentReset"), Qt::LeftButton);
        QCOMPARE(z(1), locked);
        for (const int free : {0, 3, 4, 29})
            QCOMPARE(z(free), 0.0f);
    }

    void theSameSeedGivesTheSameLatent()
    {
        child<SeedBox>("latentSeed")->setValue(77);
        Random random(77);
        QCOMPARE(document().recipe().z, drawLatent(document().model()->card, random));
    }

    void randomiseTakesTheNextSeedAndUndoBringsTheOldLatentBack()
    {
        const std::vector<float> first = document().recipe().z;
        panel->randomise();
        QCOMPARE(child<SeedBox>("latentSeed")->value(), quint64(Document::startSeed + 1));
        Random random(Document::startSeed + 1);
        QCOMPARE(document().recipe().z, drawLatent(document().model()->card, random));
        document().undoStack().undo();
        QCOMPARE(document().recipe().z, first);
    }

    void theSeedIsDimmedWhileTheLatentIsNotItsDraw()
    {
        auto* seed = child<SeedBox>("latentSeed");
        QVERIFY(!seed->isDimmed());
        panel->randomise();
        QVERIFY(!seed->isDimmed());
        child<QSlider>("truncation")->setValue(60);
        QVERIFY(!seed->isDimmed());
        document().setLatent(3, 1.25f, {});
        QVERIFY(seed->isDimmed());
    }

    void randomisingNeverDrawsWhatWasSeenAlready()
    {
        const std::vector<float> opening = document().recipe().z;
        panel->randomise();
        const std::vector<float> second = document().recipe().z;
        QTest::mouseClick(child<QPushButton>("latentReset"), Qt::LeftButton);
        panel->randomise();
        QVERIFY(document().recipe().z != opening && document().recipe().z != second);
    }

    void aModelOpenedAgainIsHeldAsItWasLeft()
    {
        const auto isOpen = [this](const char* id) {
            return QTest::qWaitFor([&] { return document().recipe().model == id; }, 20000);
        };
        document().openModel("mnist");
        QVERIFY(isOpen("mnist"));
        panel->randomise();
        child<QSlider>("truncation")->setValue(60);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->lockRect(1).center());
        const quint64 seed = child<SeedBox>("latentSeed")->value();
        const std::vector<bool> locked = panel->locked();
        document().openModel("fashion-mnist");
        QVERIFY(isOpen("fashion-mnist"));
        QCOMPARE(child<QSlider>("truncation")->value(), 100);
        QVERIFY(std::ranges::none_of(panel->locked(), std::identity()));
        QVERIFY(document().latentHold().locked.empty());
        document().openModel("mnist");
        QVERIFY(isOpen("mnist"));
        QCOMPARE(child<QSlider>("truncation")->value(), 60);
        QCOMPARE(child<SeedBox>("latentSeed")->value(), seed);
        QCOMPARE(panel->locked(), locked);
        QCOMPARE(document().latentHold().locked, std::vector<int>{1});
        child<QSlider>("truncation")->setValue(100);
        QVERIFY(!child<SeedBox>("latentSeed")->isDimmed());
    }

    void locksHoldInTheNextModelToo()
    {
        document().openModel("mnist");
        QVERIFY(fixture->isReady());
        QTRY_COMPARE(document().recipe().model, std::string("mnist"));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->lockRect(1).center());
        document().openModel("fashion-mnist"); // its latent has as many numbers
        QTRY_COMPARE(document().recipe().model, std::string("fashion-mnist"));
        const float unlocked = z(1);
        panel->randomise();
        QVERIFY2(z(1) != unlocked, "the lock was the other model's");
        const float locked = z(1);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->lockRect(1).center());
        panel->randomise();
        QCOMPARE(z(1), locked);
        QCOMPARE(panel->locked(), list->locked());
        QCOMPARE(panel->locked().size(), document().recipe().z.size());
    }

    void undoShowsTheSeedThatDrewTheLatent()
    {
        auto* seed = child<SeedBox>("latentSeed");
        panel->randomise();
        seed->setValue(400);
        child<QSlider>("truncation")->setValue(60);
        QCOMPARE(seed->value(), quint64(400));
        const quint64 before[] = {400, Document::startSeed + 1, Document::startSeed};
        for (const quint64 drawn : before) {
            document().undoStack().undo();
            QCOMPARE(seed->value(), drawn);
            QVERIFY(!seed->isDimmed());
        }
        document().undoStack().redo();
        QCOMPARE(seed->value(), quint64(Document::startSeed + 1));
        document().undoStack().undo();
        panel->randomise();
        QCOMPARE(seed->value(), quint64(Document::startSeed + 2));
    }

    void theSameSeedAgainDrawsAgain()
    {
        const std::vector<float> drawn = document().recipe().z;
        auto* seed = child<SeedBox>("latentSeed");
        for (const bool typed : {true, false}) {
            document().setLatent(3, 1.25f, {});
            seed->setFocus();
            seed->selectAll();
            if (typed)
                QTest::keyClicks(seed, QString::number(Document::startSeed));
            QTest::keyClick(seed, Qt::Key_Return);
            QCOMPARE(document().recipe().z, drawn);
        }
        document().setLatent(3, 1.25f, {});
        list->setFocus();
        QCOMPARE(z(3), 1.25f);
    }

    void aSeedStopsAtBothEnds()
    {
        SeedBox seed;
        seed.stepDown();
        QCOMPARE(seed.value(), quint64(0));
        seed.stepBy(-10);
        QCOMPARE(seed.value(), quint64(0));
        const quint64 largest = std::numeric_limits<quint64>::max();
        seed.setValue(largest - 3);
        seed.stepBy(10);
        QCOMPARE(seed.value(), largest);
        seed.stepBy(-1);
        QCOMPARE(seed.value(), largest - 1);
    }

    void aNewOrderIsShownFromItsTop()
    {
        list->setFocus();
        QTest::keyClick(list, Qt::Key_End);
        QVERIFY(list->verticalScrollBar()->value() > 0);
        child<QComboBox>("latentOrder")->setCurrentIndex(1);
        QTRY_COMPARE(list->verticalScrollBar()->value(), 0);
        QTest::keyClick(list, Qt::Key_Up);
        QCOMPARE(list->verticalScrollBar()->value(), 0);
    }

    void truncationScalesTheDrawAndGivesItBack()
    {
        const std::vector<float> drawn = document().recipe().z;
        auto* slider = child<QSlider>("truncation");
        for (const int value : {80, 30, 0, 50})
            slider->setValue(value);
        for (std::size_t i = 0; i < drawn.size(); ++i)
            QVERIFY(std::abs(document().recipe().z[i] - 0.5f * drawn[i]) < 1e-6f);
        QCOMPARE(fixture->steps(), 1);
        document().undoStack().undo();
        QCOMPARE(document().recipe().z, drawn);
        QCOMPARE(slider->value(), 100);
    }

    void truncationKeepsWhatWasMovedByHand()
    {
        auto* slider = child<QSlider>("truncation");
        slider->setValue(50);
        document().setLatent(7, 1.0f, {});
        slider->setValue(100);
        QVERIFY(std::abs(z(7) - 2.0f) < 1e-5f);
    }

    void orderByEffectPutsTheStrongestFirst()
    {
        Decoder decoder{ModelFolder(fixture->path)};
        const Image here = decoder.render(document().recipe()).image;
        std::vector<double> effects;
        for (std::size_t i = 0; i < 30; ++i) {
            Recipe moved = document().recipe();
            moved.z[i] += 1.0f;
            effects.push_back(distance(decoder.render(moved).image, here));
        }
        const int strongest = int(std::max_element(effects.begin(), effects.end()) - effects.begin());
        const int weakest = int(std::min_element(effects.begin(), effects.end()) - effects.begin());
        child<QComboBox>("latentOrder")->setCurrentIndex(1);
        QTRY_COMPARE(list->barRect(strongest).top(), 0);
        QVERIFY(list->barRect(weakest).top() >
                list->barRect(strongest).top() + 28 * list->barRect(weakest).height());
        child<QComboBox>("latentOrder")->setCurrentIndex(0);
        QCOMPARE(list->barRect(0).top(), 0);
    }

    void theBarShowsTheValue()
    {
        document().setLatent(0, 3.0f, {});
        const QColor accent = flipside::palette().accent;
        QImage picture = list->viewport()->grab().toImage();
        QCOMPARE(picture.pixelColor(onBar(0, 2.0)), accent);
        document().setLatent(0, -3.0f, {});
        picture = list->viewport()->grab().toImage();
        QCOMPARE(picture.pixelColor(onBar(0, -2.0)), accent);
        QVERIFY(picture.pixelColor(onBar(0, 2.0)) != accent);
    }

    void tenThousandDimensionsAreThereToTheLast()
    {
        open(10000, {8});
        QCOMPARE(list->verticalScrollBar()->value(), 0);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_End);
        QVERIFY(list->viewport()->rect().contains(list->barRect(9999)));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, onBar(9999, 2.0));
        QVERIFY(std::abs(z(9999) - 2.0f) < 0.05f);
    }
};

QTEST_MAIN(LatentPanelTest)
#include "latent_panel_test.moc"
