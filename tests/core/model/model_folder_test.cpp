// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/model/check_recipe.h"
#include "core/model/model_card.h"
#include "core/model/model_folder.h"
#include "core/model/prior.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace flipside;
using namespace flipside::test;
using Json = nlohmann::json;

namespace {

/// A card with every field set to something that is not its default.
ModelCard fullCard()
{
    ModelCard card = testCard("full-1.2_a", 3, 3, 4, 5);
    card.name = "A full card ✓";
    card.rangeLow = -1.0;
    card.rangeHigh = 2.5;
    card.latentShape = {3, 2, 2};
    card.layers = {{"hidden1", LayerKind::Dense, "relu", 7, 1, 1, 2},
                   {"hidden2", LayerKind::Conv, "tanh", 5, 3, 4, 0}};
    card.typical = {{"dr", {{"regular", {1.0, 1.5, 2.0}}, {"low-active", {3.5, 4.25, 5.0}}}}};
    card.provenance = {{"seed", "7"}, {"epochs", "30"}};
    card.hashes = {{"decoder.pt", std::string(64, 'a')}};
    SchemeCall call;
    call.layer = "hidden2";
    call.pattern = Pattern::Typical;
    card.firstSight = FirstSight{
        596, {{"hidden2", 4, EditAction::On, {}}, {"hidden1", 0, EditAction::Value, 2.5f}}, call, 3};
    return card;
}

} // namespace

class ModelFolderTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    std::filesystem::path root() const { return _temporary.path().toStdString(); }

    QString cardRefusal(const Json& json) const
    {
        writeFile(root() / "card.json", json.dump());
        return sentenceOf([&] { (void)readCard(root() / "card.json"); });
    }

    static void addModel(const std::filesystem::path& folder, const std::string& id)
    {
        createFolder(folder);
        writeCard(folder / "card.json", testCard(id, 2, 1, 2, 2));
        writeFile(folder / "decoder.pt", "decoder of " + id);
    }

