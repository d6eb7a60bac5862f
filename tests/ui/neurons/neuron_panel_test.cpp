// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/panel_fixture.h"
#include "ui/neurons/neuron_arrangement.h"
#include "ui/neurons/neuron_heatmap.h"
#include "ui/neurons/neuron_legend.h"
#include "ui/neurons/neuron_menu.h"
#include "ui/neurons/neuron_panel.h"
#include "ui/style/text_size.h"
#include "ui/widgets/decimal_box.h"

#include <QComboBox>
#include <QDialog>
#include <QHelpEvent>
#include <QMenu>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <set>

using namespace flipside;

namespace {

QImage drawn(const NeuronCell& cell, int side = 12)
{
    QImage image(side, side, QImage::Format_RGB32);
    CellBrush().draw(image, image.rect(), 1, cell);
    return image;
}

/// How the cell would look without any hue.
QImage grey(const NeuronCell& cell)
{
    return drawn(cell).convertToFormat(QImage::Format_Grayscale8);
}

} // namespace

class NeuronPanelTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::PanelFixture> fixture;
    std::unique_ptr<NeuronPanel> panel;

    Document& document() { return fixture->document; }
    NeuronHeatmap& map(int layer) { return *panel->heatmaps()[std::size_t(layer)]; }
    QPoint centre(int layer, int unit) { return map(layer).cellRect(unit).center(); }
    QColor pixel(int layer, int unit, QPoint offset = {})
    {
        return map(layer).grab().toImage().pixelColor(map(layer).cellRect(unit).topLeft() + offset);
    }
    const Edit* edit(int layer, int unit)
    {
        return document().recipe().findEdit(fixture->layerId(layer), unit);
    }
    float activation(int layer, int unit)
    {
        return document().rendering()->activations[std::size_t(layer)][std::size_t(unit)];
    }
    /// The first unit of a layer that is on, or that is off and not dead.
    int someUnit(int layer, bool on, int after = -1)
    {
        const int units = document().model()->card.layers[std::size_t(layer)].units;
        for (int unit = after + 1; unit < units; ++unit)
            if (!fixture->profile(layer).dead(unit) && (activation(layer, unit) > 1e-7f) == on)
                return unit;
        return -1;
    }
    void click(int layer, int unit, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(&map(layer), Qt::LeftButton, modifiers, centre(layer, unit));
    }
    QAction* menuAction(int layer, int unit, const QString& begin)
    {
        QContextMenuEvent event(QContextMenuEvent::Mouse, centre(layer, unit),
                                map(layer).mapToGlobal(centre(layer, unit)));
        QApplication::sendEvent(&map(layer), &event);
        const auto menus = map(layer).findChildren<QMenu*>();
        if (menus.isEmpty())
            return nullptr;
        for (QAction* action : menus.last()->actions())
            if (action->text().remove(u'&').startsWith(begin))
                return action;
        return nullptr;
    }

