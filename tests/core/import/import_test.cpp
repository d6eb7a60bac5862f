// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/decoder/decoder.h"
#include "core/import/guess_model.h"
#include "core/import/import_model.h"
#include "core/import/profile_model.h"
#include "core/instrument/instrument.h"
#include "core/profile/activation_profile.h"
#include "tests/core/support/test_models.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <set>
#include <tuple>

using namespace flipside;
using Json = nlohmann::json;

namespace {

constexpr double closeEnough = 1e-5;

double largestDifference(const std::vector<float>& pixels, const std::vector<float>& expected)
{
    double largest = pixels.size() == expected.size() ? 0.0 : 1.0;
    for (std::size_t i = 0; i < std::min(pixels.size(), expected.size()); ++i)
        largest = std::max(largest, std::abs(double(pixels[i]) - double(expected[i])));
    return largest;
}

} // namespace

/// Generators that PyTorch exported (support/generators.py) against what PyTorch makes of the same numbers.
class ImportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void latentAndPictureAreFoundOut_data() { eachGenerator(); }
    void latentAndPictureAreFoundOut();
    void picturesAreThoseOfPyTorch_data() { eachGenerator(); }
    void picturesAreThoseOfPyTorch();
    void flippedUnitsAreThoseOfAForwardHook_data() { eachGenerator(); }
    void flippedUnitsAreThoseOfAForwardHook();
    void cutGraphEqualsTheWhole_data() { eachGenerator(); }
    void cutGraphEqualsTheWhole();
    void layersHaveTheNamesOfTheirModules_data() { eachGenerator(); }
    void layersHaveTheNamesOfTheirModules();
    void mapsHaveTheMeansThatTheHeatmapShows_data() { eachGenerator(); }
    void mapsHaveTheMeansThatTheHeatmapShows();
    void importedModelIsProfiledAndPlayed();
    void givenLatentAndRangeAreTaken();
    void whatCannotBeImportedLeavesNothing_data();
    void whatCannotBeImportedLeavesNothing();
    void aSlowGeneratorIsTriedLessOften();
    void whatWasFoundOutIsTold();
    void aProfileThatIsShortOfTimeSaysHowManyDrawsItIsMadeOf();
    void cancelledImportLeavesNothing();
    void anImportIsCancelledInTheMiddleOfARun();
    void anotherImportOfTheSameIdReplacesTheFirst();
    void anImportDoesNotTakeTheIdOfABundledModel();
    void latentShapesAreReadAsPeopleWriteThem();

private:
    std::filesystem::path path(const std::string& name) const
    {
        return std::filesystem::path(_folder.path().toStdString()) / name;
    }
    void eachGenerator() const
    {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < _generators.size(); ++i)
            QTest::newRow(_generators[i].at("name").get<std::string>().c_str()) << int(i);
    }
    const Json& generator() const
    {
        QFETCH(int, number);
        return _generators[std::size_t(number)];
    }
    static std::vector<int> latentOf(const Json& generator) { return generator.at("latent"); }
    /// An empty latent is guessed. Imported at the first call: each import takes a process of its own.
    ModelFolder imported(const Json& generator, const std::vector<int>& latent = {})
    {
        const auto name = generator.at("name").get<std::string>();
        const std::filesystem::path root = path(latent.empty() ? "models" : "models-of-given-latents");
        if (_imported.insert(root / name).second) {
            ModelImport given;
            given.decoder = path(name + ".pt");
            given.id = name;
            given.latentShape = latent;
            Progress progress;
            (void)importModel(given, root, progress);
        }
        return ModelFolder(root / name);
    }
    static Recipe recipeOf(const Json& generator)
    {
        return {generator.at("name"), generator.at("z").get<std::vector<float>>(), {}, {}};
    }
    static Edit editOf(const Decoder& decoder, const Json& edit)
    {
        Edit made{decoder.layers().at(edit.at("layer").get<std::size_t>()).id, edit.at("unit").get<int>(),
                  EditAction::Value, edit.at("value").get<float>()};
        if (edit.contains("cell"))
            made.region = Region{{}, {{edit["cell"][0].get<int>(), edit["cell"][1].get<int>()}}};
        return made;
    }

    QTemporaryDir _folder;
    Json _generators;
    std::set<std::filesystem::path> _imported;
};

