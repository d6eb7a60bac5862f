// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recipe/region.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace flipside;

class RegionTest : public QObject {
    Q_OBJECT

private slots:
    void cellIsItsOwnPlaceAlone()
    {
        const Region region{{}, {{1, 2}}};
        QCOMPARE(region.coverage(2, 3), (std::vector<float>{0, 0, 0, 0, 0, 1}));
        QCOMPARE(region.coverage(1, 3), (std::vector<float>{0, 0, 0})); // outside of a smaller map
    }

    void hardDabCoversItsCircle()
    {
        const Region region{{{0.5f, 0.5f, 0.25f, 0.0f}}, {}};
        const std::vector<float> coverage = region.coverage(64, 64);
        const double area = std::accumulate(coverage.begin(), coverage.end(), 0.0);
        const double circle = M_PI * 16 * 16;
        QVERIFY2(std::abs(area - circle) < 0.01 * circle, qPrintable(QString::number(area)));
        QCOMPARE(coverage[32 * 64 + 32], 1.0f);
        QCOMPARE(coverage[0], 0.0f);
    }

    void softDabFadesFromTheMiddle()
    {
        const std::vector<float> row = Region{{{0.5f, 0.5f, 0.5f, 1.0f}}, {}}.coverage(33, 33);
        for (int x = 17; x < 33; ++x)
            QVERIFY(row[std::size_t(16 * 33 + x)] <= row[std::size_t(16 * 33 + x - 1)]);
        QVERIFY(row[16 * 33 + 16] > 0.99f);
        QVERIFY(row[16 * 33 + 32] < 0.01f);
    }

    void coarseMapsGetTheSharesThatAreCovered()
    {
        // A quarter of the picture, as one of 2 × 2 places, is its own place.
        const Region quarter{{{0.25f, 0.25f, 0.2f, 0.0f}}, {}};
        const std::vector<float> coverage = quarter.coverage(2, 2);
        QVERIFY(coverage[0] > 0.3f);
        QVERIFY(coverage[3] == 0.0f);
        // On a map of one place a dab gives the share that it has of the picture.
        QVERIFY(std::abs(quarter.coverage(1, 1)[0] - float(M_PI) * 0.04f) < 0.08f);
    }

    void dabsBeyondAllMeasureCoverWhatTheyReach()
    {
        const float far = std::numeric_limits<float>::max();
        const std::vector<float> none(6, 0.0f);
        const std::vector<float> all(6, 1.0f);
        QCOMPARE((Region{{{far, far, 0.1f, 0.5f}}, {}}.coverage(2, 3)), none);
        QCOMPARE((Region{{{-far, 0.5f, 0.1f, 0.5f}}, {}}.coverage(2, 3)), none);
        QCOMPARE((Region{{{0.5f, 0.5f, far, 0.5f}}, {}}.coverage(2, 3)), all);
    }

    void strokeThatGrowsCoversWhatItWouldAtOnce()
    {
        CoverageCache cache;
        Region region{{}, {{3, 4}}};
        for (int i = 0; i < 12; ++i) {
            region.dabs.push_back({0.08f * float(i), 0.5f, 0.15f, 0.5f});
            QCOMPARE(cache.of(region, 9, 13), region.coverage(9, 13));
        }
        region.dabs.erase(region.dabs.begin());
        QCOMPARE(cache.of(region, 9, 13), region.coverage(9, 13));
        QCOMPARE(cache.of(region, 4, 4), region.coverage(4, 4));
    }

    void eraserTakesTheDabsAndCellsUnderIt()
    {
        Region region{{{0.2f, 0.5f, 0.3f, 0.5f}, {0.8f, 0.5f, 0.3f, 0.5f}}, {{0, 0}, {3, 3}}};
        QVERIFY(!region.erase({0.5f, 0.1f, 0.1f, 0.0f}, 4, 4));
        QVERIFY(region.erase({0.2f, 0.5f, 0.1f, 0.0f}, 4, 4));
        QCOMPARE(region, (Region{{{0.8f, 0.5f, 0.3f, 0.5f}}, {{0, 0}, {3, 3}}}));
        QVERIFY(region.erase({0.9f, 0.7f, 0.25f, 0.0f}, 4, 4)); // the middle of the last cell is at 0.875
        QCOMPARE(region, (Region{{}, {{0, 0}}}));
        QVERIFY(!region.isEmpty());
        QVERIFY(region.erase({0.0f, 0.0f, 0.2f, 0.0f}, 4, 4));
        QVERIFY(region.isEmpty());
    }

    void dabOnAWidePictureStaysRound()
    {
        const std::vector<float> coverage = Region{{{0.5f, 0.5f, 0.1f, 0.0f}}, {}}.coverage(20, 40);
        QCOMPARE(coverage[10 * 40 + 22], 1.0f); // 2 places to the right
        QCOMPARE(coverage[13 * 40 + 20] > 0.0f, true);
        QCOMPARE(coverage[10 * 40 + 25], 0.0f);
        QCOMPARE(coverage[15 * 40 + 20], 0.0f);
    }
};

QTEST_APPLESS_MAIN(RegionTest)
#include "region_test.moc"