private slots:
    void init()
    {
        fixture = std::make_unique<test::PanelFixture>();
        panel = fixture->show<NeuronPanel>({720, 230});
    }
    void cleanup()
    {
        panel.reset();
        fixture.reset();
        applyTextSize(*qApp, smallestText);
    }

    void lowActiveNeuronsSayHowOftenTheyAreOnAtMost()
    {
        const NeuronLookup lookup(document().model());
        for (int layer = 0; layer < 3; ++layer) {
            float most = 0.0f;
            int some = -1;
            for (int unit = 0; unit < lookup.units(layer); ++unit)
                if (lookup.isLowActive(layer, unit)) {
                    some = unit;
                    most = std::max(most, fixture->profile(layer).percentActivation[std::size_t(unit)]);
                }
            QVERIFY(some >= 0);
            QHelpEvent help(QEvent::ToolTip, centre(layer, some),
                            map(layer).mapToGlobal(centre(layer, some)));
            QApplication::sendEvent(&map(layer), &help);
            const QString said = QToolTip::text();
            QVERIFY2(said.contains("among those that are least often on in this layer"), qPrintable(said));
            const QRegularExpressionMatch number = QRegularExpression("at most ([0-9.]+)").match(said);
            QVERIFY2(number.hasMatch(), qPrintable(said));
            QVERIFY2(number.captured(1).toDouble() >= 100.0 * double(most) - 0.06, qPrintable(said));
        }
    }

    void everyNeuronOfEveryLayerIsInSightAtOnce()
    {
        const auto& layers = document().model()->card.layers;
        QCOMPARE(panel->heatmaps().size(), layers.size());
        QRegion covered;
        for (std::size_t k = 0; k < layers.size(); ++k) {
            NeuronHeatmap& heatmap = map(int(k));
            QVERIFY(heatmap.isVisible());
            QVERIFY(!covered.intersects(heatmap.geometry()));
            covered += heatmap.geometry();
            for (int unit = 0; unit < layers[k].units; ++unit) {
                QVERIFY(heatmap.rect().contains(heatmap.cellRect(unit)));
                QCOMPARE(heatmap.unitAt(heatmap.cellRect(unit).center()), unit);
            }
        }
    }

    void clickFlipsAndIsSeenBeforeTheDecoderAnswers()
    {
        const int off = someUnit(1, false);
        const QColor flippedOn = flipside::palette().flippedOn;
        QVERIFY(pixel(1, off, {1, 1}) != flippedOn);
        click(1, off);
        QVERIFY(edit(1, off)->action == EditAction::On);
        QCOMPARE(*edit(1, off)->value, fixture->profile(1).onValue(off, 2.0, Statistic::Max));
        QCOMPARE(pixel(1, off, {1, 1}), flippedOn);
        QCOMPARE(fixture->steps(), 1);
        QVERIFY(fixture->isShown());
        click(1, off);
        QVERIFY(!edit(1, off));
    }

    void clickOnAnOnNeuronTurnsItOff()
    {
        const int on = someUnit(1, true);
        click(1, on);
        QVERIFY(edit(1, on)->action == EditAction::Off);
        QCOMPARE(pixel(1, on, {1, 1}), flipside::palette().flippedOff);
        document().undoStack().undo();
        QVERIFY(document().recipe().edits.empty());
        QVERIFY(pixel(1, on, {1, 1}) != flipside::palette().flippedOff);
    }

    void aStrokeDoesToAllWhatItDidToTheFirstAsOneStep()
    {
        NeuronHeatmap& heatmap = map(2);
        // Two cells far apart in the first row: a fast pointer reports nothing between them.
        const QRect first = heatmap.cellRect(0);
        int lastInRow = 0;
        while (heatmap.cellRect(lastInRow + 1).top() == first.top())
            ++lastInRow;
        QVERIFY(lastInRow >= 4);
        const int begin = someUnit(2, false);
        QVERIFY(begin >= 0 && begin < lastInRow);
        QTest::mousePress(&heatmap, Qt::LeftButton, {}, centre(2, begin));
        QTest::mouseMove(&heatmap, centre(2, lastInRow));
        QTest::mouseRelease(&heatmap, Qt::LeftButton, {}, centre(2, lastInRow));
        QCOMPARE(int(document().recipe().edits.size()), lastInRow - begin + 1);
        for (int unit = begin; unit <= lastInRow; ++unit)
            QVERIFY(edit(2, unit)->action == EditAction::On);
        QCOMPARE(fixture->steps(), 1);
        document().undoStack().undo();
        QVERIFY(document().recipe().edits.empty());
    }

    void twoStrokesAreTwoSteps()
    {
        click(2, 5);
        click(2, 9);
        QCOMPARE(fixture->steps(), 2);
    }

    void rectangleSelectsWithoutFlippingAndKeysActOnAll()
    {
        NeuronHeatmap& heatmap = map(2);
        QTest::mousePress(&heatmap, Qt::LeftButton, Qt::ShiftModifier, centre(2, 0));
        QTest::mouseMove(&heatmap, centre(2, 2));
        QTest::mouseRelease(&heatmap, Qt::LeftButton, Qt::ShiftModifier, centre(2, 2));
        QCOMPARE(std::set<int>(heatmap.selection().begin(), heatmap.selection().end()),
                 (std::set<int>{0, 1, 2}));
        QVERIFY(document().recipe().edits.empty());
        QTest::keyClick(&heatmap, Qt::Key_Plus);
        QCOMPARE(document().recipe().edits.size(), std::size_t(3));
        QTest::keyClick(&heatmap, Qt::Key_Minus);
        for (const int unit : {0, 1, 2})
            QVERIFY(edit(2, unit)->action == EditAction::Off);
        QTest::keyClick(&heatmap, Qt::Key_Delete);
        QVERIFY(document().recipe().edits.empty());
        QCOMPARE(fixture->steps(), 3);
        click(1, 0, Qt::ControlModifier);
        QVERIFY(heatmap.selection().empty());
        QCOMPARE(map(1).selection(), std::vector<int>{0});
    }

    void keysAloneReachAndFlipANeuron()
    {
        map(1).setFocus(Qt::TabFocusReason);
        QCOMPARE(document().selected(), std::optional(NeuronRef{1, 0}));
        QTest::keyClick(&map(1), Qt::Key_Right);
        QTest::keyClick(&map(1), Qt::Key_Right);
        QTest::keyClick(&map(1), Qt::Key_Left);
        QCOMPARE(document().selected(), std::optional(NeuronRef{1, 1}));
        QTest::keyClick(&map(1), Qt::Key_Down);
        const int below = document().selected()->unit;
        QCOMPARE(map(1).cellRect(below).left(), map(1).cellRect(1).left());
        QVERIFY(map(1).cellRect(below).top() > map(1).cellRect(1).top());
        QTest::keyClick(&map(1), Qt::Key_Return);
        QVERIFY(edit(1, below));
        QTest::keyClick(&map(1), Qt::Key_Delete);
        QVERIFY(!edit(1, below));
        QTest::keyClick(&map(1), Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(document().selected()->layer, 2);
        QTest::keyClick(&map(2), Qt::Key_End);
        QCOMPARE(document().selected()->unit, 39);
    }

    void coloursFollowTheActivationsAsZMoves()
    {
        for (const float value : {-2.0f, 0.5f, 2.5f}) {
            document().setLatent(0, value, {});
            QVERIFY(fixture->isShown());
            for (int unit = 0; unit < 12; ++unit) {
                const float now = activation(0, unit);
                const QColor seen = map(0).grab().toImage().pixelColor(centre(0, unit));
                if (now <= 1e-7f) {
                    QVERIFY(seen != onColour(0.5));
                    continue;
                }
                const double strength = double(now) / double(fixture->profile(0).maximum[std::size_t(unit)]);
                const QColor expected = onColour(strength);
                QVERIFY(std::abs(seen.red() - expected.red()) <= 3);
                QVERIFY(std::abs(seen.green() - expected.green()) <= 3);
                QVERIFY(std::abs(seen.blue() - expected.blue()) <= 3);
            }
        }
    }

    void statesCanBeToldApartWithoutHue()
    {
        NeuronCell off;
        NeuronCell on{CellState::On, 200, false, false};
        NeuronCell dead{CellState::Dead, 0, false, false};
        NeuronCell lowActive{CellState::Off, 0, true, false};
        NeuronCell flippedOn{CellState::FlippedOn, 0, false, false};
        NeuronCell flippedOff{CellState::FlippedOff, 0, false, false};
        const std::vector<NeuronCell> all{off, on, dead, lowActive, flippedOn, flippedOff};
        for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
            applyTheme(*qApp, theme);
            for (std::size_t a = 0; a < all.size(); ++a)
                for (std::size_t b = a + 1; b < all.size(); ++b) {
                    const QImage first = grey(all[a]);
                    const QImage second = grey(all[b]);
                    int different = 0;
                    for (int y = 0; y < first.height(); ++y)
                        for (int x = 0; x < first.width(); ++x)
                            different += std::abs(qGray(first.pixel(x, y)) - qGray(second.pixel(x, y))) >= 12;
                    QVERIFY2(different >= 10, qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
                }
        }
    }

    void aDeadNeuronLooksDead()
    {
        NeuronCell dead;
        dead.state = CellState::Dead;
        const int unit = test::PanelFixture::deadUnit;
        const bool isOn = activation(2, unit) > 1e-7f;
        const QColor corner = pixel(2, unit, {0, 0});
        QCOMPARE(corner == flipside::palette().dead, !isOn);
    }

    void aChangeOfThemeRepaintsTheCells()
    {
        const int off = someUnit(1, false);
        for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
            applyTheme(*qApp, theme);
            QCOMPARE(pixel(1, off, {3, 3}), flipside::palette().off);
        }
    }

    void plusAndMinusFlipWhileTheKeyboardIsOnTheNeurons()
    {
        QAction zoom;
        zoom.setShortcuts(
            {QKeySequence(Qt::Key_Plus), QKeySequence(Qt::Key_Minus), QKeySequence(Qt::Key_Asterisk)});
        panel->addAction(&zoom);
        QSignalSpy zoomed(&zoom, &QAction::triggered);
        map(1).setFocus(Qt::TabFocusReason);
        QTest::keyClick(&map(1), Qt::Key_Plus);
        QVERIFY(edit(1, 0) && edit(1, 0)->action == EditAction::On);
        QTest::keyClick(&map(1), Qt::Key_Minus);
        QVERIFY(edit(1, 0)->action == EditAction::Off);
        QCOMPARE(zoomed.count(), 0);
        QTest::keyClick(&map(1), Qt::Key_Asterisk);
        QCOMPARE(zoomed.count(), 1);
    }

    void orderByPercentActivationStartsWithTheMostActive()
    {
        panel->findChild<QComboBox*>(QStringLiteral("neuronOrder"))->setCurrentIndex(1);
        const std::vector<float>& share = fixture->profile(2).percentActivation;
        const int most = int(std::max_element(share.begin(), share.end()) - share.begin());
        QCOMPARE(share[std::size_t(map(2).unitAt(map(2).cellRect(most).center()))],
                 *std::max_element(share.begin(), share.end()));
        QCOMPARE(map(2).cellRect(most).topLeft(), QPoint(0, map(2).header().height()));
    }

    void orderByCorrelationArrivesByItself()
    {
        panel->findChild<QComboBox*>(QStringLiteral("neuronOrder"))->setCurrentIndex(2);
        const std::vector<int> order = fixture->profile(2).correlationOrder();
        QTRY_COMPARE(map(2).cellRect(order[0]).topLeft(), QPoint(0, map(2).header().height()));
        QCOMPARE(map(2).unitAt(map(2).cellRect(order[1]).center()), order[1]);
        QCOMPARE(map(2).cellRect(order[1]).left(), map(2).cellRect(order[0]).right() + 1);
    }

    void anEnlargedLayerTakesThePanelAndGivesItBack()
    {
        const QRect before = map(1).geometry();
        QTest::mouseClick(&map(1), Qt::LeftButton, {}, map(1).header().center());
        QCOMPARE(panel->enlargedLayer(), 1);
        QVERIFY(map(1).width() > 2 * before.width());
        QVERIFY(!map(0).isVisible() && !map(2).isVisible());
        QTest::keyClick(&map(1), Qt::Key_E);
        QCOMPARE(panel->enlargedLayer(), -1);
        QCOMPARE(map(1).geometry(), before);
        QVERIFY(map(0).isVisible() && map(2).isVisible());
        QTest::keyClick(&map(2), Qt::Key_E);
        QTest::mouseClick(panel->findChild<QToolButton*>(QStringLiteral("showAllLayers")), Qt::LeftButton);
        QCOMPARE(panel->enlargedLayer(), -1);
    }

    void hoveringTellsTheDocumentAndLeavingForgets()
    {
        QTest::mouseMove(&map(1), centre(1, 4));
        QCOMPARE(document().hovered(), std::optional(NeuronRef{1, 4}));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&map(1), &leave);
        QVERIFY(!document().hovered());
    }

    void theMenuSetsAnExactValue()
    {
        const int unit = someUnit(1, false);
        QAction* exact = menuAction(1, unit, QStringLiteral("Exact value"));
        QVERIFY(exact);
        exact->trigger();
        auto* dialog = map(1).findChild<QDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        auto* box = dialog->findChild<DecimalBox*>();
        for (const QString& minus : {QString("-"), QString(QChar(0x2212))}) {
            box->clear();
            QKeyEvent key(QEvent::KeyPress, 0, Qt::NoModifier, minus); // no key of QTest's for the real one
            QApplication::sendEvent(box, &key);
            QTest::keyClicks(box, "1.5");
            QCOMPARE(box->value(), -1.5);
        }
        QTest::keyClick(box, Qt::Key_Return);
        QVERIFY(edit(1, unit)->action == EditAction::Value);
        QCOMPARE(*edit(1, unit)->value, -1.5f);
        QVERIFY(fixture->isShown());
        QCOMPARE(activation(1, unit), -1.5f);
    }

    void theMenuSetsOnOffAndReleases()
    {
        const int unit = someUnit(1, true);
        menuAction(1, unit, QStringLiteral("Set to on value"))->trigger();
        QVERIFY(edit(1, unit)->action == EditAction::On);
        menuAction(1, unit, QStringLiteral("Set off"))->trigger();
        QVERIFY(edit(1, unit)->action == EditAction::Off);
        menuAction(1, unit, QStringLiteral("Release"))->trigger();
        QVERIFY(!edit(1, unit));
    }

    void theMenuSelectsTheMostCorrelated()
    {
        const int unit = someUnit(2, true);
        menuAction(2, unit, QStringLiteral("Select its most correlated"))->trigger();
        std::vector<int> expected = fixture->profile(2).mostCorrelated(unit, 9);
        expected.insert(expected.begin(), unit);
        QCOMPARE(map(2).selection(), expected);
    }

    void cellsAreWholePixelsAndFillTheArea()
    {
        for (const int count : {1, 7, 12, 250, 500, 1000, 4096}) {
            for (const QSize area :
                 {QSize(98, 160), QSize(180, 152), QSize(384, 150), QSize(700, 190), QSize(1400, 380)}) {
                const CellGrid grid = CellGrid::fitted(count, area);
                QVERIFY(grid.columns * grid.rows >= count);
                QVERIFY((grid.columns * (grid.rows - 1)) < count);
                QVERIFY(grid.size().width() <= area.width() && grid.size().height() <= area.height());
                QCOMPARE(grid.slotAt(grid.rect(count - 1).center()), count - 1);
                // No cell is much smaller than if the area were shared out without regard to rows and
                // columns.
                const double share = std::min(std::sqrt(double(area.width()) * area.height() / count),
                                              double(std::min(area.width(), area.height())));
                QVERIFY(std::min(grid.cell.width(), grid.cell.height()) + 1 >= 0.7 * share);
            }
        }
    }

    void manyLayersAreArrangedWithoutOverlap()
    {
        const std::vector<int> units{512, 512, 512, 256, 256, 128, 128, 64, 64, 32, 32, 16};
        const QRect area(0, 0, 700, 190);
        const std::vector<QRect> rects = arrangedHeatmaps(area, units, 18, 10);
        QCOMPARE(rects.size(), units.size());
        QRegion covered;
        for (const QRect& rect : rects) {
            QVERIFY(area.contains(rect));
            QVERIFY(!covered.intersects(rect));
            covered += rect;
        }
    }

    void layersBesideEachOtherAreNamedInOneFormAndNoneLosesItsName()
    {
        for (const int text : {100, 200}) {
            applyTextSize(*qApp, text);
            for (const int width : {1400, 720, 500, 380}) {
                panel->resize(width, 230);
                QCoreApplication::processEvents();
                for (int layer = 0; layer < 3; ++layer) {
                    const QString name = map(layer).headerText();
                    QVERIFY2(name.startsWith(QLatin1Char('H')), qPrintable(name));
                    QVERIFY2(name.contains(QString::number(layer + 1)), qPrintable(name));
                    QVERIFY2(map(layer).fontMetrics().horizontalAdvance(name) <= map(layer).width(),
                             qPrintable(name));
                    for (int other = 0; other < 3; ++other) {
                        if (map(other).y() == map(layer).y())
                            QCOMPARE(map(other).headerText().count(QChar(0x00b7)), name.count(QChar(0x00b7)));
                    }
                }
            }
        }
    }

    void everySwatchOfTheLegendHasAnOutline()
    {
        NeuronLegend legend;
        legend.resize(legend.sizeHint());
        const QImage picture = legend.grab().toImage();
        const int side = legend.fontMetrics().height() * 4 / 5;
        const QRgb edge = palette().edge.rgb();
        int outlines = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x + side <= picture.width(); ++x) {
                int length = 0;
                while (x + length < picture.width() && picture.pixel(x + length, y) == edge)
                    ++length;
                outlines += length == side;
                x += length;
            }
        QCOMPARE(outlines, 2 * 6); // the top and the bottom of each
    }

    void aModelWithoutProfileCanBePlayedToo()
    {
        panel.reset();
        fixture = std::make_unique<test::PanelFixture>(4, std::vector<int>{8, 10}, false);
        panel = std::make_unique<NeuronPanel>(document());
        panel->resize(600, 200);
        panel->show();
        QVERIFY(fixture->isReady());
        QSignalSpy failures(&document(), &Document::failed);
        int off = 0;
        while (activation(1, off) > 1e-7f)
            ++off;
        click(1, off);
        QCOMPARE(failures.count(), 1);
        QVERIFY(document().recipe().edits.empty());
        int on = 0;
        while (activation(1, on) <= 1e-7f)
            ++on;
        click(1, on);
        QVERIFY(edit(1, on)->action == EditAction::Off);
    }
};

QTEST_MAIN(NeuronPanelTest)
#include "neuron_panel_test.moc"
