// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clusters/cluster_panel.h"

#include "core/profile/spectral_clustering.h"
#include "tests/ui/support/panel_fixture.h"
#include "ui/clusters/cluster_cells.h"
#include "ui/clusters/cluster_map.h"
#include "ui/document/display_names.h"

#include <QComboBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <qcustomplot.h>

#include <cmath>

using namespace flipside;

namespace {

constexpr int patience = 20000;

} // namespace

class ClusterPanelTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        _fixture = std::make_unique<test::PanelFixture>();
        _panel = _fixture->show<ClusterPanel>({900, 420});
        QTRY_VERIFY_WITH_TIMEOUT(!_panel->clusters().empty(), patience);
    }
    void cleanup()
    {
        _panel.reset();
        _fixture.reset();
    }

    void clustersAreThoseOfTheScheme()
    {
        QCOMPARE(_panel->clusters(), spectralClusters(_fixture->profile(2), 11));
        _panel->findChild<QSpinBox*>("clusterCount")->setValue(3);
        QTRY_COMPARE_WITH_TIMEOUT(_panel->clusters(), spectralClusters(_fixture->profile(2), 3), patience);
        _panel->findChild<QComboBox*>("clusterLayer")->setCurrentIndex(1);
        QTRY_COMPARE_WITH_TIMEOUT(_panel->clusters(), spectralClusters(_fixture->profile(1), 3), patience);
    }

    void everyNeuronOfAClusterHasACellAndOthersHaveNone()
    {
        for (int unit = 0; unit < int(_panel->clusters().size()); ++unit) {
            const QRect cell = cells().cellOf(unit);
            QCOMPARE(cell.isNull(), _panel->clusters()[std::size_t(unit)] < 0);
            if (!cell.isNull())
                QCOMPARE(cells().unitAt(cell.center()), unit);
        }
        QVERIFY(cells().cellOf(test::PanelFixture::deadUnit).isNull());
    }

    void everyClassStandsOverItsColumnAsItsMostTypicalPicture()
    {
        QVERIFY(map().pictureOf(0).isEmpty());
        QImage red(4, 4, QImage::Format_RGB32);
        red.fill(Qt::red);
        map().setPictures({red, {}, red});
        QTRY_VERIFY(!map().pictureOf(0).isEmpty());
        QVERIFY(map().pictureOf(1).isEmpty());
        for (const int number : {0, 2})
            QTRY_COMPARE(map().grab().toImage().pixelColor(map().pictureOf(number).center()),
                         QColor(Qt::red));
        const double column =
            map().map().keyAxis()->coordToPixel(2.0) - map().map().keyAxis()->coordToPixel(0.0);
        const int apart = map().pictureOf(2).center().x() - map().pictureOf(0).center().x();
        QVERIFY(std::abs(apart - column) <= 1.0);
        _panel->resize(900, 200); // the map needs the room itself
        QTRY_VERIFY(map().pictureOf(0).isEmpty());
        // Back from a layer of which there is nothing to show, whatever happened meanwhile.
        map().setNothing("nothing");
        _panel->resize(900, 420);
        QCoreApplication::processEvents();
        map().setActivation({{0.1f, 0.2f, 0.3f}}, {"a", "b", "c"});
        QTRY_VERIFY(!map().pictureOf(0).isEmpty());
    }

    void kindsThatAProfileFoundAreNotTakenForClustersOfNeurons()
    {
        QCOMPARE(className("cluster 1"), QString("Kind A"));
        QCOMPARE(className("cluster 10"), QString("Kind J"));
        for (const char* own : {"shoes", "cluster", "cluster 0", "cluster 27", "cluster 1a"})
            QCOMPARE(className(own), QString(own));
        QVERIFY(areKinds({"cluster 1", "cluster 2"}));
        QVERIFY(!areKinds({"cluster 1", "shoes"}));
        QVERIFY(!areKinds({}));
    }

    void everyClusterIsReachedInALowPanel()
    {
        _panel->resize(500, 150);
        auto* scroll = _panel->findChild<QScrollArea*>();
        QTRY_VERIFY(scroll->verticalScrollBar()->maximum() > 0);
        for (int unit = 0; unit < int(_panel->clusters().size()); ++unit)
            if (_panel->clusters()[std::size_t(unit)] >= 0)
                QVERIFY(cells().rect().contains(cells().cellOf(unit)));
        scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
        QVERIFY(scroll->viewport()->height() >= cells().mapTo(scroll, cells().rect().bottomLeft()).y());
        _panel->resize(900, 420);
        QTRY_COMPARE(scroll->verticalScrollBar()->maximum(), 0);
    }

    // The model changes after the clusters of the one before were found and before the panel heard of it.
    void clustersThatComeAfterAModelWithoutProfileAreDropped()
    {
        _panel.reset();
        _fixture = std::make_unique<test::PanelFixture>(6, std::vector{12, 30, 700});
        _panel = _fixture->show<ClusterPanel>({900, 420});
        QTRY_VERIFY_WITH_TIMEOUT(!_panel->clusters().empty(), patience);
        const std::filesystem::path plain = _fixture->path.parent_path() / "plain";
        test::writeRandomMlpModel(plain, 6, {12, 30, 40}, 6, 6);
        _panel->findChild<QSpinBox*>("clusterCount")
            ->setValue(5); // takes longer than opening the small model
        _fixture->document.openModel(QString::fromStdString(plain.string()));
        QThread::msleep(4000);
        QTRY_VERIFY_WITH_TIMEOUT(_fixture->document.model()->folder.endsWith("plain"), patience);
        QTest::qWait(50);
        QVERIFY(_panel->clusters().empty());
    }

    void aLayerTooWideForCorrelationsHasNoClusters()
    {
        _panel.reset();
        _fixture = std::make_unique<test::PanelFixture>(6, std::vector{12, 30, mostCorrelatedUnits + 1});
        _panel = _fixture->show<ClusterPanel>({900, 420});
        QTest::qWait(500);
        QVERIFY(_panel->clusters().empty());
        _panel->findChild<QComboBox*>("clusterLayer")->setCurrentIndex(1);
        QTRY_COMPARE_WITH_TIMEOUT(_panel->clusters(), spectralClusters(_fixture->profile(1), 11), patience);
    }

    void aNeuronWithoutAClusterLeavesNoMark()
    {
        const QImage before = cells().grab().toImage();
        _fixture->document.setSelected(NeuronRef{2, test::PanelFixture::deadUnit});
        _fixture->document.hold(2, {test::PanelFixture::deadUnit}, 0.0f);
        QVERIFY(_fixture->isShown());
        QCOMPARE(cells().grab().toImage(), before);
    }

    void theMapsRowNumbersDoNotRunIntoEachOther()
    {
        auto* map = _panel->findChild<ClusterMap*>();
        const auto numbers = [&] {
            const auto* plot = map->findChild<QCustomPlot*>();
            return plot->yAxis->ticker().dynamicCast<QCPAxisTickerText>()->ticks().size();
        };
        const int clusters = map->map().data()->valueSize();
        QTRY_COMPARE(numbers(), clusters);
        _panel->resize(500, 150);
        QTRY_VERIFY(numbers() < clusters);
        QVERIFY(numbers() > 1);
        _panel->resize(900, 420);
        QTRY_COMPARE(numbers(), clusters);
    }

    void theMapIsTheMeanOverTheNeuronsOfEachCluster()
    {
        const LayerProfile& profile = _fixture->profile(2);
        QCPColorMapData* data = _panel->findChild<ClusterMap*>()->map().data();
        QCOMPARE(data->keySize(), 3);
        for (int cluster = 0; cluster < data->valueSize(); ++cluster)
            for (int c = 0; c < 3; ++c) {
                double sum = 0.0;
                int members = 0;
                for (int unit = 0; unit < profile.units(); ++unit)
                    if (_panel->clusters()[std::size_t(unit)] == cluster) {
                        sum += double(profile.classActivation[std::size_t(c)][std::size_t(unit)]);
                        ++members;
                    }
                QVERIFY(std::abs(data->cell(c, cluster) - 100.0 * sum / members) < 1e-3);
            }
    }

    void aClickFlipsTheNeuronAndPointingInspectsIt()
    {
        const QPoint cell = cells().cellOf(7).center();
        QTest::mouseMove(&cells(), cell);
        QVERIFY(_fixture->document.hovered() == NeuronRef({2, 7}));
        QTest::mouseClick(&cells(), Qt::LeftButton, {}, cell);
        QCOMPARE(_fixture->document.recipe().edits.size(), 1u);
        QCOMPARE(_fixture->document.recipe().edits[0].unit, 7);
        QCOMPARE(_fixture->steps(), 1);
    }

    void aNeuronThatComesOnGetsBrighter()
    {
        const QPoint cell = cells().cellOf(7).center();
        const int cluster = _panel->clusters()[7];
        const auto shown = [&] {
            return cells().grab().toImage().pixelColor(cell * cells().devicePixelRatioF());
        };
        const int count = 1 + *std::max_element(_panel->clusters().begin(), _panel->clusters().end());
        _fixture->document.flip(2, {7}, Flip::Off);
        QVERIFY(_fixture->isShown());
        QCOMPARE(shown(), QColor(clusterColour(cluster, count, false).rgb()));
        _fixture->document.hold(2, {7}, 3.0f);
        QVERIFY(_fixture->isShown());
        QCOMPARE(shown(), QColor(clusterColour(cluster, count, true).rgb()));
    }

private:
    ClusterMap& map() const { return *_panel->findChild<ClusterMap*>(); }
    ClusterCells& cells() const { return *_panel->findChild<ClusterCells*>(); }

    std::unique_ptr<test::PanelFixture> _fixture;
    std::unique_ptr<ClusterPanel> _panel;
};

QTEST_MAIN(ClusterPanelTest)
#include "cluster_panel_test.moc"