void ImportTest::initTestCase()
{
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"),
                 {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/generators.py"), _folder.path()});
    QVERIFY2(python.waitForFinished(120000) && python.exitCode() == 0, python.readAllStandardError());
    _generators = Json::parse(readFile(path("generators.json")));
    QVERIFY(_generators.size() >= 10);
}

void ImportTest::latentAndPictureAreFoundOut()
{
    const Json& expected = generator();
    const ModelCard card = Decoder(imported(expected)).card();
    int length = 1;
    for (const int size : expected.at("guessed-latent").get<std::vector<int>>())
        length *= size;
    QCOMPARE(card.latentLength(), length);
    QCOMPARE((std::vector{card.channels, card.height, card.width}),
             expected.at("guessed-image").get<std::vector<int>>());
    QCOMPARE(card.rangeLow, expected.at("low").get<double>());
    QCOMPARE(card.rangeHigh, expected.at("high").get<double>());
    std::vector<int> units;
    for (const LayerInfo& layer : card.layers)
        units.push_back(layer.units);
    QCOMPARE(units, expected.at("units").get<std::vector<int>>());
}

void ImportTest::layersHaveTheNamesOfTheirModules()
{
    const Json& expected = generator();
    const ModelFolder folder = imported(expected);
    std::vector<std::string> found;
    const Decoder decoder(folder);
    for (const LayerInfo& layer : decoder.layers())
        found.push_back(layer.module);
    QCOMPARE(found, expected.at("modules").get<std::vector<std::string>>());
    for (std::size_t i = 0; i < found.size(); ++i) // and in the card, for whoever reads only that
        QCOMPARE(folder.card().layers[i].module, found[i]);
}

void ImportTest::picturesAreThoseOfPyTorch()
{
    const Json& expected = generator();
    Decoder decoder(imported(expected, latentOf(expected)));
    const double difference = largestDifference(decoder.render(recipeOf(expected)).image.pixels,
                                                expected.at("pixels").get<std::vector<float>>());
    QVERIFY2(difference < closeEnough, qPrintable(QString::number(difference)));
}

void ImportTest::flippedUnitsAreThoseOfAForwardHook()
{
    const Json& expected = generator();
    Decoder decoder(imported(expected, latentOf(expected)));
    for (const Json& edit : expected.at("edits")) {
        const Recipe recipe = recipeOf(expected).withEdit(editOf(decoder, edit));
        const double difference = largestDifference(decoder.render(recipe).image.pixels,
                                                    edit.at("pixels").get<std::vector<float>>());
        QVERIFY2(difference < closeEnough,
                 qPrintable(QString("layer %1: %2").arg(edit.at("layer").get<int>()).arg(difference)));
    }
}

void ImportTest::cutGraphEqualsTheWhole()
{
    const Json& expected = generator();
    const ModelFolder folder = imported(expected, latentOf(expected));
    Decoder kept(folder);
    (void)kept.render(recipeOf(expected));
    for (const Json& edit : expected.at("edits")) {
        const Recipe recipe = recipeOf(expected).withEdit(editOf(kept, edit));
        Decoder fresh(folder);
        QCOMPARE(kept.render(recipe).image.pixels, fresh.render(recipe).image.pixels);
    }
}

void ImportTest::mapsHaveTheMeansThatTheHeatmapShows()
{
    const Json& expected = generator();
    Decoder decoder(imported(expected, latentOf(expected)));
    for (const Json& edit : expected.at("edits")) {
        const Edit made = editOf(decoder, edit);
        const Recipe recipe = recipeOf(expected).withEdit(made);
        const int layer = edit.at("layer").get<int>();
        const LayerInfo& info = decoder.layers()[std::size_t(layer)];
        const LayerMaps maps = decoder.maps(recipe, layer);
        QCOMPARE(maps.height, info.height);
        QCOMPARE(maps.width, info.width);
        const Rendering rendering = decoder.render(recipe);
        for (int unit = 0; unit < info.units; ++unit) {
            double sum = 0.0;
            double on = 0.0;
            for (const float place : maps.map(unit)) {
                sum += double(place);
                on += place > decoder.threshold(layer) ? 1.0 : 0.0;
            }
            const double mean = double(rendering.activations[std::size_t(layer)][std::size_t(unit)]);
            const double places = double(maps.map(unit).size());
            QVERIFY(std::abs(sum / places - mean) < closeEnough);
            QCOMPARE(rendering.onShares[std::size_t(layer)][std::size_t(unit)], float(on / places));
            QCOMPARE(rendering.isOn(layer, unit), on / places >= 0.5);
        }
        const std::span<const float> held = maps.map(made.unit);
        if (made.region) {
            const Cell& cell = made.region->cells.front();
            QCOMPARE(held[std::size_t(cell.row * maps.width + cell.column)], *made.value);
        } else {
            QVERIFY(std::ranges::all_of(held, [&](float place) { return place == *made.value; }));
        }
    }
    QVERIFY_THROWS_EXCEPTION(ArgumentError, decoder.maps(recipeOf(expected), 99));
}

void ImportTest::importedModelIsProfiledAndPlayed()
{
    for (const Json& expected : _generators) {
        if (expected.at("name") != "convolutional-traced" && expected.at("name") != "every-activation")
            continue;
        const ModelFolder folder = imported(expected);
        Progress progress;
        profileModel(folder, {}, progress);
        Instrument instrument{ModelFolder(folder.path())};
        QVERIFY(instrument.profile());
        SchemeCall call;
        call.name = "random";
        call.layer = instrument.card().layers.front().id;
        call.neurons = 3;
        const std::vector<Recipe> samples = instrument.sample(call, 1, 0, 2);
        QCOMPARE(instrument.decoder().renderImages(samples).size(), 2u);
    }
}

void ImportTest::givenLatentAndRangeAreTaken()
{
    ModelImport given;
    given.decoder = path("of-maps.pt");
    given.id = "given";
    given.latentShape = {4, 6, 10};
    given.range = {{-0.5, 1.5}};
    Progress progress;
    const ModelCard card = ModelFolder(importModel(given, path("models"), progress).folder).card();
    QCOMPARE((std::vector{card.height, card.width}), (std::vector{24, 40}));
    QCOMPARE(card.rangeLow, -0.5);
    QCOMPARE(card.rangeHigh, 1.5);
}

void ImportTest::whatCannotBeImportedLeavesNothing_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("latent");
    QTest::addColumn<QString>("says");
    writeFile(path("text.pt"), "not a model");
    writeFile(path("cut.pt"), readFile(path("in-place.pt")).substr(0, 5000));
    QTest::newRow("no archive") << "text.pt"
                                << ""
                                << "text.pt";
    QTest::newRow("cut off") << "cut.pt"
                             << ""
                             << "cut.pt";
    QTest::newRow("missing") << "missing.pt"
                             << ""
                             << "missing.pt";
    QTest::newRow("nothing to flip") << "nothing-to-flip.pt"
                                     << ""
                                     << "nothing to flip";
    QTest::newRow("not a number") << "not-a-number.pt"
                                  << ""
                                  << "NaN";
    QTest::newRow("ten channels") << "tiles.pt"
                                  << ""
                                  << "10 channels";
    QTest::newRow("picture to picture") << "super-resolution.pt"
                                        << ""
                                        << "it turns pictures into pictures";
    QTest::newRow("sound") << "sound.pt"
                           << ""
                           << "as sound is";
    QTest::newRow("in training") << "in-training.pt"
                                 << ""
                                 << "eval()";
    QTest::newRow("why no latent fits") << "in-place.pt"
                                        << "9"
                                        << "mat1 and mat2";
    QTest::newRow("other latent") << "in-place.pt"
                                  << "9"
                                  << "latent";
}

