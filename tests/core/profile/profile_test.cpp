// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/profile/activation_profile.h"
#include "core/profile/layer_statistics.h"
#include "core/profile/reference_latents.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

using namespace flipside;

namespace {

constexpr int units = 5;
constexpr int samples = 3000;
constexpr int classes = 3;
constexpr float threshold = 1e-7f;

/// Activations as a ReLU layer has them: unit 0 often on, 1 follows it, 2 goes against it, 3 is never on, 4
/// always has the same value.
std::vector<float> exampleActivations()
{
    Random random(11);
    std::vector<float> all;
    for (int i = 0; i < samples; ++i) {
        const double common = random.normal();
        all.push_back(float(std::max(0.0, common + 0.5)));
        all.push_back(float(std::max(0.0, common + 0.3 * random.normal())));
        all.push_back(float(std::max(0.0, 30.0 * (-common - 1.0))));
        all.push_back(0.0f);
        all.push_back(0.7f);
    }
    return all;
}

std::vector<int> exampleLabels()
{
    std::vector<int> labels(samples);
    for (int i = 0; i < samples; ++i)
        labels[std::size_t(i)] = i % classes;
    return labels;
}

/// What the decoder says of dense neurons: one place each, on above τ or not.
std::vector<float> onSharesOf(std::span<const float> activations)
{
    std::vector<float> shares;
    for (const float activation : activations)
        shares.push_back(activation > threshold ? 1.0f : 0.0f);
    return shares;
}

/// The profile, gathered in batches of the given size.
LayerProfile profileOf(std::size_t batch)
{
    const auto activations = exampleActivations();
    const auto labels = exampleLabels();
    LayerStatistics statistics("hidden1", units, classes);
    for (std::size_t first = 0; first < labels.size(); first += batch) {
        const std::size_t count = std::min(batch, labels.size() - first);
        const auto some = std::span(activations).subspan(first * units, count * units);
        statistics.add(some, onSharesOf(some), std::span(labels).subspan(first, count));
    }
    return statistics.finish();
}

std::vector<double> column(int unit)
{
    const auto activations = exampleActivations();
    std::vector<double> values;
    for (int i = 0; i < samples; ++i)
        values.push_back(activations[std::size_t(i * units + unit)]);
    return values;
}

/// Pearson's formula, straight from the book.
double pearson(const std::vector<double>& a, const std::vector<double>& b)
{
    const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / double(a.size());
    const double meanB = std::accumulate(b.begin(), b.end(), 0.0) / double(b.size());
    double ab = 0.0, aa = 0.0, bb = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - meanA) * (b[i] - meanB);
        aa += (a[i] - meanA) * (a[i] - meanA);
        bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / std::sqrt(aa * bb);
}

} // namespace

class ProfileTest : public QObject {
    Q_OBJECT

private slots:
    void statisticsEqualTheirDefinitions();
    void correlationEqualsPearsonsFormula();
    void constantUnitsHaveNoCorrelation();
    void classActivationCountsEachClassAlone();
    void batchesDoNotChangeTheProfile();
    void channelsPercentActivationIsThatOfItsPlaces();
    void histogramCountsEveryValueInItsBin();
    void percentileIsLinearBetweenRanksOfLiveUnits();
    void percentilesOfActivationsAreRightToABinOfTheHistogram();
    void rankAndMostCorrelatedFollowTheNumbers();
    void correlationOrderHoldsEveryUnitOnce();
    void missingOnValuesComeFromTheProfile();
    void fileReadsBackTheSame();
    void damagedFilesAreRefusedInWords();
    void listsInListsWithoutEndAreRefused();
    void sizesThatNoMemoryHoldsAreRefused();
};