private slots:
    void cleanup() { qunsetenv("FLIPSIDE_MODELS"); }

    void cardComesBackAsItWasWritten()
    {
        ModelCard card = fullCard();
        card.schemeLayer = "hidden1";
        card.scheme = card.defaultScheme();
        card.scheme->gamma = 1.5;
        card.scheme->pattern = Pattern::Exemplar;
        card.typical["dr"]["regular"].quantiles = {0.5, 1.5, 1.5, 2.25};
        writeCard(root() / "card.json", card);
        const ModelCard read = readCard(root() / "card.json");
        QVERIFY(toJson(read) == toJson(card));
        QCOMPARE(read.layers, card.layers);
        QCOMPARE(read.schemeLayer, card.schemeLayer);
        QVERIFY(read.scheme == card.scheme);
        QVERIFY(read.defaultScheme() == *card.scheme);
        QVERIFY(read.typical == card.typical);
        QVERIFY(read.firstSight == card.firstSight);
        QCOMPARE(read.typical.at("dr").at("regular").quantiles, std::vector<double>({0.5, 1.5, 1.5, 2.25}));
        QCOMPARE(read.provenance, card.provenance);
        QCOMPARE(read.hashes, card.hashes);
        QCOMPARE(read.latentShape, card.latentShape);
        QCOMPARE(read.rangeLow, -1.0);
        QCOMPARE(read.rangeHigh, 2.5);
        QCOMPARE(read.latentLength(), 12);
    }

    void jsonOfACardIsTheContractOfTheCommandLine()
    {
        const Json json = toJson(fullCard());
        QVERIFY(json["image"]["channels"] == 3);
        QVERIFY(json["image"]["height"] == 4);
        QVERIFY(json["image"]["width"] == 5);
        QVERIFY(json["latent"]["shape"] == Json({3, 2, 2}));
        QVERIFY(json["latent"]["prior"] == "normal");
        QVERIFY(json["layers"][1]["kind"] == "conv");
        QVERIFY(json["layers"][0]["dead"] == 2);
        QVERIFY(json["typical"]["dr"]["low-active"]["mean"] == 4.25);
    }

    void everyMissingFieldIsNamed()
    {
        const Json whole = toJson(fullCard());
        for (const char* field :
             {"id", "name", "description", "dataset", "terms", "image", "latent", "layers"}) {
            Json json = whole;
            json.erase(field);
            const QString sentence = cardRefusal(json);
            QVERIFY2(sentence.contains(QString("\"%1\" is missing").arg(field)), qPrintable(sentence));
            QVERIFY(sentence.contains("card.json"));
            json[field] = 7;
            QVERIFY2(cardRefusal(json).contains(QString("\"%1\"").arg(field)), field);
        }
    }

    void impossibleValuesAreRefused_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::newRow("id with a slash") << "/id"
                                         << "\"../x\"";
        QTest::newRow("empty id") << "/id"
                                  << "\"\"";
        QTest::newRow("hidden id") << "/id"
                                   << "\".x\"";
        QTest::newRow("no height") << "/image/height"
                                   << "0";
        QTest::newRow("huge width") << "/image/width"
                                    << "65537";
        QTest::newRow("half a pixel") << "/image/width"
                                      << "1.5";
        QTest::newRow("beyond 64 bits") << "/image/width"
                                        << "18446744073709551615";
        QTest::newRow("two channels") << "/image/channels"
                                      << "2";
        QTest::newRow("range of one") << "/image/range"
                                      << "[1]";
        QTest::newRow("empty range") << "/image/range"
                                     << "[1, 1]";
        QTest::newRow("range of words") << "/image/range"
                                        << "[\"a\", \"b\"]";
        QTest::newRow("no latent") << "/latent/shape"
                                   << "[]";
        QTest::newRow("negative latent") << "/latent/shape"
                                         << "[-3]";
        QTest::newRow("overflowing latent") << "/latent/shape"
                                            << "[16777216, 16777216, 16777216]";
        QTest::newRow("unknown prior") << "/latent/prior"
                                       << "\"uniform\"";
        QTest::newRow("layer without units") << "/layers/0/units"
                                             << "0";
        QTest::newRow("layer of unknown kind") << "/layers/0/kind"
                                               << "\"fog\"";
        QTest::newRow("more dead than units") << "/layers/0/dead"
                                              << "8";
        QTest::newRow("two layers of one name") << "/layers/1/id"
                                                << "\"hidden1\"";
        QTest::newRow("layer that is a number") << "/layers/0"
                                                << "3";
        QTest::newRow("schemes' layer that is not there") << "/scheme-layer"
                                                          << "\"hidden3\"";
        QTest::newRow("schemes' layer by number") << "/scheme-layer"
                                                  << "1";
        QTest::newRow("distance in words") << "/typical/dr/regular/mean"
                                           << "\"far\"";
        QTest::newRow("a single quantile") << "/typical/dr/regular/quantiles"
                                           << "[1]";
        QTest::newRow("quantiles that fall") << "/typical/dr/regular/quantiles"
                                             << "[1, 3, 2]";
        QTest::newRow("quantiles in words") << "/typical/dr/regular/quantiles"
                                            << "[1, \"far\"]";
        QTest::newRow("seed that is a number") << "/provenance/seed"
                                               << "7";
        QTest::newRow("short hash") << "/hashes/decoder.pt"
                                    << "\"abc\"";
    }
    void impossibleValuesAreRefused()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        Json json = toJson(fullCard());
        QCOMPARE(cardRefusal(json), QString());
        json[Json::json_pointer(pointer.toStdString())] = Json::parse(value.toStdString());
        const QString sentence = cardRefusal(json);
        QVERIFY2(sentence.contains("cannot be used") && !sentence.endsWith('.'), qPrintable(sentence));
    }

    void aBadFirstSightIsOneSentence_data()
    {
        QTest::addColumn<QString>("sight");
        QTest::addColumn<QString>("said");
        QTest::newRow("no object") << "7"
                                   << "object";
        QTest::newRow("no seed") << R"({"edits": []})"
                                 << "seed";
        QTest::newRow("no number as its seed") << R"({"seed": -1})"
                                               << "seed";
        QTest::newRow("no number as its order") << R"({"seed": 1, "order": "first"})"
                                                << "order";
        QTest::newRow("unknown action")
            << R"({"seed": 1, "edits": [{"layer": "hidden1", "unit": 1, "action": "wake"}]})"
            << "wake";
        QTest::newRow("no such layer")
            << R"({"seed": 1, "edits": [{"layer": "hidden9", "unit": 1, "action": "on"}]})"
            << "hidden9";
        QTest::newRow("no such neuron")
            << R"({"seed": 1, "edits": [{"layer": "hidden1", "unit": 7, "action": "on"}]})"
            << "0 to 6";
        QTest::newRow("no scheme") << R"({"seed": 1, "scheme": 5})"
                                   << "scheme";
    }
    void aBadFirstSightIsOneSentence()
    {
        QFETCH(const QString, sight);
        QFETCH(const QString, said);
        Json json = toJson(fullCard());
        json["first-sight"] = Json::parse(sight.toStdString());
        const QString sentence = cardRefusal(json);
        QVERIFY2(sentence.contains(said) && sentence.contains("\"first-sight\" of the model card"),
                 qPrintable(sentence));
        QVERIFY2(sentence.contains("card.json") && !sentence.contains('\n'), qPrintable(sentence));
    }

    void theModelWhoseSightComesFirstIsOpenedFirst()
    {
        const QTemporaryDir models;
        const std::filesystem::path folder = models.path().toStdString();
        qputenv("FLIPSIDE_MODELS", models.path().toUtf8());
        for (const char* id : {"a", "b", "c"})
            addModel(folder / id, id);
        QCOMPARE(firstModel().card().id, std::string("a"));
        ModelCard card = ModelFolder(folder / "c").card();
        card.firstSight = FirstSight{1, {}, {}, 5};
        writeCard(folder / "c" / "card.json", card);
        QCOMPARE(firstModel().card().id, std::string("c"));
        card = ModelFolder(folder / "b").card();
        card.firstSight = FirstSight{1, {}, {}, 4};
        writeCard(folder / "b" / "card.json", card);
        QCOMPARE(firstModel().card().id, std::string("b"));
        QStringList listed;
        for (const ModelFolder& model : listModels())
            listed << QString::fromStdString(model.card().id);
        QCOMPARE(listed, QStringList({"b", "c", "a"}));
    }

    void damagedCardsNeverCrash()
    {
        const std::string whole = toJson(fullCard()).dump();
        Random random(1);
        for (int i = 0; i < 300; ++i) {
            std::string damaged = whole;
            if (i % 2 == 0)
                damaged.resize(random.below(whole.size()));
            else
                damaged[random.below(whole.size())] ^= char(1u << random.below(8));
            writeFile(root() / "card.json", damaged);
            const QString sentence = sentenceOf([&] { (void)readCard(root() / "card.json"); });
            QVERIFY(i % 2 == 1 || sentence.contains("card.json"));
        }
    }

    void layersAreFoundByIdAndByNumber()
    {
        const ModelCard card = fullCard();
        QCOMPARE(card.layerIndex("hidden2"), 1);
        QCOMPARE(card.layerIndex("1"), 0);
        QCOMPARE(card.layerIndex("3"), -1);
        QCOMPARE(card.layerIndex("0"), -1);
        QCOMPARE(card.layerIndex("1x"), -1);
        QCOMPARE(card.layerIndex(""), -1);
    }

    void schemesUseTheThirdLayerOrTheLast()
    {
        ModelCard card = fullCard();
        QCOMPARE(card.defaultLayer(), std::string("hidden2"));
        card.layers.push_back({"hidden3", LayerKind::Dense, "relu", 1, 1, 1, 0});
        card.layers.push_back({"hidden4", LayerKind::Dense, "relu", 1, 1, 1, 0});
        QCOMPARE(card.defaultLayer(), std::string("hidden3"));
        card.schemeLayer = "hidden1";
        QVERIFY2(card.defaultLayer() == "hidden1", "unless the card names another");
        card.scheme = SchemeCall{};
        card.scheme->layer = "hidden2";
        QVERIFY2(card.defaultLayer() == "hidden2", "or a whole way of flipping");
        card.scheme.reset();
        card.schemeLayer.clear();
        card.layers.clear();
        QCOMPARE(card.defaultLayer(), std::string());
    }

    void incompleteFoldersGetTheirOwnSentences()
    {
        const auto sentence = [&](const char* name) {
            return sentenceOf([&] { ModelFolder folder(root() / name); });
        };
        QVERIFY(sentence("absent").contains("there is no folder"));
        createFolder(root() / "empty");
        QVERIFY(sentence("empty").contains("no card.json"));
        createFolder(root() / "half");
        writeCard(root() / "half/card.json", fullCard());
        QVERIFY(sentence("half").contains("no decoder.pt"));
    }

    void exchangedFileIsNoticedByItsHash()
    {
        addModel(root() / "m", "m");
        ModelCard card = readCard(root() / "m/card.json");
        card.hashes["decoder.pt"] = sha256("decoder of m");
        writeCard(root() / "m/card.json", card);
        const ModelFolder folder(root() / "m");
        folder.checkHash("decoder.pt");
        folder.checkHash("preview.png"); // not on the card
        QCOMPARE(folder.readChecked("decoder.pt"), std::string("decoder of m"));
        writeFile(root() / "m/decoder.pt", "another decoder");
        QVERIFY(sentenceOf([&] { folder.checkHash("decoder.pt"); }).contains("damaged or was exchanged"));
        QVERIFY(sentenceOf([&] { (void)folder.readChecked("decoder.pt"); }).contains("decoder.pt"));
    }

    void modelsAreListedBundledOnesFirst()
    {
        const std::filesystem::path first = root() / "first";
        const std::filesystem::path second = root() / "second";
        addModel(first / "zebra", "zebra");
        addModel(first / "mnist-fashion", "mnist-fashion");
        addModel(first / "folder-of-another-name", "ape");
        addModel(second / "mnist", "mnist");
        addModel(second / "fashion-mnist", "fashion-mnist");
        addModel(second / "zebra", "zebra");
        createFolder(second / "broken");
        writeFile(second / "broken/card.json", "{");
        createFolder(second / "not-a-model");
        qputenv("FLIPSIDE_MODELS", QByteArray::fromStdString(first.string() + ":" + second.string()));

        std::vector<std::string> problems;
        QStringList ids;
        for (const ModelFolder& model : listModels(&problems))
            ids << QString::fromStdString(model.card().id);
        QCOMPARE(ids, QStringList({"mnist", "fashion-mnist", "mnist-fashion", "ape", "zebra"}));
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(QString::fromStdString(problems[0]).contains("broken"));
        QCOMPARE(userModelRoot(), first);
        QCOMPARE(findModel("zebra").path(), first / "zebra");
        QCOMPARE(findModel("ape").path(), first / "folder-of-another-name");
        QCOMPARE(findModel((second / "zebra").string()).path(), second / "zebra");
    }

    void unknownModelNamesThoseThatThereAre()
    {
        addModel(root() / "models/one", "one");
        addModel(root() / "models/two", "two");
        qputenv("FLIPSIDE_MODELS", QByteArray::fromStdString((root() / "models").string()));
        QVERIFY_THROWS_EXCEPTION(ArgumentError, (void)findModel("three"));
        QVERIFY(sentenceOf([] { (void)findModel("three"); }).endsWith("choose one of one, two"));
        QVERIFY_THROWS_EXCEPTION(ArgumentError, (void)findModel("/no/such/folder"));
        QVERIFY_THROWS_EXCEPTION(ArgumentError, (void)findModel(".."));
        QVERIFY_THROWS_EXCEPTION(ArgumentError, (void)findModel(""));
        qputenv("FLIPSIDE_MODELS", QByteArray::fromStdString((root() / "none").string()));
        QVERIFY(sentenceOf([] { (void)findModel("three"); }).contains("no models are installed"));
    }

    void brokenModelAskedForByNameSaysWhatIsWrong()
    {
        createFolder(root() / "sick/mnist");
        writeFile(root() / "sick/mnist/card.json", "{}");
        qputenv("FLIPSIDE_MODELS", QByteArray::fromStdString((root() / "sick").string()));
        QVERIFY(sentenceOf([] { (void)findModel("mnist"); }).contains("\"id\" is missing"));
    }

    void latentsComeFromTheScaledPrior()
    {
        ModelCard card = fullCard();
        card.latentShape = {100, 200};
        Random random(1);
        const std::vector<float> latent = drawLatent(card, random);
        QCOMPARE(latent.size(), std::size_t(20000));
        double sum = 0.0;
        double squares = 0.0;
        for (const float number : latent) {
            sum += number;
            squares += double(number) * number;
        }
        // Standard errors: 0.007 of the mean, 0.01 of the variance.
        QVERIFY(std::abs(sum / 20000) < 0.03);
        QVERIFY(std::abs(squares / 20000 - 1.0) < 0.05);
        Random again(1);
        const std::vector<float> half = drawLatent(card, again, 0.5);
        for (std::size_t i = 0; i < latent.size(); ++i)
            QCOMPARE(half[i], latent[i] * 0.5f);
    }
};

QTEST_GUILESS_MAIN(ModelFolderTest)
#include "model_folder_test.moc"