void ImportTest::whatCannotBeImportedLeavesNothing()
{
    QFETCH(QString, file);
    QFETCH(QString, latent);
    QFETCH(QString, says);
    ModelImport given;
    given.decoder = path(file.toStdString());
    given.id = "refused";
    if (!latent.isEmpty())
        given.latentShape = latentShapeFrom(latent.toStdString());
    Progress progress;
    try {
        (void)importModel(given, path("refused-models"), progress);
        QFAIL("it was imported");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains(says), error.what());
        QVERIFY2(!QString(error.what()).contains(".importing"), error.what());
    }
    QVERIFY(std::filesystem::is_empty(path("refused-models")));
}

void ImportTest::aSlowGeneratorIsTriedLessOften()
{
    const ModelFolder folder = imported(_generators.front());
    QCOMPARE(guessModel(folder).pictures, 16);
    QCOMPARE(guessModel(folder, {}, {std::chrono::milliseconds(0)}).pictures, 2);
}

void ImportTest::whatWasFoundOutIsTold()
{
    const auto told = [&](const std::string& name) {
        ModelImport given;
        given.decoder = path(name + ".pt");
        given.id = name;
        Progress progress;
        QString all;
        for (const std::string& sentence : importModel(given, path("models"), progress).found)
            all += QString::fromStdString(sentence) + '\n';
        return all;
    };
    const QString maps = told("of-maps");
    for (const char* part : {"colour pictures of 64×64", "a latent of 4×16×16", "from 0 to 1", "2 layers",
                             "12 channels of silu (2)", "may be of any size: 4x32x32"})
        QVERIFY2(maps.contains(part), qPrintable(maps));
    const QString lists = told("lists-scripted");
    for (const char* part : {"grey pictures of 12×12", "a latent of 16 numbers", "6 layers",
                             "16 neurons of relu (a.0.act)", "16 neurons of silu (b.0.silu)"})
        QVERIFY2(lists.contains(part), qPrintable(lists));
    QVERIFY(told("alpha").contains("before white"));
    QVERIFY(told("picture-channels-last").contains("channels last"));
}

