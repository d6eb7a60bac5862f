// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/channel_map.h"

#include "tests/ui/support/panel_fixture.h"
#include "ui/inspector/neuron_inspector.h"
#include "ui/neurons/neuron_heatmap.h"
#include "ui/neurons/neuron_panel.h"

#include <QScrollBar>

using namespace flipside;

namespace {

/// What an edit flips, without the values.
std::vector<Cell> places(const Edit& edit)
{
    std::vector<Cell> cells = edit.region->cells;
    for (Cell& cell : cells)
        cell.value.reset();
    return cells;
}

} // namespace

/// Channels' maps, in the inspector and as a wall: a small model whose layers 1 and 2 have six channels with
/// maps of 4×4.
class ChannelMapTest : public QObject {
    Q_OBJECT

private slots:
    void init() { _fixture = std::make_unique<test::PanelFixture>(test::PanelFixture::Channels{}); }
    void cleanup() { _fixture.reset(); }

    void mapsColoursFollowItsPlaces()
    {
        applyTheme(*qApp, ThemeChoice::Dark);
        const std::vector<float> map{0.0f, 0.2f, -1.0f, 2.0f};
        const QImage image = MapColours().image(map, 2, 2, {0.0f, 0.1f, 1.0f});
        QCOMPARE(image.pixel(0, 0), palette().off.rgb());
        QCOMPARE(image.pixel(0, 1), palette().off.rgb());
        QCOMPARE(image.pixel(1, 0), onColour(25.0 / 255.0).rgb()); // 0.2 of the map's maximum 2
        QCOMPARE(image.pixel(1, 1), onColour(1.0).rgb());
        QVERIFY(MapColours().image(map, 3, 3, {}).isNull());
    }

    void clickOnAPlaceFlipsItAloneAndAgainReleasesIt()
    {
        const auto inspector = _fixture->show<NeuronInspector>({320, 700});
        document().setSelected(NeuronRef{2, 1});
        auto* map = inspector->findChild<ChannelMap*>();
        QTRY_VERIFY(map->isVisible() && !map->cellRect({0, 0}).isEmpty());
        QTest::mouseClick(map, Qt::LeftButton, {}, map->cellRect({1, 2}).center().toPoint());
        QCOMPARE(document().recipe().edits.size(), 1u);
        const Edit edit = document().recipe().edits.front();
        QCOMPARE(edit.unit, 1);
        QCOMPARE(places(edit), (std::vector<Cell>{{1, 2}}));
        // Each place has an on value of its own: twice the most that it was over the training data.
        const LayerProfile& layer = document().model()->profile->layers[2];
        QCOMPARE(*edit.region->cells.front().value, *layer.cellOnValue(1, {1, 2}, 2.0, Statistic::Max));
        QVERIFY(_fixture->isShown());
        QTest::mouseClick(map, Qt::LeftButton, {}, map->cellRect({3, 0}).center().toPoint());
        QCOMPARE(places(document().recipe().edits.front()), (std::vector<Cell>{{1, 2}, {3, 0}}));
        for (const Cell& cell : {Cell{1, 2}, Cell{3, 0}})
            QTest::mouseClick(map, Qt::LeftButton, {}, map->cellRect(cell).center().toPoint());
        QVERIFY(document().recipe().edits.empty());
        QCOMPARE(_fixture->steps(), 4);
    }

    void neuronOfADenseLayerHasNoMap()
    {
        const auto inspector = _fixture->show<NeuronInspector>({320, 700});
        document().setSelected(NeuronRef{0, 1});
        auto* map = inspector->findChild<ChannelMap*>();
        QTRY_VERIFY(inspector->shown());
        QVERIFY(map->isHidden());
    }

    void enlargedLayerIsAWallOfMapsThatFollowsTheFlips()
    {
        const auto panel = _fixture->show<NeuronPanel>({700, 320});
        NeuronHeatmap& wall = *panel->heatmaps()[2];
        QVERIFY(!wall.showsMaps());
        panel->enlarge(2);
        QTRY_VERIFY(wall.showsMaps());
        const QImage before = wall.grab(wall.cellRect(4)).toImage();
        // A flip in the layer before changes the maps of this one.
        document().hold(1, {0}, 5.0f);
        QTRY_VERIFY(wall.grab(wall.cellRect(4)).toImage() != before);
        panel->showAllLayers();
        QVERIFY(!wall.showsMaps());
    }

    void zoomedWallScrollsToTheChannelInFocus()
    {
        const auto panel = _fixture->show<NeuronPanel>({500, 260});
        panel->enlarge(2);
        NeuronHeatmap& wall = *panel->heatmaps()[2];
        QTRY_VERIFY(wall.showsMaps());
        const int small = wall.cellRect(0).width();
        document().setSelected(NeuronRef{2, 0});
        QTest::keyClick(&wall, Qt::Key_Z);
        QTest::keyClick(&wall, Qt::Key_Z);
        QCOMPARE(wall.zoom(), 4);
        QVERIFY(wall.cellRect(0).width() > 3 * small);
        auto* bar = wall.findChild<QScrollBar*>();
        QVERIFY(bar->isVisible());
        QTest::keyClick(&wall, Qt::Key_End);
        QVERIFY(wall.rect().intersects(wall.cellRect(5)));
        QCOMPARE(wall.unitAt((wall.cellRect(5) & wall.rect()).center()), 5);
        QVERIFY(bar->value() > 0);
        QTest::keyClick(&wall, Qt::Key_Z);
        QCOMPARE(wall.zoom(), 1);
        QVERIFY(!bar->isVisible());
    }

private:
    Document& document() { return _fixture->document; }

    std::unique_ptr<test::PanelFixture> _fixture;
};

QTEST_MAIN(ChannelMapTest)
#include "channel_map_test.moc"
