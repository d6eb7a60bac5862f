// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model_folder.h"
#include "core/novelty/novelty_rank.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

using namespace flipside;

namespace {

/// 201 samples, 0, 1, 4, 9, … 40000, and what a card would say of them.
struct Squares {
    std::vector<double> samples;
    TypicalRange range;

    Squares()
    {
        for (int i = 0; i <= 200; ++i)
            samples.push_back(double(i) * i);
        double sum = 0.0;
        for (const double sample : samples)
            sum += sample;
        range = {samples[10], sum / double(samples.size()), samples[190]};
        for (int step = 0; step <= 20; ++step)
            range.quantiles.push_back(samples[std::size_t(10 * step)]);
    }
    double counted(double value) const
    {
        const auto smaller =
            std::count_if(samples.begin(), samples.end(), [value](double sample) { return sample < value; });
        return double(smaller) / double(samples.size());
    }
};

bool near(double a, double b, double tolerance = 1e-9)
{
    return std::abs(a - b) <= tolerance;
}

} // namespace

/// What makes the novelty of pictures of several models comparable.
class NoveltyRankTest : public QObject {
    Q_OBJECT

private slots:
    void theShareBelowIsTheOneThatCountingGives()
    {
        const Squares squares;
        constexpr double halfAStep = 0.025; // of the 20 between quantiles
        for (double value = 0.0; value <= 40000.0; value += 37.0)
            QVERIFY2(near(squares.range.shareBelow(value), squares.counted(value), halfAStep),
                     qPrintable(QString::number(value)));
        QCOMPARE(squares.range.shareBelow(10000.0), 0.5); // the 100th of 200
    }

    void threeNumbersStandInForQuantiles()
    {
        const TypicalRange range{1.0, 3.0, 4.0};
        QVERIFY(near(range.shareBelow(1.0), 0.05));
        QVERIFY(near(range.shareBelow(2.0), 0.275));
        QVERIFY(near(range.shareBelow(3.0), 0.5));
        QVERIFY(near(range.shareBelow(4.0), 0.95));
        QVERIFY(range.shareBelow(0.9) > 0.0 && range.shareBelow(0.9) < 0.05);
        QVERIFY(range.shareBelow(4.1) > 0.95 && range.shareBelow(4.1) < 1.0);
    }

    void itRisesEverywhereAndGoesOnOutsideAllSamples()
    {
        Squares squares;
        TypicalRange three = squares.range;
        three.quantiles.clear();
        TypicalRange skewed{0.0, 9.0, 5.0}; // its mean is above its 95th percentile
        for (const TypicalRange& range : {squares.range, three, skewed}) {
            const double width = range.high - range.low;
            double before = range.shareBelow(range.low - 2.0 * width);
            QVERIFY(before < 0.0);
            for (double value = range.low - 1.9 * width; value < range.high + 2.0 * width;
                 value += width / 50.0) {
                const double share = range.shareBelow(value);
                QVERIFY(share >= before);
                before = share;
            }
            QVERIFY(before > 1.5);
        }
    }

    void samplesThatAreAllEqualDivideWhatIsBelowFromWhatIsAbove()
    {
        const TypicalRange same{2.0, 2.0, 2.0, {2.0, 2.0, 2.0}};
        QVERIFY(same.shareBelow(1.0) <= 0.0);
        QVERIFY(same.shareBelow(3.0) >= 1.0);
        QVERIFY(std::isfinite(same.shareBelow(2.0)));
    }

    void aHighCriticIsTheOppositeOfNovel()
    {
        const Squares squares;
        const Metric distance = findMetric("dr");
        const Metric critic = findMetric("critic");
        const double value = 9000.0;
        QVERIFY(near(shareLessNovel(distance, squares.range, value), squares.range.shareBelow(value)));
        QVERIFY(near(shareLessNovel(critic, squares.range, value), 1.0 - squares.range.shareBelow(value)));
        QVERIFY(shareLessNovel(critic, squares.range, -1000.0) > 1.0);
    }

    void everyMetricThatGaugesSayWhichWayIsNovel()
    {
        std::set<int> places;
        std::set<int> gauges;
        for (const Metric& metric : allMetrics()) {
            QVERIFY2(places.insert(metric.place).second, metric.name.c_str());
            QVERIFY2(metric.gaugePlace == 0 || gauges.insert(metric.gaugePlace).second, metric.name.c_str());
        }
        for (const char* name : {"dr", "kns1", "kns5", "kns-input", "ice"})
            QVERIFY2(findMetric(name).higherIsNovel, name);
        for (const char* name : {"critic", "in-domain"})
            QVERIFY2(!findMetric(name).higherIsNovel, name);
    }

    /// Of the bundled models low-active pictures are the more novel ones, by whichever metric that they are
    /// told by.
    void lowActivePicturesOfTheBundledModelsAreMoreNovelThanRegularOnes()
    {
        for (const char* id : {"mnist", "fashion-mnist", "mnist-fashion", "celeba", "wikiart"}) {
            const TypicalRanges typical = findModel(id).card().typical;
            const char* metric = typical.contains("dr") ? "dr" : "critic";
            const auto rank = [&](const char* scheme) {
                return *noveltyRank({{metric, typical.at(metric).at(scheme).mean}}, typical);
            };
            QVERIFY2(isLessNovel(rank("regular"), rank("low-active")), id);
            QCOMPARE(typical.at(metric).at("regular").quantiles.size(), std::size_t(21));
        }
    }

    void picturesOfModelsThatWereNotMeasuredComeBeforeAllOthers()
    {
        const TypicalRanges typical{{"dr", {{"regular", {1.0, 2.0, 3.0}}}}};
        const auto known = noveltyRank({{"dr", 0.1}, {"critic", 5.0}}, typical);
        QVERIFY(known && known->shareLessNovel && known->metric->name == "dr");
        const auto far = noveltyRank({{"dr", 90.0}}, {});
        const auto near = noveltyRank({{"dr", 9.0}}, {});
        const auto real = noveltyRank({{"critic", 0.2}}, {});
        const auto unreal = noveltyRank({{"critic", -0.2}}, {});
        QVERIFY(far && !far->shareLessNovel);
        QVERIFY(isLessNovel(*far, *known) && !isLessNovel(*known, *far));
        QVERIFY(isLessNovel(*near, *far));
        QVERIFY(isLessNovel(*real, *unreal));
        QVERIFY(!noveltyRank({{"kns5", 1.0}}, typical));
    }
};

QTEST_APPLESS_MAIN(NoveltyRankTest)
#include "novelty_rank_test.moc"