void ImportTest::aProfileThatIsShortOfTimeSaysHowManyDrawsItIsMadeOf()
{
    const ModelFolder folder = imported(_generators.front());
    const auto profiled = [&](const ProfileEffort& effort) {
        Progress progress;
        profileModel(ModelFolder(folder.path()), {}, progress, effort);
        const ModelCard card = ModelFolder(folder.path()).card();
        const auto samples = ActivationProfile::read(folder.profileFile()).samples;
        return std::tuple(card.provenance.at("profile_samples"), samples, readFile(folder.profileFile()));
    };
    const auto quick = profiled({std::nullopt, std::chrono::milliseconds(0)});
    QCOMPARE(std::get<0>(quick), std::string("500"));
    QCOMPARE(std::get<1>(quick), 500u);
    QVERIFY(profiled({500}) == quick); // to the last bit
    const auto longer = profiled({700});
    QCOMPARE(std::get<0>(longer), std::string("700"));
    QCOMPARE(std::get<1>(longer), 700u);
    QCOMPARE(*ProfileEffort::whole().samples, 20000u);
    // More time than all draws need.
    QCOMPARE(std::get<1>(profiled({std::nullopt, std::chrono::hours(100)})), 20000u);
}

void ImportTest::cancelledImportLeavesNothing()
{
    class CancelHalfWay final : public Progress {
    public:
        void report(double done, const std::string&) override { _reached = done >= 0.5; }
        bool cancelled() const override { return _reached; }

    private:
        bool _reached = false;
    };
    ModelImport given;
    given.decoder = path("in-place.pt");
    given.id = "cancelled";
    CancelHalfWay progress;
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)importModel(given, path("cancelled-models"), progress));
    QVERIFY(std::filesystem::is_empty(path("cancelled-models")));
}

void ImportTest::anImportIsCancelledInTheMiddleOfARun()
{
    test::Script script = test::linearScript();
    script.source = "def forward(self, z):\n    i = 0\n    while i >= 0:\n        i = (i + 1) % 7\n"
                    "    return torch.relu(z) + i\n";
    const std::filesystem::path file = path("endless.pt");
    test::writeScript(file, script);
    class CancelSoon final : public Progress {
    public:
        bool cancelled() const override { return _timer.elapsed() > 500; }
        QElapsedTimer& timer() { return _timer; }

    private:
        QElapsedTimer _timer;
    };
    ModelImport given;
    given.decoder = file;
    given.id = "endless";
    given.latentShape = {4};
    CancelSoon progress;
    progress.timer().start();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)importModel(given, path("endless-models"), progress));
    QVERIFY(progress.timer().elapsed() < 20000); // a run that nobody cancels ends after a minute
    QVERIFY(std::filesystem::is_empty(path("endless-models")));
}

void ImportTest::anotherImportOfTheSameIdReplacesTheFirst()
{
    ModelImport given;
    given.id = "twice";
    Progress progress;
    given.decoder = path("in-place.pt");
    QVERIFY(!importModel(given, path("twice-models"), progress).replaced);
    given.decoder = path("overshooting.pt");
    const ImportedModel second = importModel(given, path("twice-models"), progress);
    QVERIFY(second.replaced);
    QCOMPARE(ModelFolder(second.folder).card().latentLength(), 6);
    QCOMPARE(std::distance(std::filesystem::directory_iterator(path("twice-models")), {}), 1);
}

void ImportTest::anImportDoesNotTakeTheIdOfABundledModel()
{
    ModelImport given;
    given.id = "mnist";
    given.decoder = path("in-place.pt");
    Progress progress;
    const auto sentence = [&] {
        try {
            (void)importModel(given, path("own-models"), progress);
        } catch (const ArgumentError& error) {
            return QString(error.what());
        }
        return QString();
    }();
    QVERIFY2(sentence.contains("another id"), qPrintable(sentence));
    QVERIFY(!std::filesystem::exists(path("own-models") / "mnist"));
}

void ImportTest::latentShapesAreReadAsPeopleWriteThem()
{
    QVERIFY_THROWS_EXCEPTION(ArgumentError, latentShapeFrom("65536x65536x65536x65536"));
    QCOMPARE(latentShapeFrom("128"), (std::vector{128}));
    QCOMPARE(latentShapeFrom("32x16x16"), (std::vector{32, 16, 16}));
    QCOMPARE(latentShapeFrom("32×16×16"), (std::vector{32, 16, 16}));
    QCOMPARE(latentShapeFrom("32,16,16"), (std::vector{32, 16, 16}));
    for (const char* wrong : {"", "x", "0", "-3", "3x", "3x0", "3 4", "1x2x3x4x5", "99999999999"})
        QVERIFY_THROWS_EXCEPTION(ArgumentError, (void)latentShapeFrom(wrong));
}

QTEST_APPLESS_MAIN(ImportTest)
#include "import_test.moc"
