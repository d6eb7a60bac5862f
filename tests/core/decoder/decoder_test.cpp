// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/decoder/decoder.h"
#include "core/model/model_folder.h"
#include "core/model/prior.h"
#include "tests/core/support/operator_count.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <stop_token>
#include <thread>

using namespace flipside;
using namespace flipside::test;

namespace {

using WriteModel = void (*)(const std::filesystem::path&);

/// Models whose graphs are cut in different ways, with the number of layers in their source.
struct HardModel {
    const char* name;
    WriteModel write;
    int layers;
};
constexpr HardModel hardModels[] = {{"residual", writeResidualModel, 4},
                                    {"convolution", writeConvolutionModel, 3},
                                    {"in-place", writeInPlaceModel, 2},
                                    {"branch", writeBranchModel, 3},
                                    {"sequence", writeSequenceModel, 1}};

Edit valueEdit(const std::string& layer, int unit, float value)
{
    return {layer, unit, EditAction::Value, value};
}

float largestDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    float difference = a.size() == b.size() ? 0.0f : std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        difference = std::max(difference, std::abs(a[i] - b[i]));
    return difference;
}

/// What a decoder's raw output looks like as pixels, by the words of the card.
std::vector<float> asPixels(std::vector<float> output, const ModelCard& card)
{
    for (float& number : output)
        number = std::clamp(float((number - card.rangeLow) / (card.rangeHigh - card.rangeLow)), 0.0f, 1.0f);
    return output;
}

/// A recipe with a latent and some value edits, all drawn at random.
Recipe randomRecipe(const ModelCard& card, Random& random, int edits)
{
    Recipe recipe;
    recipe.model = card.id;
    recipe.z = drawLatent(card, random);
    for (int i = 0; i < edits; ++i) {
        const LayerInfo& layer = card.layers[random.below(card.layers.size())];
        recipe = recipe.withEdit(
            valueEdit(layer.id, int(random.below(std::uint64_t(layer.units))), float(2.0 * random.normal())));
    }
    return recipe;
}

} // namespace

class DecoderTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    std::filesystem::path root() const { return _temporary.path().toStdString(); }

    Decoder open(WriteModel write, const char* name) const
    {
        write(root() / name);
        return Decoder(ModelFolder(root() / name));
    }

