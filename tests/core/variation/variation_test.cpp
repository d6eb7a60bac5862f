// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/instrument/instrument.h"
#include "core/instrument/variation_sheet.h"
#include "core/model/model_folder.h"
#include "core/model/prior.h"
#include "core/motion/slerp.h"
#include "core/variation/breeding.h"
#include "core/variation/latent_steps.h"
#include "core/variation/sheet_places.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <stop_token>

using namespace flipside;

namespace {

constexpr std::uint64_t seed = 11;

double squaredLength(const std::vector<float>& z)
{
    return std::inner_product(z.begin(), z.end(), z.begin(), 0.0);
}

double l2(const Image& a, const Image& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += std::pow(double(a.pixels[i]) - double(b.pixels[i]), 2.0);
    return std::sqrt(sum);
}

/// A sheet when all of it has been told, and how it was.
struct Told {
    std::map<std::pair<int, int>, std::shared_ptr<const Variation>> cells; ///< [row, column]
    std::vector<std::vector<PlacedVariation>> batches;
    std::shared_ptr<const Variation> present;
};

Told sheetOf(Instrument& instrument, const VariationWish& wish)
{
    Told told;
    makeVariations(instrument, wish, [&](const auto& present, const std::vector<PlacedVariation>& placed) {
        told.present = present;
        told.batches.push_back(placed);
        for (const PlacedVariation& one : placed)
            told.cells[{one.place.row, one.place.column}] = one.variation;
    });
    return told;
}

Recipe parentRecipe(std::uint64_t number, std::vector<Edit> edits)
{
    return {"test", test::randomNumbers(30, 1.0, number), std::move(edits), {}};
}

std::vector<Edit> onEdits(int first, int count, float value)
{
    std::vector<Edit> edits;
    for (int unit = first; unit < first + count; ++unit)
        edits.push_back({"hidden1", unit, EditAction::On, value});
    return edits;
}

} // namespace

class VariationTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        _instrument = std::make_unique<Instrument>(findModel("mnist"));
        Random random(3);
        _recipe = {"mnist", drawLatent(_instrument->card(), random), {}, {}};
        SchemeCall call;
        call.layer = "hidden3";
        call.seed = 5;
        _recipe = _instrument->coactivated(_recipe, call);
    }

    void stepsKeepLockedDimensionsAndMoveTheOthersAsWithoutLocks()
    {
        const std::vector<float> z = test::randomNumbers(20, 1.0, 1);
        std::vector<bool> locked(10, false);
        locked[0] = locked[7] = true;
        Random one(seed), other(seed);
        const std::vector<float> held = latentStep(z, 0.4, one, locked);
        const std::vector<float> free = latentStep(z, 0.4, other);
        for (std::size_t i = 0; i < z.size(); ++i) {
            const bool stays = i == 0 || i == 7;
            QCOMPARE(held[i], stays ? z[i] : free[i]);
            QVERIFY(free[i] != z[i]);
        }
    }

    void aStepOfNoneStaysAndAStepOfOneForgets()
    {
        const std::vector<float> z = test::randomNumbers(20, 1.0, 1), other = test::randomNumbers(20, 1.0, 2);
        Random first(seed), second(seed), third(seed);
        QCOMPARE(latentStep(z, 0.0, first), z);
        QCOMPARE(latentStep(z, 1.0, second), latentStep(other, 1.0, third));
    }

    void stepsKeepTheLengthOfADraw()
    {
        constexpr double n = 400.0, size = 0.6;
        constexpr int steps = 200;
        std::vector<float> z = test::randomNumbers(std::size_t(n), 1.0, 1);
        const double scale = std::sqrt(n / squaredLength(z));
        for (float& number : z)
            number = float(scale * double(number));
        Random random(seed);
        double sum = 0.0;
        for (int i = 0; i < steps; ++i)
            sum += squaredLength(latentStep(z, size, random));
        const double variance = 4.0 * (1.0 - size * size) * size * size * n + 2.0 * std::pow(size, 4.0) * n;
        QVERIFY2(std::abs(sum / steps - n) < 4.0 * std::sqrt(variance / steps),
                 qPrintable(QString::number(sum / steps)));
    }

    void placesGoFromTheCentreToTheCorners()
    {
        for (int side = smallestSheet; side <= largestSheet; ++side) {
            const std::vector<SheetPlace> places = sheetPlaces(side);
            QCOMPARE(int(places.size()), side * side - side % 2);
            std::set<std::pair<int, int>> seen;
            double before = 0.0;
            for (const SheetPlace& place : places) {
                seen.insert({place.row, place.column});
                QVERIFY(place.distance >= before && place.distance > 0.0);
                before = place.distance;
                const double middle = (side - 1) / 2.0;
                const double away = std::hypot(place.row - middle, place.column - middle);
                QVERIFY(std::abs(place.distance - away / std::hypot(middle, middle)) < 1e-12);
            }
            QCOMPARE(seen.size(), places.size());
            QCOMPARE(before, 1.0);
            QVERIFY(!seen.contains({side / 2, side / 2}) || side % 2 == 0);
        }
        QVERIFY(test::sentenceOf([] { sheetPlaces(1); }).contains("rows"));
    }

    void aSheetIsToldNearestFirstInRows()
    {
        VariationWish wish = wishFor(VariationKind::LatentSteps);
        wish.side = 7;
        const Told told = sheetOf(*_instrument, wish);
        const std::vector<SheetPlace> places = sheetPlaces(7);
        std::size_t next = 0;
        for (const auto& batch : told.batches) {
            QVERIFY(batch.size() <= 7u);
            for (const PlacedVariation& one : batch)
                QVERIFY(one.place == places[next++]);
        }
        QCOMPARE(next, places.size());
        QCOMPARE(told.batches.front().size(), 7u);
        QCOMPARE(told.present->recipe, _recipe);
        QVERIFY(l2(told.present->image, _instrument->decoder().render(_recipe).image) < 1e-4);
    }

    void stepsGrowWithTheDistanceAndRepeat()
    {
        VariationWish wish = wishFor(VariationKind::LatentSteps);
        wish.strength = 0.7;
        wish.lockedLatents = {true, false, true};
        const Told told = sheetOf(*_instrument, wish);
        const std::vector<SheetPlace> places = sheetPlaces(wish.side);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const Variation& variation = *told.cells.at({places[i].row, places[i].column});
            Random random(Random::derivedSeed(wish.seed, i));
            QCOMPARE(variation.recipe.z,
                     latentStep(_recipe.z, 0.7 * places[i].distance, random, wish.lockedLatents));
            QCOMPARE(variation.recipe.z[0], _recipe.z[0]);
            QCOMPARE(variation.recipe.z[2], _recipe.z[2]);
            QVERIFY(variation.recipe.z[1] != _recipe.z[1]);
            QCOMPARE(variation.recipe.edits, _recipe.edits);
        }
        const Told again = sheetOf(*_instrument, wish);
        for (const auto& [cell, variation] : told.cells) {
            QCOMPARE(again.cells.at(cell)->recipe, variation->recipe);
            QCOMPARE(again.cells.at(cell)->image, variation->image);
        }
        wish.seed += 1;
        QVERIFY(sheetOf(*_instrument, wish).cells.at({0, 0})->recipe != told.cells.at({0, 0})->recipe);
    }

    void stepsOfNoStrengthChangeNothing()
    {
        VariationWish wish = wishFor(VariationKind::LatentSteps);
        wish.strength = 0.0;
        wish.keepEdits = false;
        for (const auto& [cell, variation] : sheetOf(*_instrument, wish).cells) {
            QCOMPARE(variation->recipe, _recipe);
            QVERIFY(variation->change < 1e-4);
        }
    }

    void looseFlipsAreDroppedBySteps()
    {
        VariationWish wish = wishFor(VariationKind::LatentSteps);
        wish.keepEdits = false;
        wish.strength = 1.0;
        wish.side = 8;
        std::size_t left = 0;
        double expected = 0.0, variance = 0.0;
        for (const SheetPlace& place : sheetPlaces(8)) {
            const double stays = 1.0 - place.distance / 2.0;
            expected += double(_recipe.edits.size()) * stays;
            variance += double(_recipe.edits.size()) * stays * (1.0 - stays);
        }
        for (const auto& [cell, variation] : sheetOf(*_instrument, wish).cells) {
            left += variation->recipe.edits.size();
            for (const Edit& edit : variation->recipe.edits)
                QVERIFY(std::ranges::count(_recipe.edits, edit) == 1);
            QCOMPARE(variation->recipe.scheme.has_value(),
                     variation->recipe.edits.size() == _recipe.edits.size());
        }
        QVERIFY(std::abs(double(left) - expected) < 4.0 * std::sqrt(variance));
    }

    void rollsAreTheSchemesOwnChoices()
    {
        const VariationWish wish = wishFor(VariationKind::SchemeRolls);
        const Told told = sheetOf(*_instrument, wish);
        const std::vector<SheetPlace> places = sheetPlaces(wish.side);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const Variation& variation = *told.cells.at({places[i].row, places[i].column});
            SchemeCall call = wish.call;
            call.seed = variation.recipe.scheme->seed;
            QCOMPARE(call.seed, Random::derivedSeed(wish.seed, i) >> 33);
            QCOMPARE(variation.recipe, _instrument->coactivated(_recipe, call));
        }
    }

    void strengthScalesTheOnValuesOfRolls()
    {
        VariationWish wish = wishFor(VariationKind::SchemeRolls);
        const Told standard = sheetOf(*_instrument, wish);
        wish.strength = 1.0;
        for (const auto& [cell, strong] : sheetOf(*_instrument, wish).cells) {
            const Recipe& weak = standard.cells.at(cell)->recipe;
            QCOMPARE(strong->recipe.edits.size(), weak.edits.size());
            for (std::size_t i = 0; i < weak.edits.size(); ++i) {
                QCOMPARE(strong->recipe.edits[i].unit, weak.edits[i].unit);
                QVERIFY(std::abs(*strong->recipe.edits[i].value - 2.0f * *weak.edits[i].value) < 1e-4f);
            }
        }
    }

    void keptFlipsStayBesideTheRolledOnes()
    {
        VariationWish wish = wishFor(VariationKind::SchemeRolls);
        wish.keepEdits = true;
        int more = 0;
        for (const auto& [cell, variation] : sheetOf(*_instrument, wish).cells) {
            for (const Edit& edit : _recipe.edits)
                QCOMPARE(std::ranges::count(variation->recipe.edits, edit), 1);
            more += int(variation->recipe.edits.size() - _recipe.edits.size());
            QVERIFY(!variation->recipe.scheme);
        }
        QVERIFY(more > 0);
    }

    void zMovesUnderRollsOnlyWhereItMay()
    {
        VariationWish wish = wishFor(VariationKind::SchemeRolls);
        for (const char* scheme : {"low-active", "interpolation"}) {
            wish.call.name = scheme;
            wish.keepLatent = true;
            for (const auto& [cell, variation] : sheetOf(*_instrument, wish).cells)
                QCOMPARE(variation->recipe.z, _recipe.z);
            wish.keepLatent = false;
            wish.lockedLatents = {true};
            for (const auto& [cell, variation] : sheetOf(*_instrument, wish).cells) {
                QVERIFY(variation->recipe.z != _recipe.z);
                QCOMPARE(variation->recipe.z[0], _recipe.z[0]);
            }
        }
    }

    void everyPictureAndItsChangeAreThoseOfItsRecipe()
    {
        for (const VariationKind kind :
             {VariationKind::SchemeRolls, VariationKind::LatentSteps, VariationKind::SingleFlips}) {
            const Image present = _instrument->decoder().render(_recipe).image;
            for (const auto& [cell, variation] : sheetOf(*_instrument, wishFor(kind)).cells) {
                const Image image = _instrument->decoder().render(variation->recipe).image;
                QVERIFY(l2(image, variation->image) < 1e-3);
                QVERIFY(std::abs(l2(image, present) - variation->change) < 1e-3);
            }
        }
    }

    void singleFlipsAreTheUnitsThatChangeThePictureMost()
    {
        VariationWish wish = wishFor(VariationKind::SingleFlips);
        wish.layer = 1;
        wish.around.edits.push_back({"hidden2", 17, EditAction::Value, 9.0f});
        Decoder& decoder = _instrument->decoder();
        const Rendering present = decoder.render(wish.around);
        const auto profile = _instrument->profile();
        std::vector<std::pair<double, Recipe>> flips; // as clicks in the window would
        for (int unit = 0; unit < _instrument->card().layers[1].units; ++unit) {
            Recipe flipped = wish.around;
            flipped.scheme.reset();
            if (flipped.findEdit("hidden2", unit))
                flipped = flipped.withoutEdit("hidden2", unit);
            else if (present.isOn(1, unit))
                flipped = flipped.withEdit({"hidden2", unit, EditAction::Off, {}});
            else
                flipped = withOnValues(flipped.withEdit({"hidden2", unit, EditAction::On, {}}), *profile);
            flips.emplace_back(l2(decoder.render(flipped).image, present.image), flipped);
        }
        std::ranges::stable_sort(flips, [](const auto& a, const auto& b) { return a.first > b.first; });
        const Told told = sheetOf(*_instrument, wish);
        const std::vector<SheetPlace> places = sheetPlaces(wish.side);
        QVERIFY(told.batches.size() > 2u); // refined as they came
        for (std::size_t i = 0; i < places.size(); ++i) {
            const Variation& variation = *told.cells.at({places[i].row, places[i].column});
            QVERIFY2(std::abs(variation.change - flips[i].first) < 1e-3, qPrintable(QString::number(i)));
            QVERIFY(std::ranges::any_of(flips, [&](const auto& flip) {
                return flip.second == variation.recipe && std::abs(flip.first - flips[i].first) < 1e-3;
            }));
        }
    }

    void keptFlipsAreNotReleasedBySingleFlips()
    {
        VariationWish wish = wishFor(VariationKind::SingleFlips);
        wish.layer = 2;
        wish.side = 8;
        wish.around.edits = onEdits(0, 1, 90.0f);
        wish.around.edits[0].layer = "hidden3";
        wish.around.scheme.reset();
        const auto released = [&] {
            int count = 0;
            for (const auto& [cell, variation] : sheetOf(*_instrument, wish).cells)
                count += variation->recipe.edits.empty() ? 1 : 0;
            return count;
        };
        wish.keepEdits = false;
        QCOMPARE(released(), 1);
        wish.keepEdits = true;
        QCOMPARE(released(), 0);
    }

    void singleFlipsOfChannelsGoOnFromASharedStart()
    {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "channels";
        test::writeConvolutionModel(path);
        Instrument instrument{ModelFolder(path)};
        Random random(1);
        VariationWish wish;
        wish.kind = VariationKind::SingleFlips;
        wish.around = {"channels", drawLatent(instrument.card(), random), {}, {}};
        wish.side = 3;
        for (wish.layer = 0; wish.layer < int(instrument.card().layers.size()); ++wish.layer) {
            const Told told = sheetOf(instrument, wish);
            // No profile: only what is on can be flipped.
            for (const auto& [cell, variation] : told.cells) {
                QCOMPARE(variation->recipe.edits.size(), 1u);
                QVERIFY(variation->recipe.edits[0].action == EditAction::Off);
                QCOMPARE(variation->recipe.edits[0].unit, *variation->unit);
                QVERIFY(l2(instrument.decoder().render(variation->recipe).image, variation->image) < 1e-4);
            }
        }
        wish.kind = VariationKind::SchemeRolls;
        QVERIFY(test::sentenceOf([&] { sheetOf(instrument, wish); }).contains("it is not known how often"));
    }

    void wishesOutOfRangeAreRefused()
    {
        const auto refused = [&](auto change) {
            VariationWish wish = wishFor(VariationKind::SingleFlips);
            change(wish);
            return test::sentenceOf([&] { sheetOf(*_instrument, wish); });
        };
        QVERIFY(refused([](VariationWish& w) { w.side = 2; }).contains("3 to 8"));
        QVERIFY(refused([](VariationWish& w) { w.side = 9; }).contains("3 to 8"));
        QVERIFY(refused([](VariationWish& w) { w.strength = 1.5; }).contains("between 0 and 1"));
        QVERIFY(refused([](VariationWish& w) { w.layer = 3; }).contains("use one of hidden1"));
        QVERIFY(refused([](VariationWish& w) { w.around.z.pop_back(); }).contains("z"));
    }

    void anAbandonedSheetStops()
    {
        std::stop_source stop;
        int batches = 0;
        QVERIFY_THROWS_EXCEPTION(Cancelled, makeVariations(
                                                *_instrument, wishFor(VariationKind::LatentSteps),
                                                [&](const auto&, const auto&) {
                                                    ++batches;
                                                    stop.request_stop();
                                                },
                                                stop.get_token()));
        QCOMPARE(batches, 1);
    }

    void childrenRepeatAndDiffer()
    {
        const Generation generation{
            {parentRecipe(1, onEdits(0, 4, 2.0f)), parentRecipe(2, onEdits(2, 4, 3.0f))}, 0.2, 77, -1};
        QCOMPARE(child(generation, 3), child(generation, 3));
        QVERIFY(child(generation, 3) != child(generation, 4));
        Generation other = generation;
        other.seed = 78;
        QVERIFY(child(generation, 3) != child(other, 3));
    }

    void childrenWithoutMutationLieBetweenTheirParents()
    {
        const Generation generation{
            {parentRecipe(1, onEdits(0, 4, 2.0f)), parentRecipe(2, onEdits(2, 4, 3.0f))}, 0.0, 77, -1};
        const std::vector<float>&a = generation.parents[0].z, &b = generation.parents[1].z;
        for (int i = 0; i < 20; ++i) {
            const Recipe made = child(generation, i);
            // On the great circle between them: the nearest point of it is the child itself.
            double nearest = 1e9;
            for (int share = 0; share <= 4000; ++share) {
                const std::vector<float> between = slerp(a, b, share / 4000.0);
                double distance = 0.0;
                for (std::size_t d = 0; d < between.size(); ++d)
                    distance = std::max(distance, std::abs(double(between[d]) - double(made.z[d])));
                nearest = std::min(nearest, distance);
            }
            QVERIFY2(nearest < 2e-3, qPrintable(QString::number(nearest)));
        }
    }

    void everyFlipOfAChildComesFromAParent()
    {
        const Generation generation{{parentRecipe(1, onEdits(0, 4, 2.0f)),
                                     parentRecipe(2, onEdits(2, 4, 3.0f)),
                                     parentRecipe(3, onEdits(20, 2, 4.0f))},
                                    0.0,
                                    77,
                                    -1};
        std::set<std::pair<int, float>> seen;
        for (int i = 0; i < 60; ++i)
            for (const Edit& edit : child(generation, i).edits) {
                QVERIFY(std::ranges::any_of(generation.parents, [&](const Recipe& one) {
                    const Edit* own = one.findEdit(edit.layer, edit.unit);
                    return own && *own == edit;
                }));
                seen.insert({edit.unit, *edit.value});
            }
        QCOMPARE(seen.size(), 10u); // 0 to 3 of the first, 2 to 5 of the second, 20 and 21 of the third
    }

    void fullMutationForgetsTheLatentsAndDropsHalfTheFlips()
    {
        const Generation generation{{parentRecipe(1, onEdits(0, 10, 2.0f))}, 1.0, 77, -1};
        const Generation other{{parentRecipe(9, onEdits(0, 10, 2.0f))}, 1.0, 77, -1};
        std::size_t left = 0;
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(child(generation, i).z, child(other, i).z);
            left += child(generation, i).edits.size();
        }
        QVERIFY2(std::abs(double(left) - 500.0) < 4.0 * std::sqrt(250.0), qPrintable(QString::number(left)));
    }

    void aSingleParentWithoutMutationIsItsOwnChild()
    {
        const Generation generation{{parentRecipe(1, onEdits(0, 4, 2.0f))}, 0.0, 77, -1};
        QCOMPARE(child(generation, 5), generation.parents[0]);
    }

    void parentsThatDoNotFitTogetherAreRefused()
    {
        Recipe stranger = parentRecipe(2, {});
        stranger.model = "other";
        QVERIFY(test::sentenceOf([] { checkParents({}); }).contains("choose"));
        QVERIFY(test::sentenceOf([&] {
                    checkParents({parentRecipe(1, {}), stranger});
                }).contains("test and other"));
        stranger.model = "test";
        stranger.z.pop_back();
        QVERIFY(test::sentenceOf([&] {
                    checkParents({parentRecipe(1, {}), stranger});
                }).contains("30 and 29"));
        QVERIFY(test::sentenceOf([&] {
                    checkParents({parentRecipe(1, {}), parentRecipe(2, {})});
                }).isEmpty());
    }

private:
    VariationWish wishFor(VariationKind kind) const
    {
        VariationWish wish;
        wish.around = _recipe;
        wish.kind = kind;
        wish.seed = seed;
        wish.call = *_recipe.scheme;
        wish.keepEdits = kind == VariationKind::LatentSteps;
        return wish;
    }

    std::unique_ptr<Instrument> _instrument;
    Recipe _recipe;
};

QTEST_GUILESS_MAIN(VariationTest)
#include "variation_test.moc"
