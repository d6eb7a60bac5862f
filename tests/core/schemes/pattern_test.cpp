// SPDX-License-Identifier: GPL-3.0-or-later
// Channels that are switched on in a pattern: what a profile keeps of it, and what a flip makes of that.
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/import/profile_model.h"
#include "core/instrument/instrument.h"
#include "core/motion/timeline.h"
#include "core/profile/pattern_statistics.h"
#include "core/profile/resized_map.h"
#include "core/recipe/flips.h"
#include "core/recipe/recipe_json.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <set>

using namespace flipside;
using namespace flipside::test;

namespace {

constexpr int layer = 1; ///< hidden2 of the convolution model: 6 channels of 4×4, ReLU
constexpr std::size_t side = 4;

double meanOf(const std::vector<float>& map)
{
    return std::accumulate(map.begin(), map.end(), 0.0) / double(map.size());
}

Edit edited(Pattern pattern)
{
    Edit edit{"hidden2", 2, EditAction::Value, 3.0f};
    edit.pattern = pattern;
    edit.exemplar = 1;
    return edit;
}

} // namespace

class PatternTest : public QObject {
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

    void aSmallerMapIsTheMeanOfWhatItCovers()
    {
        const std::vector<float> map = {1, 2, 3, 4, /**/ 5, 6, 7, 8};
        QCOMPARE(resizedMap(map, 2, 4, 1, 2), (std::vector<float>{3.5f, 5.5f}));
        QCOMPARE(resizedMap(map, 2, 4, 2, 4), map);
        const std::vector<float> line = resizedMap(std::vector<float>{3, 6, 9}, 1, 3, 1, 2);
        QVERIFY(std::abs(line[0] - (3.0f + 0.5f * 6.0f) / 1.5f) < 1e-5f);
        QVERIFY(std::abs(line[1] - (0.5f * 6.0f + 9.0f) / 1.5f) < 1e-5f);
    }

    void aLargerMapLiesBetweenTheMiddlesOfItsPlaces()
    {
        QCOMPARE(resizedMap(std::vector<float>{0, 4}, 1, 2, 1, 4), (std::vector<float>{0, 1, 3, 4}));
    }

    void whatIsKeptIsOfThePicturesInWhichAChannelIsStrongest()
    {
        // One channel of 1×2. Of 100 pictures in an order of their own the strongest have the map (1, 3)
        // times their strength, all others (5, 0).
        PatternStatistics statistics(1, 1, 2, 0.0f);
        for (int i = 0; i < 100; ++i) {
            const auto strength = float(i * 37 % 100);
            const bool isStrong = strength >= float(100 - strongestPictures);
            statistics.add(std::vector<float>{strength}, isStrong
                                                             ? std::vector<float>{strength, 3.0f * strength}
                                                             : std::vector<float>{5.0f, 0.0f});
        }
        const MapPatterns patterns = statistics.finish();
        for (int exemplar = 0; exemplar < 2 * keptExemplars; ++exemplar)
            for (const Pattern pattern : {Pattern::Typical, Pattern::Exemplar}) {
                const std::vector<float> map = patterns.map(0, pattern, exemplar, 1, 2);
                QVERIFY(std::abs(map[0] - 0.5f) < 0.01f);
                QVERIFY(std::abs(map[1] - 1.5f) < 0.01f);
            }
    }

    void aChannelThatIsNeverOnHasAnEvenPattern()
    {
        PatternStatistics statistics(1, 2, 2, 0.0f);
        statistics.add(std::vector<float>{0.0f}, std::vector<float>(4, 0.0f));
        QCOMPARE(statistics.finish().map(0, Pattern::Typical, 0, 2, 2), std::vector<float>(4, 1.0f));
    }

    void everyPatternOfAProfileHasAMeanOfOne()
    {
        const LayerProfile& profile = instrument->profile()->layers[layer];
        for (int unit = 0; unit < profile.units(); ++unit)
            for (const Pattern pattern : {Pattern::Constant, Pattern::Typical, Pattern::Exemplar}) {
                const std::vector<float> map = profile.patternMap(unit, pattern, 3, int(side), int(side));
                QCOMPARE(map.size(), side * side);
                QVERIFY(std::abs(meanOf(map) - 1.0) < 1e-5);
            }
    }

    void aFlippedChannelHasThePatternTimesItsValue()
    {
        const LayerProfile& profile = instrument->profile()->layers[layer];
        for (const Pattern pattern : {Pattern::Typical, Pattern::Exemplar}) {
            Recipe flipped = recipe;
            flipped.edits = {edited(pattern)};
            const LayerMaps maps = instrument->decoder().maps(flipped, layer);
            const std::vector<float> expected = profile.patternMap(2, pattern, 1, int(side), int(side));
            for (std::size_t place = 0; place < expected.size(); ++place)
                QVERIFY(std::abs(maps.values[2 * expected.size() + place] - 3.0f * expected[place]) < 1e-4f);
        }
    }

