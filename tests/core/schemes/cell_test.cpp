// SPDX-License-Identifier: GPL-3.0-or-later
// Single places of channels' maps as neurons: what is known of them, and schemes that choose them.
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/import/profile_model.h"
#include "core/instrument/instrument.h"
#include "core/profile/cell_correlation.h"
#include "core/profile/cell_statistics.h"
#include "core/schemes/cell_edits.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace flipside;
using namespace flipside::test;

namespace {

constexpr int channels = 6; ///< of hidden2 of the convolution model, a ReLU layer
constexpr int side = 4;
constexpr int cells = channels * side * side;

double pearson(const std::vector<float>& maps, std::size_t draws, std::size_t a, std::size_t b)
{
    const std::size_t width = maps.size() / draws;
    double meanA = 0, meanB = 0;
    for (std::size_t i = 0; i < draws; ++i) {
        meanA += double(maps[i * width + a]) / double(draws);
        meanB += double(maps[i * width + b]) / double(draws);
    }
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < draws; ++i) {
        const double da = double(maps[i * width + a]) - meanA;
        const double db = double(maps[i * width + b]) - meanB;
        ab += da * db;
        aa += da * da;
        bb += db * db;
    }
    return ab / std::sqrt(aa * bb);
}

/// All cells that the edits name, counted through all channels.
std::vector<int> cellsOf(const std::vector<Edit>& edits)
{
    std::vector<int> all;
    for (const Edit& edit : edits)
        for (const Cell& cell : edit.region->cells)
            all.push_back((edit.unit * side + cell.row) * side + cell.column);
    return all;
}

SchemeCall callFor(const std::string& scheme, std::uint64_t seed = 3)
{
    SchemeCall call;
    call.name = scheme;
    call.layer = "hidden2";
    call.neurons = 7;
    call.cells = true;
    call.seed = seed;
    call.gamma = 2.0;
    return call;
}

} // namespace

class CellTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        writeConvolutionModel(folder());
        Progress progress;
        profileModel(ModelFolder(folder()), {}, progress);
        instrument.emplace(ModelFolder(folder()));
        Random random(5);
        recipe.model = "convolution";
        for (int i = 0; i < 5; ++i)
            recipe.z.push_back(float(random.normal()));
    }

    void everyPlaceIsCountedByItself()
    {
        // Two units of 1×2, three draws.
        CellStatistics statistics(2, 1, 2, 0.0f);
        const std::vector<float> first{1, 0, 0, 4, 3, 0, 0, 4};
        const std::vector<float> second{-1, 0, 2, 4};
        statistics.add(first);
        statistics.add(second);
        const CellProfile profile = statistics.finish();
        QCOMPARE(profile.percentActivation, (std::vector<float>{2 / 3.0f, 0, 1 / 3.0f, 1}));
        QCOMPARE(profile.maximum, (std::vector<float>{3, 0, 2, 4}));
        QCOMPARE(profile.mean, (std::vector<float>{1, 0, 2 / 3.0f, 4}));
        // Of 1, 3, -1: √(8/3); of 0, 0, 2: √(8/9); of constants 0.
        QVERIFY(std::abs(profile.deviation[0] - std::sqrt(8 / 3.0f)) < 1e-6f);
        QVERIFY(std::abs(profile.deviation[2] - std::sqrt(8 / 9.0f)) < 1e-6f);
        QCOMPARE(profile.deviation[1], 0.0f);
        QCOMPARE(profile.deviation[3], 0.0f);
    }

    void aChannelsPercentActivationIsTheMeanOfItsCells()
    {
        const LayerProfile& layer = *instrument->profile()->find("hidden2");
        QVERIFY(layer.cells);
        QCOMPARE(layer.cells->percentActivation.size(), std::size_t(cells));
        for (int unit = 0; unit < channels; ++unit) {
            const auto first = layer.cells->percentActivation.begin() + std::ptrdiff_t(unit) * side * side;
            const double mean = std::accumulate(first, first + side * side, 0.0) / (side * side);
            QVERIFY(std::abs(mean - double(layer.percentActivation[std::size_t(unit)])) < 3e-5);
            const auto highest = layer.cells->maximum.begin() + std::ptrdiff_t(unit) * side * side;
            QVERIFY(*std::max_element(highest, highest + side * side) >=
                    layer.maximum[std::size_t(unit)] * 0.999f);
        }
        QVERIFY(!instrument->profile()->find("hidden1")->cells); // dense
    }

    void cellsSurviveTheFileToAPartOfTheirRange()
    {
        ActivationProfile profile;
        profile.layers.push_back(*instrument->profile()->find("hidden2"));
        profile.classNames = instrument->profile()->classNames;
        CellProfile& written = *profile.layers.front().cells;
        written.maximum[5] = 1000.0f;
        profile.write(folder() / "again.cbor");
        const ActivationProfile read = ActivationProfile::read(folder() / "again.cbor");
        const CellProfile& cellsRead = *read.layers.front().cells;
        QCOMPARE(cellsRead.height, side);
        QCOMPARE(cellsRead.width, side);
        const float step = 1000.0f / 65535.0f;
        for (std::size_t i = 0; i < written.maximum.size(); ++i) {
            QVERIFY(std::abs(cellsRead.maximum[i] - written.maximum[i]) < step);
            QVERIFY(std::abs(cellsRead.percentActivation[i] - written.percentActivation[i]) < 2e-5f);
        }
    }

    void correlationOfCellsIsPearsons()
    {
        constexpr std::size_t draws = 100;
        constexpr std::size_t width = 6;
        Random random(2);
        std::vector<float> maps;
        for (std::size_t i = 0; i < draws; ++i) {
            const double common = random.normal();
            maps.push_back(float(common));
            maps.push_back(float(1000.0 + 5.0 * common + random.normal()));
            maps.push_back(float(std::max(0.0, -common - 1.0))); // seldom on
            maps.push_back(float(random.normal()));
            maps.push_back(0.3f);          // constant
            maps.push_back(float(i == 7)); // on once
        }
        const CellCorrelation correlation(maps, draws);
        for (const int a : {0, 1, 2, 3, 5})
            for (const int b : {0, 1, 2, 3, 5})
                QVERIFY(std::abs(double(correlation.of(a, b)) -
                                 pearson(maps, draws, std::size_t(a), std::size_t(b))) < 0.02);
        for (int other = 0; other < int(width); ++other)
            QCOMPARE(correlation.of(4, other), 0.0f);

        const std::vector<int> asked{0, 2, 4};
        const std::vector<int> others{1, 3, 5, 4};
        const std::vector<double> sums = correlation.sums(asked, others);
        for (std::size_t i = 0; i < asked.size(); ++i) {
            double expected = 0.0;
            for (const int other : others)
                expected += double(correlation.of(asked[i], other));
            QVERIFY(std::abs(sums[i] - expected) < 1e-5);
        }
    }

    void cellsOfOneChannelShareAnEditAndKeepTheirValues()
    {
        const std::vector<Edit> edits = channelEdits({{"hidden2", 17, EditAction::On, 2.0f},
                                                      {"hidden2", 3, EditAction::On, 1.0f},
                                                      {"hidden2", 16, EditAction::On, 2.0f},
                                                      {"hidden2", 31, EditAction::On, 5.0f}},
                                                     4, 4);
        QCOMPARE(edits.size(), 2u);
        QCOMPARE(edits[0],
                 (Edit{"hidden2", 1, EditAction::On, 2.0f, Region{{}, {{0, 1}, {0, 0}, {3, 3, 5.0f}}}}));
        QCOMPARE(edits[1], (Edit{"hidden2", 0, EditAction::On, 1.0f, Region{{}, {{0, 3}}}}));
    }

    void placesWithValuesOfTheirOwnAreHeldAtThem()
    {
        Recipe edited = recipe;
        edited.edits = {{"hidden2", 2, EditAction::Value, 1.5f, Region{{}, {{0, 0}, {3, 2, 7.0f}}}}};
        const LayerMaps maps = instrument->decoder().maps(edited, 1);
        const LayerMaps natural = instrument->decoder().maps(recipe, 1);
        for (std::size_t place = 0; place < side * side; ++place) {
            const float expected = place == 0 ? 1.5f : place == 3 * side + 2 ? 7.0f : natural.map(2)[place];
            QCOMPARE(maps.map(2)[place], expected);
        }
    }

    void onEditOfACellTakesTheCellsOwnOnValue()
    {
        Recipe edited = recipe;
        edited.edits = {{"hidden2", 2, EditAction::On, {}, Region{{}, {{3, 2}}}}};
        const Recipe resolved = instrument->resolved(edited);
        const CellProfile& known = *instrument->profile()->find("hidden2")->cells;
        QCOMPARE(*resolved.edits.front().region->cells.front().value,
                 2.0f * known.maximum[(2 * side + 3) * side + 2]);
    }

    void lowActiveFlipsSeldomActiveCellsThatAreOffNow()
    {
        const LayerProfile& layer = *instrument->profile()->find("hidden2");
        // The 1st and the 15th percentile of the live cells, found by sorting.
        std::vector<float> live;
        for (const float percent : layer.cells->percentActivation)
            if (percent >= 1e-4f)
                live.push_back(percent);
        std::sort(live.begin(), live.end());
        const auto percentile = [&](double p) {
            const double at = p / 100.0 * double(live.size() - 1);
            const auto below = std::size_t(at);
            return double(live[below]) +
                   (at - double(below)) * (double(live[below + 1]) - double(live[below]));
        };
        const LayerMaps natural = instrument->decoder().maps(recipe, 1);
        std::set<int> everChosen;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Recipe creative = instrument->coactivated(recipe, callFor("low-active", seed));
            QVERIFY(creative.scheme->cells);
            const std::vector<int> chosen = cellsOf(creative.edits);
            QVERIFY(!chosen.empty() && chosen.size() <= 7);
            const LayerMaps maps = instrument->decoder().maps(creative, 1);
            for (int cell = 0; cell < cells; ++cell) {
                const auto i = std::size_t(cell);
                if (std::find(chosen.begin(), chosen.end(), cell) == chosen.end()) {
                    QCOMPARE(maps.values[i], natural.values[i]);
                    continue;
                }
                everChosen.insert(cell);
                QVERIFY(natural.values[i] <= 1e-7f);
                QVERIFY(double(layer.cells->percentActivation[i]) >= percentile(1) - 1e-6);
                QVERIFY(double(layer.cells->percentActivation[i]) <= percentile(15) + 1e-6);
                QVERIFY(std::abs(maps.values[i] - 2.0f * layer.cells->maximum[i]) < 1e-4f);
            }
        }
        QVERIFY(everChosen.size() > 3);
    }

    void everySchemeThatCanChoosesCellsAndRepeatsItself_data()
    {
        QTest::addColumn<QString>("name");
        for (const Scheme* scheme : allSchemes())
            QTest::newRow(scheme->name().c_str()) << QString::fromStdString(scheme->name());
    }
    void everySchemeThatCanChoosesCellsAndRepeatsItself()
    {
        QFETCH(QString, name);
        const std::string scheme = name.toStdString();
        if (!findScheme(scheme).canChooseCells()) {
            QVERIFY_THROWS_EXCEPTION(Error, (void)instrument->coactivated(recipe, callFor(scheme)));
            return;
        }
        const Recipe one = instrument->coactivated(recipe, callFor(scheme));
        const Recipe other = instrument->coactivated(recipe, callFor(scheme));
        QCOMPARE(one, other);
        for (const Edit& edit : one.edits)
            QVERIFY(edit.region && !edit.region->cells.empty());
        QCOMPARE(one.edits.empty(), scheme == "regular" || scheme == "interpolation");
        (void)instrument->decoder().render(one);
    }

    void cellsOfADenseLayerAreItsNeurons()
    {
        SchemeCall call = callFor("random");
        call.layer = "hidden1";
        const Recipe cellWise = instrument->coactivated(recipe, call);
        QVERIFY(!cellWise.scheme->cells);
        call.cells = false;
        QCOMPARE(cellWise, instrument->coactivated(recipe, call));
    }

    void aProfileWithoutCellsSaysWhatToDo()
    {
        QTemporaryDir other;
        const auto old = std::filesystem::path(other.path().toStdString()) / "convolution";
        std::filesystem::copy(folder(), old);
        ActivationProfile profile = *instrument->profile();
        for (LayerProfile& layer : profile.layers)
            layer.cells.reset();
        profile.write(old / "profile.cbor");
        removeHashes(old);
        Instrument without{ModelFolder(old)};
        (void)without.coactivated(recipe, [] {
            SchemeCall call = callFor("low-active");
            call.cells = false;
            return call;
        }());
        try {
            (void)without.coactivated(recipe, callFor("low-active"));
            QFAIL("it chose cells that nothing is known of");
        } catch (const Error& error) {
            QVERIFY(QString(error.what()).contains("profile the model again"));
        }
    }

private:
    std::filesystem::path folder() const
    {
        return std::filesystem::path(_directory.path().toStdString()) / "convolution";
    }

    QTemporaryDir _directory;
    std::optional<Instrument> instrument;
    Recipe recipe;
};

QTEST_APPLESS_MAIN(CellTest)
#include "cell_test.moc"