private slots:
    void aLookAtWhatIsKnownAlreadyCanBeStoppedToo()
    {
        Decoder decoder = open(writeResidualModel, "residual");
        const std::vector<float> z{1, 2, 3};
        (void)decoder.observeLayer(z, 0, ObservedDetail::Units);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 (void)decoder.observeLayer(z, 0, ObservedDetail::Units, stop.get_token()));
    }

    void aCardFromBeforeActivationsWereSeenKeepsItsLayers()
    {
        Script script;
        script.source = "def forward(self, z):\n    x = torch.linear(z, self.w1)\n"
                        "    x = torch.mul(x, torch.sigmoid(x))\n"
                        "    return torch.linear(x, self.w2).view([-1, 1, 2, 2])\n";
        script.weights = {{"w1", {3, 2}, randomNumbers(6, 1.0, 1)},
                          {"w2", {4, 3}, randomNumbers(12, 1.0, 2)}};
        ModelCard card = testCard("swish", 2, 1, 2, 2);
        writeModel(root() / "swish", card, script);
        const Decoder now{ModelFolder(root() / "swish")};
        QCOMPARE(now.layers().size(), std::size_t(1));
        QCOMPARE(now.layers()[0].activation, std::string("silu"));
        // Imported when x · sigmoid(x) was not known for what it is: recipes name the sigmoid's neurons.
        card.layers = {{"hidden1", LayerKind::Dense, "sigmoid", 3, 1, 1, 0}};
        writeModel(root() / "older", card, script);
        Decoder older{ModelFolder(root() / "older")};
        QCOMPARE(older.layers()[0].activation, std::string("sigmoid"));
        const Recipe recipe{"swish", {0.5f, -1.0f}, {}, {}};
        const float on = older.render(recipe).activations[0][0];
        QVERIFY(on > 0.0f && on < 1.0f);
    }

    void layersAreFoundInTheGraph()
    {
        const Decoder decoder = open(writeTinyModel, "tiny");
        QCOMPARE(decoder.layers().size(), std::size_t(2));
        QCOMPARE(decoder.layers()[0], (LayerInfo{"hidden1", LayerKind::Dense, "relu", 3, 1, 1, 0}));
        QCOMPARE(decoder.layers()[1], (LayerInfo{"hidden2", LayerKind::Dense, "relu", 2, 1, 1, 0}));
        QCOMPARE(decoder.offValue(0), 0.0f);
        QCOMPARE(decoder.threshold(0), 1e-7f);
    }

    void outputNonLinearityIsNotALayer()
    {
        const Decoder decoder = open(writeConvolutionModel, "convolution");
        QCOMPARE(decoder.layers().size(), std::size_t(3));
        QCOMPARE(decoder.layers()[0], (LayerInfo{"hidden1", LayerKind::Dense, "elu", 32, 1, 1, 0}));
        QCOMPARE(decoder.layers()[1], (LayerInfo{"hidden2", LayerKind::Conv, "relu", 6, 4, 4, 0}));
        QCOMPARE(decoder.layers()[2], (LayerInfo{"hidden3", LayerKind::Conv, "leaky_relu", 6, 4, 4, 0}));
        QCOMPARE(decoder.offValue(0), -1.0f);
    }

    void layersOfSequencesHaveTheirLastDimensionAsUnits()
    {
        const Decoder decoder = open(writeSequenceModel, "sequence");
        QCOMPARE(decoder.layers()[0], (LayerInfo{"hidden1", LayerKind::Conv, "gelu", 7, 1, 3, 0}));
    }

    // z = (1, 2). Layer 1: relu(1, 2, 1 - 2 - 1) = (1, 2, 0). Layer 2: relu(1 + 2, -2 + 0 + 1) = (3, 0).
    // Picture: (0.3, 0.6 + 0.1, 0.2, 0.15).
    void pictureIsTheOneWorkedOutByHand()
    {
        Decoder decoder = open(writeTinyModel, "tiny");
        const Rendering rendering = decoder.render({"tiny", {1, 2}, {}, {}});
        QCOMPARE(rendering.activations, (LayerActivations{{1, 2, 0}, {3, 0}}));
        QCOMPARE(rendering.regularActivations, rendering.activations);
        QVERIFY(largestDifference(rendering.image.pixels, {0.3f, 0.7f, 0.2f, 0.15f}) < 1e-6f);
        QCOMPARE(rendering.regular, rendering.image);
        QCOMPARE(rendering.segmentsRun, 3);
    }

    // Unit 2 of layer 1 at 2: layer 2 becomes relu(3, -2 + 4 + 1) = (3, 3), and the picture
    // (0.3, 0.6 + 0.3 + 0.1, 0.9 + 0.2, 0.15 + 0.15), where 1.1 is clamped.
    void flippedPictureIsTheOneWorkedOutByHand()
    {
        Decoder decoder = open(writeTinyModel, "tiny");
        const Rendering rendering = decoder.render({"tiny", {1, 2}, {valueEdit("hidden1", 2, 2)}, {}});
        QCOMPARE(rendering.activations, (LayerActivations{{1, 2, 2}, {3, 3}}));
        QCOMPARE(rendering.regularActivations, (LayerActivations{{1, 2, 0}, {3, 0}}));
        QVERIFY(largestDifference(rendering.image.pixels, {0.3f, 1.0f, 1.0f, 0.3f}) < 1e-6f);
        QVERIFY(largestDifference(rendering.regular.pixels, {0.3f, 0.7f, 0.2f, 0.15f}) < 1e-6f);
    }

    // Unit 0 of layer 2 off: the picture is left with its biases (0, 0.1, 0.2, 0).
    void offSetsTheMinimumOfTheActivationFunction()
    {
        Decoder decoder = open(writeTinyModel, "tiny");
        const Edit off{"hidden2", 0, EditAction::Off, {}};
        const Rendering rendering = decoder.render({"tiny", {1, 2}, {off}, {}});
        QVERIFY(largestDifference(rendering.image.pixels, {0, 0.1f, 0.2f, 0}) < 1e-6f);
    }

    void regularPictureEqualsThePlainModule_data() { addHardModels(); }
    void regularPictureEqualsThePlainModule()
    {
        QFETCH(int, model);
        Decoder decoder = open(hardModels[model].write, hardModels[model].name);
        QCOMPARE(int(decoder.layers().size()), hardModels[model].layers);
        Random random(1);
        for (int i = 0; i < 20; ++i) {
            const Recipe recipe = randomRecipe(decoder.card(), random, 0);
            const std::vector<float> expected = evaluate(root() / hardModels[model].name, recipe.z);
            QVERIFY(largestDifference(decoder.render(recipe).image.pixels,
                                      asPixels(expected, decoder.card())) < 1e-6f);
        }
    }

    void cutGraphEqualsWholeGraphForEveryUnit_data() { addHardModels(); }
    void cutGraphEqualsWholeGraphForEveryUnit()
    {
        QFETCH(int, model);
        Decoder decoder = open(hardModels[model].write, hardModels[model].name);
        Random random(2);
        Recipe recipe = randomRecipe(decoder.card(), random, 0);
        for (int layer = 0; layer < int(decoder.layers().size()); ++layer)
            for (int unit = 0; unit < decoder.layers()[std::size_t(layer)].units; ++unit) {
                const auto value = float(2.0 * random.normal());
                recipe.edits = {valueEdit(decoder.layers()[std::size_t(layer)].id, unit, value)};
                const std::vector<float> expected =
                    evaluateEdited(root() / hardModels[model].name, recipe.z, layer, unit, value);
                QVERIFY(largestDifference(decoder.render(recipe).image.pixels,
                                          asPixels(expected, decoder.card())) < 1e-6f);
            }
    }

    void anyOrderOfRecipesGivesThePicturesOfAFreshDecoder_data() { addHardModels(); }
    void anyOrderOfRecipesGivesThePicturesOfAFreshDecoder()
    {
        QFETCH(int, model);
        Decoder decoder = open(hardModels[model].write, hardModels[model].name);
        Random random(3);
        Recipe recipe = randomRecipe(decoder.card(), random, 0);
        for (int i = 0; i < 40; ++i) {
            const Recipe next = randomRecipe(decoder.card(), random, int(random.below(4)));
            if (random.below(5) == 0)
                recipe.z = next.z;
            recipe.edits = next.edits;
            const Rendering used = decoder.render(recipe);
            const Rendering fresh = Decoder(ModelFolder(root() / hardModels[model].name)).render(recipe);
            QCOMPARE(used.image, fresh.image);
            QCOMPARE(used.regular, fresh.regular);
            QCOMPARE(used.activations, fresh.activations);
            QCOMPARE(used.regularActivations, fresh.regularActivations);
        }
    }

    void flippedNeuronChangesOnlyLaterLayers()
    {
        writeRandomMlpModel(root() / "mlp", 6, {20, 20, 20, 20}, 5, 5);
        Decoder decoder(ModelFolder(root() / "mlp"));
        Random random(4);
        Recipe recipe = randomRecipe(decoder.card(), random, 0);
        for (std::size_t flipped = 0; flipped < 4; ++flipped) {
            recipe.edits = {valueEdit(decoder.layers()[flipped].id, 7, 9.0f)};
            const Rendering rendering = decoder.render(recipe);
            for (std::size_t layer = 0; layer < 4; ++layer)
                QCOMPARE(rendering.activations[layer] == rendering.regularActivations[layer],
                         layer < flipped);
            std::vector<float> sameLayer = rendering.regularActivations[flipped];
            sameLayer[7] = 9.0f;
            QCOMPARE(rendering.activations[flipped], sameLayer);
            QVERIFY(rendering.image != rendering.regular);
        }
    }

    void onlySegmentsAfterTheFirstChangeAreRun()
    {
        writeRandomMlpModel(root() / "mlp", 6, {20, 20, 20}, 5, 5);
        Decoder decoder(ModelFolder(root() / "mlp"));
        Random random(5);
        Recipe recipe = randomRecipe(decoder.card(), random, 0);
        QCOMPARE(decoder.render(recipe).segmentsRun, 4);
        QCOMPARE(decoder.render(recipe).segmentsRun, 0);
        recipe.edits = {valueEdit("hidden2", 1, 3.0f)};
        QCOMPARE(decoder.render(recipe).segmentsRun, 2);
        QCOMPARE(decoder.render(recipe).segmentsRun, 0);
        recipe.edits.push_back(valueEdit("hidden3", 1, 3.0f));
        QCOMPARE(decoder.render(recipe).segmentsRun, 1); // the edited hidden2 is kept
        recipe.edits[0].value = 4.0f;
        QCOMPARE(decoder.render(recipe).segmentsRun, 2);
        recipe.z[0] += 1.0f;
        QCOMPARE(decoder.render(recipe).segmentsRun, 4 + 2);
    }

    void aFlipCallsNoOperatorFromBeforeItsLayer()
    {
        writeUpsamplingModel(root() / "upsampling", 32,
                             64); // a linear layer, three convolutions, one to colours
        Decoder decoder(ModelFolder(root() / "upsampling"));
        Random random(5);
        Recipe recipe = randomRecipe(decoder.card(), random, 0);
        const auto first = countOperators([&] { (void)decoder.render(recipe); });
        QCOMPARE(first.at("aten::linear"), 1);
        QCOMPARE(first.at("aten::conv2d"), 4);
        QCOMPARE(first.at("aten::relu"), 4);
        for (int layer = 0; layer < 4; ++layer) {
            recipe.edits = {valueEdit(decoder.layers()[std::size_t(layer)].id, 3, 2.0f)};
            auto counts = countOperators([&] { (void)decoder.render(recipe); });
            QCOMPARE(counts["aten::linear"], 0);
            QCOMPARE(counts["aten::conv2d"], 4 - layer);
            QCOMPARE(counts["aten::relu"], 3 - layer);
        }
    }

    void aNewerRequestStopsADecodeBeforeItsNextOperator()
    {
        Script script = linearScript();
        // Three products in a row, with no layer between them to look at the request.
        script.source = "def forward(self, z):\n    x = torch.relu(torch.linear(z, self.w1))\n"
                        "    x = torch.matmul(torch.matmul(torch.matmul(x, self.m), self.m), self.m)\n"
                        "    return torch.linear(x, self.w2).view([-1, 1, 2, 2])\n";
        script.weights.push_back({"m", {3, 3}, std::vector<float>(9, 0.5f)});
        writeModel(root() / "products", testCard("products", 2, 1, 2, 2), script);
        Decoder decoder(ModelFolder(root() / "products"));
        std::stop_source stop;
        const auto counts = countOperators(
            [&] {
                QVERIFY_THROWS_EXCEPTION(
                    Cancelled, (void)decoder.render({"products", {1, 2}, {}, {}}, stop.get_token()));
            },
            [&](const std::string& name) {
                if (name == "aten::matmul")
                    stop.request_stop();
            });
        QCOMPARE(counts.at("aten::matmul"), 1);
    }

    void editOfAChannelSetsItsWholeMap()
    {
        Decoder decoder = open(writeConvolutionModel, "convolution");
        Random random(6);
        Recipe recipe = randomRecipe(decoder.card(), random, 0);
        recipe.edits = {valueEdit("hidden2", 3, 0.75f)};
        const Rendering rendering = decoder.render(recipe);
        QCOMPARE(rendering.activations[1][3], 0.75f); // the mean over the map
        QVERIFY(rendering.regularActivations[1][3] != 0.75f);
    }

    void batchEqualsSingle_data() { addHardModels(); }
    void batchEqualsSingle()
    {
        QFETCH(int, model);
        Decoder decoder = open(hardModels[model].write, hardModels[model].name);
        Random random(7);
        std::vector<Recipe> recipes;
        std::vector<float> zs;
        for (int i = 0; i < 150; ++i) {
            recipes.push_back(randomRecipe(decoder.card(), random, i % 4));
            zs.insert(zs.end(), recipes.back().z.begin(), recipes.back().z.end());
        }
        const std::vector<Image> images = decoder.renderImages(recipes);
        const std::vector<Observation> observed = decoder.observe(zs);
        QCOMPARE(images.size(), recipes.size());
        for (std::size_t i = 0; i < recipes.size(); ++i) {
            const Rendering single = decoder.render(recipes[i]);
            QVERIFY(largestDifference(images[i].pixels, single.image.pixels) < 1e-5f);
            for (std::size_t layer = 0; layer < observed.size(); ++layer) {
                const std::vector<float>& units = single.regularActivations[layer];
                const auto row = observed[layer].activations.begin() + std::ptrdiff_t(i * units.size());
                QVERIFY(largestDifference({row, row + std::ptrdiff_t(units.size())}, units) < 1e-4f);
            }
        }
    }

    void aLayerObservedAloneIsAsAmongAll_data() { addHardModels(); }
    void aLayerObservedAloneIsAsAmongAll()
    {
        QFETCH(int, model);
        Decoder decoder = open(hardModels[model].write, hardModels[model].name);
        Random random(7);
        std::vector<float> zs;
        for (int i = 0; i < 70; ++i) {
            const Recipe recipe = randomRecipe(decoder.card(), random, 0);
            zs.insert(zs.end(), recipe.z.begin(), recipe.z.end());
        }
        const std::vector<Observation> all = decoder.observe(zs);
        for (std::size_t layer = 0; layer < all.size(); ++layer) {
            const Observation alone = decoder.observeLayer(zs, int(layer), ObservedDetail::Places);
            QVERIFY(alone.activations == all[layer].activations);
            QVERIFY(alone.onShares == all[layer].onShares);
            if (decoder.layers()[layer].kind == LayerKind::Conv)
                QVERIFY(alone.maps == all[layer].maps);
            QVERIFY(decoder.observeLayer(zs, int(layer), ObservedDetail::Units).maps.empty());
        }
    }

    void picturesOfObservedLatentsAreAsWithoutObserving_data() { addHardModels(); }
    void picturesOfObservedLatentsAreAsWithoutObserving()
    {
        QFETCH(int, model);
        Decoder plain = open(hardModels[model].write, hardModels[model].name);
        Decoder decoder = open(hardModels[model].write, hardModels[model].name);
        Random random(7);
        std::vector<Recipe> recipes;
        std::vector<float> zs;
        for (int i = 0; i < 70; ++i) {
            recipes.push_back(randomRecipe(decoder.card(), random, i % 4));
            zs.insert(zs.end(), recipes.back().z.begin(), recipes.back().z.end());
        }
        const std::vector<Image> expected = plain.renderImages(recipes);
        // Edits lie before the observed layer, in it and after it, in turn.
        for (int layer = 0; layer < int(decoder.layers().size()); ++layer) {
            (void)decoder.observeLayer(zs, layer, ObservedDetail::Units);
            const std::vector<Image> images = decoder.renderImages(recipes);
            for (std::size_t i = 0; i < images.size(); ++i)
                QVERIFY(largestDifference(images[i].pixels, expected[i].pixels) < 1e-6f);
        }
    }

    void latentsObservedAgainAreNotDecodedAgainWhileThereIsRoom()
    {
        writeUpsamplingModel(root() / "observed", 32, 64);
        Decoder decoder(ModelFolder(root() / "observed"));
        Random random(9);
        const auto latents = [&] {
            std::vector<float> zs;
            for (int i = 0; i < 24; ++i) {
                const Recipe recipe = randomRecipe(decoder.card(), random, 0);
                zs.insert(zs.end(), recipe.z.begin(), recipe.z.end());
            }
            return zs;
        };
        const auto convolutions = [&](std::span<const float> zs, int layer) {
            auto counts =
                countOperators([&] { (void)decoder.observeLayer(zs, layer, ObservedDetail::Units); });
            return counts["aten::conv2d"];
        };
        (void)convolutions(latents(), 3); // finds out how many fit into a batch
        const std::vector<float> zs = latents();
        const int first = convolutions(zs, 3);
        QVERIFY(first > 0);
        QCOMPARE(convolutions(zs, 3), 0);
        QVERIFY(convolutions(zs, 2) > 0);
        QCOMPARE(convolutions(zs, 3), 0);
        const LayerInfo& last = decoder.layers()[3];
        constexpr int room = 1 << 23;
        for (int kept = 0; kept < room; kept += 24 * last.units * last.height * last.width)
            (void)convolutions(latents(), 3);
        QCOMPARE(convolutions(zs, 3), first);
    }

    void decoderWithABuiltInBatchOfOneRendersManyRecipes()
    {
        Script script = linearScript();
        script.source = "def forward(self, z):\n"
                        "    h = torch.relu(torch.linear(z.view([1, 2]), self.w1))\n"
                        "    return torch.sigmoid(torch.linear(h, self.w2)).view([1, 1, 2, 2])\n";
        writeModel(root() / "one", testCard("one", 2, 1, 2, 2), script);
        Decoder decoder(ModelFolder(root() / "one"));
        const std::vector<Recipe> recipes = {{"one", {1, 2}, {}, {}}, {"one", {-3, 1}, {}, {}}};
        const std::vector<Image> images = decoder.renderImages(recipes);
        QCOMPARE(images[0], decoder.render(recipes[0]).image);
        QCOMPARE(images[1], decoder.render(recipes[1]).image);
    }

    void abandonedRenderIsCancelledAndTheNextOneIsRight()
    {
        writeSlowModel(root() / "slow", 1.0);
        Decoder decoder(ModelFolder(root() / "slow"));
        Random random(8);
        Recipe recipe = randomRecipe(decoder.card(), random, 0);
        std::stop_source stop;
        std::thread impatient([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(150));
            stop.request_stop();
        });
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)decoder.render(recipe, stop.get_token()));
        impatient.join();

        // What was finished is kept, so the rest takes fewer segments than a whole decode.
        const Rendering rest = decoder.render(recipe);
        QVERIFY(rest.segmentsRun < 9);
        const Rendering whole = Decoder(ModelFolder(root() / "slow")).render(recipe);
        QCOMPARE(whole.segmentsRun, 9);
        QCOMPARE(rest.image, whole.image);
        QCOMPARE(rest.activations, whole.activations);
    }

    void picturesThatTakeLongAreShownAsFarAsTheyAre()
    {
        writeSketchingModel(root() / "sketching", 1.0);
        Decoder decoder(ModelFolder(root() / "sketching"));
        QCOMPARE(decoder.layers().size(), std::size_t{3});
        Random random(9);
        (void)decoder.render(randomRecipe(decoder.card(), random, 0)); // finds where the small pictures are
        const Recipe recipe = randomRecipe(decoder.card(), random, 0);
        std::vector<Image> sketches;
        const auto collect = [&](Image sketch) { sketches.push_back(std::move(sketch)); };
        const Rendering whole = decoder.render(recipe, {}, collect);
        QCOMPARE(whole.image, Decoder(ModelFolder(root() / "sketching")).render(recipe).image);
        // Of 16×16 after the first half second, of 32×32 after the second.
        QVERIFY(!sketches.empty());
        double before = 1.0;
        for (const Image& sketch : sketches) {
            QCOMPARE(sketch.width, 64);
            QCOMPARE(sketch.size(), whole.image.size());
            double off = 0.0;
            for (std::size_t i = 0; i < sketch.pixels.size(); ++i)
                off += std::abs(double(sketch.pixels[i] - whole.image.pixels[i])) / double(sketch.size());
            QVERIFY(off > 0.0 && off < before);
            before = off;
        }
        QVERIFY(before < 0.15);

        // A flip in the last layer runs nothing that came before it, and the picture with flips comes first.
        sketches.clear();
        Recipe flipped = recipe.withEdit(valueEdit("hidden3", 1, 2.0f));
        const Rendering quick = decoder.render(flipped, {}, collect);
        QCOMPARE(quick.segmentsRun, 1);
        QVERIFY(sketches.empty());
        flipped.z = randomRecipe(decoder.card(), random, 0).z;
        flipped.edits[0].layer = "hidden1";
        const Rendering slow = decoder.render(flipped, {}, collect);
        QVERIFY(!sketches.empty());
        QCOMPARE(sketches.back(), slow.image);
        QVERIFY(slow.image != slow.regular);
    }

    void batchIsAbandonedToo()
    {
        Decoder decoder = open(writeResidualModel, "residual");
        std::stop_source stop;
        stop.request_stop();
        const std::vector<Recipe> recipes(3, Recipe{"residual", {1, 2, 3}, {}, {}});
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)decoder.renderImages(recipes, stop.get_token()));
        const std::vector<float> latents(9, 1.0f);
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)decoder.observe(latents, stop.get_token()));
    }

    void overflowingEditGivesAPictureOfNumbers()
    {
        Decoder decoder = open(writeResidualModel, "residual");
        const float huge = std::numeric_limits<float>::max();
        const Rendering rendering = decoder.render(
            {"residual", {1, 2, 3}, {valueEdit("hidden1", 0, huge), valueEdit("hidden1", 1, -huge)}, {}});
        for (const float pixel : rendering.image.pixels)
            QVERIFY(pixel >= 0.0f && pixel <= 1.0f);
        for (const std::vector<float>& layer : rendering.activations)
            for (const float activation : layer)
                QVERIFY(std::isfinite(activation));
        // The overflow does not stay behind.
        const Rendering after = decoder.render({"residual", {1, 2, 3}, {}, {}});
        QCOMPARE(after.image,
                 Decoder(ModelFolder(root() / "residual")).render({"residual", {1, 2, 3}, {}, {}}).image);
    }

    void recipesThatDoNotFitGetTheirOwnSentences()
    {
        Decoder decoder = open(writeTinyModel, "tiny");
        const auto sentence = [&](const Recipe& recipe) {
            return sentenceOf([&] { (void)decoder.render(recipe); });
        };
        const float nan = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(sentence({"other", {1, 2}, {}, {}}).contains("belongs to the model \"other\""));
        QVERIFY(sentence({"tiny", {1}, {}, {}}).contains("z has 1 numbers, and the model tiny needs 2"));
        QVERIFY(sentence({"tiny", {1, nan}, {}, {}}).contains("not finite"));
        QVERIFY(sentence({"tiny", {1, 2}, {valueEdit("hidden9", 0, 1)}, {}}).contains("\"hidden9\""));
        QVERIFY(sentence({"tiny", {1, 2}, {valueEdit("hidden1", 3, 1)}, {}}).contains("units are 0 to 2"));
        QVERIFY(sentence({"tiny", {1, 2}, {valueEdit("hidden1", -1, 1)}, {}}).contains("unit -1"));
        QVERIFY(
            sentence({"tiny", {1, 2}, {valueEdit("hidden1", 0, nan)}, {}}).contains("not a finite number"));
        const std::vector<Edit> twice = {valueEdit("hidden1", 0, 1), valueEdit("1", 0, 2)};
        QVERIFY(sentence({"tiny", {1, 2}, twice, {}}).contains("twice"));
        const Edit onWithoutValue{"hidden1", 0, EditAction::On, {}};
        QVERIFY(sentence({"tiny", {1, 2}, {onWithoutValue}, {}}).contains("no profile"));
    }

    void measuredTimesArePositive()
    {
        Decoder decoder = open(writeTinyModel, "tiny");
        QVERIFY(decoder.measure(-1, 5) > 0.0);
        QVERIFY(decoder.measure(1, 5) > 0.0);
        QVERIFY(decoder.measurePlain(5) > 0.0);
        QVERIFY_THROWS_EXCEPTION(ArgumentError, (void)decoder.measure(2, 5));
        QVERIFY_THROWS_EXCEPTION(ArgumentError, (void)decoder.measurePlain(0));
    }

private:
    static void addHardModels()
    {
        QTest::addColumn<int>("model");
        for (int i = 0; i < int(std::size(hardModels)); ++i)
            QTest::newRow(hardModels[i].name) << i;
    }
};

QTEST_GUILESS_MAIN(DecoderTest)
#include "decoder_test.moc"