    void aBrushGivesThePatternOnlyWhereItPaints()
    {
        Recipe painted = recipe;
        painted.edits = {edited(Pattern::Typical)};
        painted.edits.front().region = Region{{}, {{1, 2}}};
        const LayerMaps natural = instrument->decoder().maps(recipe, layer);
        const LayerMaps held = instrument->decoder().maps(painted, layer);
        const std::vector<float> expected =
            instrument->profile()->layers[layer].patternMap(2, Pattern::Typical, 0, int(side), int(side));
        for (std::size_t place = 0; place < expected.size(); ++place) {
            const std::size_t at = 2 * expected.size() + place;
            const bool isPainted = place == side + 2;
            QVERIFY(std::abs(held.values[at] - (isPainted ? 3.0f * expected[place] : natural.values[at])) <
                    1e-4f);
        }
    }

    void batchesGiveTheSamePicturesAsSingleOnes()
    {
        const std::vector<Recipe> woken = sample("low-active", Pattern::Typical, 4);
        const std::vector<Image> pictures = instrument->decoder().renderImages(woken);
        for (std::size_t i = 0; i < woken.size(); ++i) {
            QVERIFY(!woken[i].edits.empty());
            const Image one = instrument->decoder().render(woken[i]).image;
            for (std::size_t p = 0; p < one.pixels.size(); ++p)
                QVERIFY(std::abs(one.pixels[p] - pictures[i].pixels[p]) < 1e-5f);
        }
    }

    void schemesChooseTheSameNeuronsInEveryPattern_data()
    {
        QTest::addColumn<QString>("scheme");
        for (const char* scheme : {"low-active", "non-specific", "correlation", "cluster"})
            QTest::newRow(scheme) << scheme;
    }
    void schemesChooseTheSameNeuronsInEveryPattern()
    {
        QFETCH(const QString, scheme);
        const auto even = sample(scheme.toStdString(), Pattern::Constant, 3);
        for (const Pattern pattern : {Pattern::Typical, Pattern::Exemplar}) {
            const auto spread = sample(scheme.toStdString(), pattern, 3);
            for (std::size_t i = 0; i < even.size(); ++i) {
                QCOMPARE(spread[i].edits.size(), even[i].edits.size());
                QVERIFY(spread[i].scheme->pattern == pattern);
                for (std::size_t e = 0; e < even[i].edits.size(); ++e) {
                    QCOMPARE(spread[i].edits[e].unit, even[i].edits[e].unit);
                    QVERIFY(spread[i].edits[e].value == even[i].edits[e].value);
                    QVERIFY(spread[i].edits[e].pattern == pattern);
                }
            }
        }
    }

    void exemplarsFollowTheSeed()
    {
        std::set<int> seen;
        for (std::uint64_t seed = 0; seed < 50; ++seed)
            seen.insert(exemplarFor(seed, 3) % keptExemplars);
        QCOMPARE(seen.size(), std::size_t(keptExemplars));
        QCOMPARE(exemplarFor(8, 3), exemplarFor(8, 3));
    }

    void aModelsOwnPatternIsTakenWhereNoneIsSaid()
    {
        const QTemporaryDir other;
        const std::filesystem::path copy = copyIn(other);
        ModelCard card = ModelFolder(copy).card();
        card.scheme = card.defaultScheme();
        card.scheme->pattern = Pattern::Typical;
        writeCard(copy / "card.json", card);
        Instrument own{ModelFolder(copy)};
        SchemeCall call;
        call.layer = "hidden2";
        QVERIFY(own.coactivated(recipe, call).scheme->pattern == Pattern::Typical);
        call.pattern = Pattern::Constant;
        QVERIFY(own.coactivated(recipe, call).scheme->pattern == Pattern::Constant);
        call.pattern.reset();
        call.cells = true; // the papers' neurons to the letter have one place each
        QVERIFY(own.coactivated(recipe, call).scheme->pattern == Pattern::Constant);
    }

    void handsSwitchNeuronsOnInAPattern()
    {
        const std::vector<int> units = {1, 4};
        for (const Edit& edit : withFlips(recipe, "hidden2", units, Flip::On, {Pattern::Exemplar, 9}).edits) {
            QVERIFY(edit.pattern == Pattern::Exemplar);
            QCOMPARE(edit.exemplar, exemplarFor(9, edit.unit));
        }
        for (const Edit& edit : withFlips(recipe, "hidden2", units, Flip::Off, {Pattern::Exemplar, 9}).edits)
            QVERIFY(edit.pattern == Pattern::Constant);
    }