void ProfileTest::statisticsEqualTheirDefinitions()
{
    const LayerProfile layer = profileOf(100);
    for (int unit = 0; unit < units; ++unit) {
        const auto values = column(unit);
        const auto u = std::size_t(unit);
        const double mean = std::accumulate(values.begin(), values.end(), 0.0) / samples;
        double squares = 0.0;
        for (const double value : values)
            squares += (value - mean) * (value - mean);
        const auto on = std::count_if(values.begin(), values.end(), [](double v) { return v > threshold; });
        QVERIFY(std::abs(layer.percentActivation[u] - double(on) / samples) < 1e-6);
        QCOMPARE(double(layer.maximum[u]), *std::max_element(values.begin(), values.end()));
        QCOMPARE(double(layer.minimum[u]), *std::min_element(values.begin(), values.end()));
        QVERIFY(std::abs(layer.mean[u] - mean) < 1e-5 * (1.0 + mean));
        QVERIFY(std::abs(layer.deviation[u] - std::sqrt(squares / samples)) <
                1e-4 * (1.0 + layer.deviation[u]));
    }
    QCOMPARE(layer.deadCount(), 1);
    QVERIFY(layer.dead(3));
    QCOMPARE(layer.onValue(0, 2.0, Statistic::Max), 2.0f * layer.maximum[0]);
    QCOMPARE(layer.onValue(0, 0.5, Statistic::Mean), 0.5f * layer.mean[0]);
}

void ProfileTest::correlationEqualsPearsonsFormula()
{
    const LayerProfile layer = profileOf(64);
    for (int a = 0; a < 3; ++a)
        for (int b = 0; b < 3; ++b)
            QVERIFY(std::abs(layer.correlation(a, b) - pearson(column(a), column(b))) < 5e-5);
    QVERIFY(layer.correlation(0, 1) > 0.5f);
    QVERIFY(layer.correlation(0, 2) < -0.1f);
}

void ProfileTest::constantUnitsHaveNoCorrelation()
{
    const LayerProfile layer = profileOf(64);
    for (const int constant : {3, 4})
        for (int other = 0; other < units; ++other)
            QCOMPARE(layer.correlation(constant, other), 0.0f);
}

void ProfileTest::classActivationCountsEachClassAlone()
{
    const LayerProfile layer = profileOf(50);
    const auto values = column(0);
    QCOMPARE(layer.classActivation.size(), std::size_t(classes));
    for (int c = 0; c < classes; ++c) {
        int on = 0;
        for (int i = c; i < samples; i += classes)
            on += values[std::size_t(i)] > threshold ? 1 : 0;
        QVERIFY(std::abs(layer.classActivation[std::size_t(c)][0] - double(on) / (samples / classes)) < 1e-6);
    }
}

void ProfileTest::batchesDoNotChangeTheProfile()
{
    const LayerProfile small = profileOf(7);
    const LayerProfile large = profileOf(samples);
    QCOMPARE(small.percentActivation, large.percentActivation);
    QCOMPARE(small.maximum, large.maximum);
    for (std::size_t i = 0; i < small.packedCorrelation.size(); ++i)
        QVERIFY(std::abs(small.packedCorrelation[i] - large.packedCorrelation[i]) <= 1);
    for (int unit = 0; unit < units; ++unit)
        QCOMPARE(small.histograms[std::size_t(unit)].counts, large.histograms[std::size_t(unit)].counts);
}

void ProfileTest::channelsPercentActivationIsThatOfItsPlaces()
{
    // Two channels seen twice: a quarter and then three quarters of the first one's places are on.
    LayerStatistics statistics("x", 2, 1);
    statistics.add(std::vector{0.1f, 0.5f, 0.3f, 0.6f}, std::vector{0.25f, 1.0f, 0.75f, 1.0f},
                   std::vector{0, 0});
    const LayerProfile profile = statistics.finish();
    QCOMPARE(profile.percentActivation, (std::vector<float>{0.5f, 1.0f}));
    QCOMPARE(profile.classActivation.front(), (std::vector<float>{0.5f, 1.0f}));
    QCOMPARE(profile.maximum, (std::vector<float>{0.3f, 0.6f}));
}

