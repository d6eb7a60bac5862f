// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/recipe/recipe_json.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

using namespace flipside;

namespace {

Recipe exampleRecipe()
{
    SchemeCall call;
    call.name = "low-active";
    call.neurons = 3;
    call.layer = "hidden3";
    call.gamma = 2.5;
    call.statistic = Statistic::percentile(99.5);
    call.seed = std::numeric_limits<std::uint64_t>::max();
    call.cells = true;
    call.pattern = Pattern::Constant; // as of every recipe that is from before there were patterns
    call.parameters = {{"low-percentile", 1.5}};
    return {"mnist",
            {0.1f, -1.0f / 3.0f, 1e-20f, 3.0f},
            {{"hidden3", 17, EditAction::On, 4.25f},
             {"hidden1", 0, EditAction::Off, {}},
             {"hidden2", 5, EditAction::Value, -0.1f},
             {"hidden2", 6, EditAction::On, {}},
             {"hidden2",
              7,
              EditAction::Off,
              {},
              Region{{{0.1f, 1.0f / 3.0f, 0.2f, 0.0f}}, {{3, 4}, {0, 0, 1.5f}}}}},
            call};
}

/// The error that reading the text gives, or an empty text.
QString errorOf(const std::string& text)
{
    try {
        recipeFromText(text, "test.json");
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class RecipeTest : public QObject {
    Q_OBJECT

private slots:
    void recipeSurvivesJsonToTheLastBit();
    void recipeWithMoreThanALatentIsOfVersion2();
    void contractsExampleIsRead();
    void statisticsAreReadAsTheyAreWritten();
    void editReplacesAnOlderOneOfTheSameUnit();
    void everyKindOfBadRecipeHasItsOwnSentence_data();
    void everyKindOfBadRecipeHasItsOwnSentence();
    void bracketsInTextsAreNoNesting();
    void fileWithSeveralRecipesIsReadInOrder();
    void truncatedFilesNeverCrash();
};

void RecipeTest::recipeWithMoreThanALatentIsOfVersion2()
{
    Recipe recipe{"m", {0.5f}, {}, {}};
    QCOMPARE(toJson(recipe).at("flipside").get<int>(), 1);
    QVERIFY(!toJson(recipe).contains("inputs"));
    recipe.inputs = {{"class", {0.25f, 0.75f}}, {"psi", {0.7f}}};
    const nlohmann::json json = toJson(recipe);
    QCOMPARE(json.at("flipside").get<int>(), 2);
    QCOMPARE(json.at("inputs").at("class").size(), std::size_t(2));
    QVERIFY(recipeFromText(json.dump(), "test.json") == recipe);
    // Half way between two, an input that only one of them has stays.
    const RecipeInputs mixed = mixedInputs(recipe.inputs, {{"psi", {0.1f}}}, 0.5);
    QVERIFY(std::abs(mixed.at("psi").front() - 0.4f) < 1e-6f);
    QVERIFY(mixed.at("class") == recipe.inputs.at("class"));
}

void RecipeTest::statisticsAreReadAsTheyAreWritten()
{
    for (const char* text : {"max", "mean", "p95", "p99.5", "p0.1", "p100"})
        QCOMPARE(toString(statisticFrom(text)), std::string(text));
    QVERIFY(statisticFrom("p95") == Statistic::percentile(95.0));
    for (const char* text : {"", "p", "p0", "p-5", "p101", "pnan", "p95 ", "p9x", "95", "Max"})
        QVERIFY_THROWS_EXCEPTION(ArgumentError, statisticFrom(text));
}

void RecipeTest::recipeSurvivesJsonToTheLastBit()
{
    const Recipe recipe = exampleRecipe();
    QVERIFY(recipeFromText(toJson(recipe).dump(), "test") == recipe);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("r.json").toStdString();
    writeRecipe(path, recipe);
    QVERIFY(readRecipes(path).at(0) == recipe);
}

void RecipeTest::contractsExampleIsRead()
{
    const Recipe recipe = recipeFromText(
        R"({"flipside":1,"model":"mnist","z":[1,2],"edits":[{"layer":"hidden3","unit":4,"action":"on","value":7.5}],)"
        R"("scheme":{"name":"low-active","neurons":5,"layer":"hidden3","gamma":2,"statistic":"max","seed":9}})",
        "test");
    QCOMPARE(recipe.z, (std::vector<float>{1.0f, 2.0f}));
    QCOMPARE(recipe.edits.size(), 1u);
    QCOMPARE(recipe.edits[0].unit, 4);
    QCOMPARE(*recipe.edits[0].value, 7.5f);
    QCOMPARE(recipe.scheme->seed, 9u);
}

void RecipeTest::editReplacesAnOlderOneOfTheSameUnit()
{
    const Recipe recipe = exampleRecipe().withEdit({"hidden3", 17, EditAction::Off, {}});
    QCOMPARE(recipe.edits.size(), exampleRecipe().edits.size());
    QVERIFY(recipe.findEdit("hidden3", 17)->action == EditAction::Off);
    QVERIFY(!recipe.withoutEdit("hidden3", 17).findEdit("hidden3", 17));
    QVERIFY(recipe.withoutEdit("hidden3", 17).findEdit("hidden2", 5));
}

void RecipeTest::everyKindOfBadRecipeHasItsOwnSentence_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* text, const char* sentence) {
        QTest::newRow(name) << QString(text) << QString(sentence);
    };
    row("not JSON", "{", "not valid JSON");
    row("empty", "", "not valid JSON");
    row("not an object", "5", "not a recipe");
    row("no version", R"({"model":"m","z":[]})", "not a recipe");
    row("newer version", R"({"flipside":3,"model":"m","z":[]})", "newer Flipside");
    row("inputs a list", R"({"flipside":2,"model":"m","z":[],"inputs":[1]})", "\"inputs\"");
    row("an input a text", R"({"flipside":2,"model":"m","z":[],"inputs":{"psi":"x"}})", "psi");
    row("no model", R"({"flipside":1,"z":[]})", "no \"model\"");
    row("model a number", R"({"flipside":1,"model":5,"z":[]})", "\"model\" must be text");
    row("no z", R"({"flipside":1,"model":"m"})", "no \"z\"");
    row("z a text", R"({"flipside":1,"model":"m","z":"x"})", "list of numbers");
    row("NaN", R"({"flipside":1,"model":"m","z":[0,null]})", "z, number 2, is not a finite number");
    row("infinite", R"({"flipside":1,"model":"m","z":[1e39]})", "not a finite number");
    row("unknown action",
        R"({"flipside":1,"model":"m","z":[],"edits":[{"layer":"a","unit":0,"action":"up"}]})",
        "unknown action \"up\"");
    row("negative unit",
        R"({"flipside":1,"model":"m","z":[],"edits":[{"layer":"a","unit":-1,"action":"on"}]})",
        "whole number, 0 or more");
    row("huge unit", R"({"flipside":1,"model":"m","z":[],"edits":[{"layer":"a","unit":1e30,"action":"on"}]})",
        "whole number, 0 or more");
    row("no value", R"({"flipside":1,"model":"m","z":[],"edits":[{"layer":"a","unit":0,"action":"value"}]})",
        "has no \"value\"");
    row("twice",
        R"({"flipside":1,"model":"m","z":[],"edits":[{"layer":"a","unit":0,"action":"on"},{"layer":"a","unit":0,"action":"off"}]})",
        "edited twice");
    row("statistic", R"({"flipside":1,"model":"m","z":[],"scheme":{"name":"x","statistic":"median"}})",
        "unknown statistic");
    const auto nested = [](const char* before, const char* after) {
        return before + std::string(100000, '[') + std::string(100000, ']') + after;
    };
    row("nested version", nested(R"({"flipside":)", "}").c_str(), "not valid JSON");
    row("nested dab",
        nested(R"({"flipside":1,"model":"m","z":[],"edits":[{"layer":"a","unit":0,"action":"off",)"
               R"("region":{"dabs":[[0,0,1,)",
               "]]}}]}")
            .c_str(),
        "not valid JSON");
    row("seed", R"({"flipside":1,"model":"m","z":[],"scheme":{"name":"x","seed":-4}})", "\"seed\"");
}

void RecipeTest::everyKindOfBadRecipeHasItsOwnSentence()
{
    QFETCH(QString, text);
    QFETCH(QString, sentence);
    const QString error = errorOf(text.toStdString());
    QVERIFY2(error.contains(sentence), qPrintable("the error was: " + error));
    QVERIFY(error.startsWith("test.json: "));
    QVERIFY(!error.contains('\n'));
}

void RecipeTest::bracketsInTextsAreNoNesting()
{
    Recipe recipe = exampleRecipe();
    recipe.model = std::string(1000, '[') + "\\\"" + std::string(1000, '{') + "\\";
    QVERIFY(recipeFromText(toJson(recipe).dump(), "test") == recipe);
}

void RecipeTest::fileWithSeveralRecipesIsReadInOrder()
{
    Recipe second = exampleRecipe();
    second.model = "other";
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("r.json").toStdString();
    writeFile(path, nlohmann::json({toJson(exampleRecipe()), toJson(second)}).dump());
    const auto recipes = readRecipes(path);
    QCOMPARE(recipes.size(), 2u);
    QVERIFY(recipes[0] == exampleRecipe());
    QVERIFY(recipes[1] == second);
}

void RecipeTest::truncatedFilesNeverCrash()
{
    const std::string text = toJson(exampleRecipe()).dump();
    for (std::size_t length = 0; length < text.size(); ++length)
        QVERIFY(!errorOf(text.substr(0, length)).isEmpty());
}

QTEST_APPLESS_MAIN(RecipeTest)
#include "recipe_test.moc"