    void filesHoldThePattern()
    {
        for (const Pattern pattern : {Pattern::Constant, Pattern::Typical, Pattern::Exemplar}) {
            const Recipe woken = sample("low-active", pattern, 1).front();
            const nlohmann::json json = toJson(woken);
            QVERIFY(recipeFromJson(json, "here") == woken);
            for (const auto& edit : json["edits"]) {
                // The first releases' files say nothing of it, and ours neither where it is what they did.
                QCOMPARE(edit.contains("pattern"), pattern != Pattern::Constant);
                if (pattern != Pattern::Constant)
                    QCOMPARE(edit["pattern"].get<std::string>(), toString(pattern));
            }
        }
        nlohmann::json json = toJson(sample("low-active", Pattern::Typical, 1).front());
        json["edits"][0]["pattern"] = "tartan";
        const QString sentence = sentenceOf([&] { (void)recipeFromJson(json, "here"); });
        QVERIFY2(sentence.contains("tartan") && sentence.contains("typical"), qPrintable(sentence));
    }

    void aFadeGoesFromOnePatternToAnother()
    {
        const Recipe even = sample("low-active", Pattern::Constant, 1).front();
        Recipe typical = even;
        for (Edit& edit : typical.edits)
            edit.pattern = Pattern::Typical;
        const Recipe early = between(even, typical, 0.25);
        const Recipe late = between(even, typical, 0.75);
        for (std::size_t i = 0; i < even.edits.size(); ++i) {
            QVERIFY(early.edits[i].pattern == Pattern::Constant);
            QVERIFY(late.edits[i].pattern == Pattern::Typical);
            QCOMPARE(early.edits[i].amount, 0.5f);
            QCOMPARE(late.edits[i].amount, 0.5f);
        }
    }

    void aProfileOfTheFirstReleasesKnowsNoneAndSaysSo()
    {
        const QTemporaryDir other;
        const std::filesystem::path copy = copyIn(other);
        ActivationProfile profile = *instrument->profile();
        for (LayerProfile& one : profile.layers)
            one.patterns.reset();
        profile.write(ModelFolder(copy).profileFile());
        Instrument old{ModelFolder(copy)};
        SchemeCall call;
        call.layer = "hidden2";
        QVERIFY(old.coactivated(recipe, call).scheme->pattern == Pattern::Constant);
        call.pattern = Pattern::Typical;
        const QString refused = sentenceOf([&] { (void)old.coactivated(recipe, call); });
        QVERIFY2(refused.contains("profile the model again"), qPrintable(refused));
        const Recipe woken = sample("low-active", Pattern::Typical, 1).front();
        const QString unknown = sentenceOf([&] { (void)old.decoder().render(woken); });
        QVERIFY2(unknown.contains("typical") && unknown.contains("profile the model again"),
                 qPrintable(unknown));
    }

    void patternsComeBackFromTheirFileAndDamageIsRefused()
    {
        const QTemporaryDir other;
        const std::filesystem::path file = other.path().toStdString() + "/profile.cbor";
        ActivationProfile profile = *instrument->profile();
        profile.write(file);
        const ActivationProfile read = ActivationProfile::read(file);
        QCOMPARE(read.layers[layer].patterns->maps, profile.layers[layer].patterns->maps);
        QCOMPARE(read.layers[layer].patterns->steps, profile.layers[layer].patterns->steps);
        profile.layers[layer].patterns->maps.pop_back();
        profile.write(file);
        const QString sentence = sentenceOf([&] { (void)ActivationProfile::read(file); });
        QVERIFY2(sentence.contains("profile the model again"), qPrintable(sentence));
    }

private:
    std::filesystem::path folder() const { return _folder.path().toStdString() + "/convolution"; }
    /// The model in a folder of its own, without hashes.
    std::filesystem::path copyIn(const QTemporaryDir& other) const
    {
        const std::filesystem::path copy = other.path().toStdString() + "/convolution";
        std::filesystem::copy(folder(), copy);
        removeHashes(copy);
        return copy;
    }
    std::vector<Recipe> sample(const std::string& scheme, Pattern pattern, std::size_t count)
    {
        SchemeCall call;
        call.name = scheme;
        call.layer = "hidden2";
        call.neurons = 2;
        call.pattern = pattern;
        if (scheme == "low-active")
            call.parameters = {{"high-percentile", 100.0}};
        return instrument->sample(call, 7, 0, count);
    }

    QTemporaryDir _folder;
    std::optional<Instrument> instrument;
    Recipe recipe;
};

QTEST_APPLESS_MAIN(PatternTest)
#include "pattern_test.moc"