void ProfileTest::histogramCountsEveryValueInItsBin()
{
    LayerStatistics statistics("x", 1, 0);
    std::vector<float> values;
    Random random(5);
    for (int i = 0; i < 500; ++i)
        values.push_back(float(std::abs(random.normal()) * 0.01));
    for (int i = 0; i < 500; ++i)
        values.push_back(float(random.normal() * 40.0));
    statistics.add(values, onSharesOf(values), {});
    const Histogram histogram = statistics.finish().histograms[0];
    QVERIFY(histogram.binWidth > 0.0f);
    std::vector<std::uint32_t> expected(histogram.counts.size(), 0);
    for (const float value : values) {
        const auto bin = std::ptrdiff_t(std::floor((value - histogram.low) / histogram.binWidth));
        QVERIFY(bin >= 0 && bin < std::ptrdiff_t(expected.size()));
        ++expected[std::size_t(bin)];
    }
    QCOMPARE(histogram.counts, expected);
}

void ProfileTest::percentileIsLinearBetweenRanksOfLiveUnits()
{
    LayerProfile layer;
    layer.percentActivation = {0.4f, 0.0f, 0.1f, 0.2f, 0.00005f, 0.8f};
    // The live ones are 0.1, 0.2, 0.4 and 0.8; numpy.percentile of these, 50 and 15.
    QVERIFY(std::abs(layer.percentile(50) - 0.3) < 1e-6);
    QVERIFY(std::abs(layer.percentile(15) - 0.145) < 1e-6);
    QVERIFY(std::abs(layer.percentile(0) - 0.1) < 1e-6);
    QVERIFY(std::abs(layer.percentile(100) - 0.8) < 1e-6);
}

void ProfileTest::percentilesOfActivationsAreRightToABinOfTheHistogram()
{
    const LayerProfile layer = profileOf(100);
    for (int unit = 0; unit < units; ++unit) {
        auto values = column(unit);
        std::sort(values.begin(), values.end());
        const double bin = double(layer.histograms[std::size_t(unit)].binWidth);
        QVERIFY(bin <= std::max(values.back() / 16.0, 0x1.0p-12));
        for (const double percent : {0.5, 10.0, 50.0, 75.0, 90.0, 99.0, 100.0}) {
            const double expected = values[std::size_t(std::ceil(percent / 100.0 * samples)) - 1];
            const double found = layer.activation(unit, Statistic::percentile(percent));
            QVERIFY(std::abs(found - expected) <= bin);
            QVERIFY2(expected > 0.0 || found == 0.0, "what a rectified unit is most often is exactly 0");
            QCOMPARE(layer.onValue(unit, 2.0, Statistic::percentile(percent)), float(2.0 * found));
        }
        QCOMPARE(layer.activation(unit, Statistic::percentile(100.0)),
                 double(layer.maximum[std::size_t(unit)]));
    }
}

void ProfileTest::rankAndMostCorrelatedFollowTheNumbers()
{
    const LayerProfile layer = profileOf(100);
    QCOMPARE(layer.rank(4), 1);
    QCOMPARE(layer.rank(3), 5);
    QCOMPARE(layer.mostCorrelated(0, 2), (std::vector<int>{1, 4}));
    QCOMPARE(layer.mostCorrelated(0, 100).size(), 3u);
}

void ProfileTest::correlationOrderHoldsEveryUnitOnce()
{
    auto order = profileOf(100).correlationOrder();
    QCOMPARE(order.back(), 3);
    QCOMPARE(order.front(), 4);
    std::sort(order.begin(), order.end());
    QCOMPARE(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

void ProfileTest::missingOnValuesComeFromTheProfile()
{
    ActivationProfile profile;
    profile.layers.push_back(profileOf(100));
    Recipe recipe{"m", {}, {{"hidden1", 0, EditAction::On, {}}, {"hidden1", 1, EditAction::On, 9.0f}}, {}};
    QCOMPARE(*withOnValues(recipe, profile).edits[0].value, 2.0f * profile.layers[0].maximum[0]);
    QCOMPARE(*withOnValues(recipe, profile).edits[1].value, 9.0f);
    recipe.scheme = SchemeCall{};
    recipe.scheme->gamma = 3.0;
    recipe.scheme->statistic = Statistic::Mean;
    QCOMPARE(*withOnValues(recipe, profile).edits[0].value, float(3.0 * profile.layers[0].mean[0]));
}

void ProfileTest::fileReadsBackTheSame()
{
    ActivationProfile profile;
    profile.data = "toy";
    profile.samples = samples;
    profile.classNames = {"a", "b", "c"};
    profile.layers.push_back(profileOf(100));
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("profile.cbor").toStdString();
    profile.write(path);
    const ActivationProfile read = ActivationProfile::read(path);
    QCOMPARE(read.data, profile.data);
    QCOMPARE(read.samples, profile.samples);
    QCOMPARE(read.classNames, profile.classNames);
    const LayerProfile& before = profile.layers[0];
    const LayerProfile& after = read.layers[0];
    QCOMPARE(after.id, before.id);
    QCOMPARE(after.percentActivation, before.percentActivation);
    QCOMPARE(after.deviation, before.deviation);
    QCOMPARE(after.packedCorrelation, before.packedCorrelation);
    QCOMPARE(after.classActivation, before.classActivation);
    QCOMPARE(after.histograms[2].counts, before.histograms[2].counts);
    QCOMPARE(after.histograms[2].binWidth, before.histograms[2].binWidth);
}

void ProfileTest::damagedFilesAreRefusedInWords()
{
    ActivationProfile profile;
    profile.data = "toy";
    profile.classNames = {"a", "b", "c"};
    profile.layers.push_back(profileOf(100));
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("profile.cbor").toStdString();
    profile.write(path);
    const std::string good = readFile(path);
    Random random(8);
    for (int i = 0; i < 400; ++i) {
        std::string damaged = good;
        if (i % 2 == 0)
            damaged.resize(random.below(good.size()));
        else
            damaged[random.below(good.size())] ^= char(1 + random.below(255));
        writeFile(path, damaged);
        try {
            // A flipped bit inside a number may go unnoticed; what is read must still be consistent.
            const ActivationProfile read = ActivationProfile::read(path);
            for (const LayerProfile& layer : read.layers)
                QCOMPARE(layer.packedCorrelation.size(),
                         std::size_t(layer.units() * (layer.units() - 1) / 2));
            QVERIFY(i % 2 == 1);
        } catch (const Error& error) {
            QVERIFY(QString(error.what()).contains("profile the model again"));
        }
    }
}

void ProfileTest::listsInListsWithoutEndAreRefused()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("profile.cbor").toStdString();
    writeFile(path, std::string(1000000, '\x81')); // each a list of one
    QVERIFY_THROWS_EXCEPTION(Error, ActivationProfile::read(path));
    QVERIFY_THROWS_EXCEPTION(Error, ReferenceLatents::read(path));
}

void ProfileTest::sizesThatNoMemoryHoldsAreRefused()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("references.cbor").toStdString();
    const auto refusalOf = [&](const nlohmann::json& json) {
        const std::vector<std::uint8_t> bytes = nlohmann::json::to_cbor(json);
        writeFile(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        try {
            (void)ReferenceLatents::read(path);
        } catch (const Error& error) {
            return QString(error.what());
        }
        return QString();
    };
    const nlohmann::json nothing = nlohmann::json::binary({});
    // Four times this length is 0 in 64 bits.
    nlohmann::json json = {
        {"flipside_references", 1}, {"count", 0},         {"length", std::uint64_t{1} << 62},
        {"scale", nothing},         {"numbers", nothing}, {"classes", nothing}};
    QVERIFY(refusalOf(json).contains("wrong length"));
    for (const double length : {-1.0, 1e300}) {
        json["length"] = length;
        QVERIFY(refusalOf(json).contains("\"length\" is not a whole number"));
    }
}

QTEST_APPLESS_MAIN(ProfileTest)
#include "profile_test.moc"
