// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/instrument/instrument.h"
#include "core/instrument/measurer.h"
#include "core/model/model_folder.h"
#include "core/study/ready_study.h"
#include "core/study/study.h"
#include "tests/core/support/sentence.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sys/resource.h>

using namespace flipside;
using flipside::test::sentenceOf;

namespace {

StudyPlan planFor(const std::string& model, const std::vector<std::string>& schemes, std::size_t samples)
{
    StudyPlan plan;
    plan.models = {model};
    for (const std::string& scheme : schemes)
        plan.schemes.push_back(studyScheme(scheme, {}));
    plan.neurons = {5};
    plan.metrics = {"dr"};
    plan.samples = samples;
    return plan;
}

/// The file of a study with a single part.
std::filesystem::path onlyPartIn(const std::filesystem::path& folder)
{
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "parts"))
        if (entry.is_regular_file())
            return entry.path();
    return {};
}

/// Asks to stop after so many reports.
class StopAfter final : public Progress {
public:
    explicit StopAfter(int reports) : _left(reports) {}
    void report(double, const std::string&) override { --_left; }
    bool cancelled() const override { return _left <= 0; }

private:
    int _left;
};

} // namespace

/// On the bundled models themselves: what the papers report must be there to be seen.
class StudyTest : public QObject {
    Q_OBJECT

private slots:
    void shardsOfARunHaveTheSamplesOfTheWhole();
    void allSchemesStartFromTheSameLatents();
    void schemesTakeTheLayerThatTheCardNames();
    void distanceIsTheOneWorkedOutPixelByPixel();
    void distancesAreOrderedAsPublished_data();
    void distancesAreOrderedAsPublished();
    void meanAndDeviationEqualTheirDefinitions();
    void unknownNamesAreRefusedBeforeAnythingIsComputed();
    void whatAModelLacksIsSaidBeforeAnythingIsComputed();
    void shardsMergedAreExactlyTheWhole();
    void threadsGiveTheNumbersOfOne();
    void samplesWithFewerNeuronsThanAskedForAreCounted();
    void failureOfOneThreadEndsTheStudy();
    void stoppedStudyGoesOnWhereItWas();
    void aFullDiskCostsOnlyThePartUnderWay();
    void studiesInOneFolderKeepTheirOwnParts();
    void damagedPartIsNamed();
    void studiesBeyondAllMeasureAreRefused();
    void studyOfAnUnknownSchemeIsToldTheKnownOnes();
    void schemesTakeParametersOfTheirOwn();
    void histogramKnowsThePercentiles();
    void numbersOfNeuronsAreReadAndWritten();
    void aPlanIsRecognisedAsOneOfThePapers();
    void aPublishedNumberWithoutItsDatasetIsListedAsNotMeasured();
};

void StudyTest::shardsOfARunHaveTheSamplesOfTheWhole()
{
    Instrument instrument(findModel("mnist"));
    const auto whole = instrument.sample({}, 7, 0, 40);
    const auto later = instrument.sample({}, 7, 25, 15);
    for (std::size_t i = 0; i < later.size(); ++i)
        QVERIFY(later[i] == whole[25 + i]);
    QVERIFY(!(instrument.sample({}, 8, 0, 1)[0] == whole[0]));
}

void StudyTest::allSchemesStartFromTheSameLatents()
{
    Instrument instrument(findModel("mnist"));
    SchemeCall random;
    random.name = "random";
    const auto a = instrument.sample({}, 3, 0, 10);
    const auto b = instrument.sample(random, 3, 0, 10);
    for (std::size_t i = 0; i < a.size(); ++i) {
        QCOMPARE(a[i].z, b[i].z);
        QCOMPARE(a[i].edits.size(), 5u);
        QVERIFY(a[i].edits != b[i].edits);
    }
}

void StudyTest::schemesTakeTheLayerThatTheCardNames()
{
    const auto layerOf = [](const std::string& model) {
        Instrument instrument(findModel(model));
        return instrument.sample({}, 3, 0, 1).front().scheme->layer;
    };
    QCOMPARE(layerOf("mnist"), std::string("hidden3")); // its card names none
    QCOMPARE(layerOf("wikiart"), std::string("hidden2"));
    const auto modelOf = [](const std::string& model) {
        return describe(planFor(model, {"low-active"}, 10)).at("models").at(0);
    };
    QVERIFY2(modelOf("wikiart").at("scheme").at("layer") == "hidden2",
             "another layer would be another study");
    QVERIFY(!modelOf("mnist").contains("scheme"));
}

void StudyTest::distanceIsTheOneWorkedOutPixelByPixel()
{
    Instrument instrument(findModel("mnist"));
    const auto recipes = instrument.sample({}, 5, 0, 3);
    const auto pictures = instrument.decoder().renderImages(recipes);
    const auto distances = Measurer(instrument, {"dr"}).measure(pictures).values[0];
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const Rendering again =
            instrument.decoder().render({"mnist", instrument.encoder()->encode(pictures[i]), {}, {}});
        double sum = 0.0;
        for (std::size_t p = 0; p < pictures[i].pixels.size(); ++p)
            sum += std::pow(double(pictures[i].pixels[p]) - again.image.pixels[p], 2);
        QVERIFY(std::abs(distances[i] - std::sqrt(sum)) < 1e-3);
    }
}

void StudyTest::distancesAreOrderedAsPublished_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<double>("published");
    // Long paper, Table 1: D_r of low-active decoding.
    QTest::newRow("mnist") << "mnist" << 4.87;
    QTest::newRow("fashion-mnist") << "fashion-mnist" << 5.49;
    QTest::newRow("mnist-fashion") << "mnist-fashion" << 4.91;
}

void StudyTest::distancesAreOrderedAsPublished()
{
    QFETCH(QString, model);
    QFETCH(double, published);
    QTemporaryDir folder;
    Study study(folder.path().toStdString(),
                planFor(model.toStdString(), {"regular", "random", "low-active"}, 2000));
    Progress progress;
    study.run(progress);
    const auto rows = study.results().rows();
    QVERIFY(rows[0].mean < rows[1].mean);
    QVERIFY(rows[1].mean < rows[2].mean);
    QVERIFY2(std::abs(rows[2].mean - published) < 0.2 * published, qPrintable(QString::number(rows[2].mean)));
}

void StudyTest::meanAndDeviationEqualTheirDefinitions()
{
    StudyPlan plan = planFor("mnist", {"low-active"}, 700);
    plan.neurons = {3};
    plan.seed = 4;
    QTemporaryDir folder;
    Study study(folder.path().toStdString(), plan);
    Progress progress;
    study.run(progress);
    const auto rows = study.results().rows();
    Instrument instrument(findModel("mnist"));
    SchemeCall call;
    call.neurons = 3;
    const auto pictures = instrument.decoder().renderImages(instrument.sample(call, 4, 0, 700));
    const auto distances = Measurer(instrument, {"dr"}).measure(pictures).values[0];
    const double mean = std::accumulate(distances.begin(), distances.end(), 0.0) / 700;
    double squares = 0.0;
    for (const float distance : distances)
        squares += (distance - mean) * (distance - mean);
    QCOMPARE(rows.size(), 1u);
    QCOMPARE(rows[0].samples, 700u);
    QVERIFY(std::abs(rows[0].mean - mean) < 1e-3);
    QVERIFY(std::abs(rows[0].deviation - std::sqrt(squares / 700)) < 1e-3);
}

void StudyTest::unknownNamesAreRefusedBeforeAnythingIsComputed()
{
    QTemporaryDir folder;
    const std::filesystem::path out = folder.path().toStdString() + "/study";
    QVERIFY_THROWS_EXCEPTION(ArgumentError, studyScheme("no-such", {}));
    StudyPlan plan = planFor("mnist", {"regular"}, 10);
    plan.metrics = {"no-such"};
    QVERIFY_THROWS_EXCEPTION(ArgumentError, Study(out, plan));
    plan = planFor("no-such", {"regular"}, 10);
    QVERIFY_THROWS_EXCEPTION(ArgumentError, Study(out, plan));
    plan = planFor("mnist", {"regular", "regular"}, 10);
    QVERIFY_THROWS_EXCEPTION(ArgumentError, Study(out, plan));
    plan = planFor("mnist", {"regular"}, 0);
    QVERIFY_THROWS_EXCEPTION(ArgumentError, Study(out, plan));
    QVERIFY(!std::filesystem::exists(out));
}

void StudyTest::whatAModelLacksIsSaidBeforeAnythingIsComputed()
{
    const QTemporaryDir folder;
    StudyPlan plan = planFor("mnist", {"regular"}, 10);
    plan.models.push_back("wikiart");
    for (const auto& [metric, what] :
         {std::pair("dr", "encoder"), std::pair("kns5", "encoder"), std::pair("ice", "classifier")}) {
        plan.metrics = {metric};
        const QString name = QString::fromStdString(findMetric(metric).label);
        Study study(folder.path().toStdString(), plan);
        Progress progress;
        const QString sentence = sentenceOf([&] { study.run(progress); });
        QVERIFY2(sentence.contains(
                     QString("Small paintings has no %1, which the measure \"%2\" needs").arg(what, name)),
                 qPrintable(sentence));
        QCOMPARE(study.finishedParts().first, std::size_t(0));
    }
    plan.models = {"mnist", "celeba"};
    plan.metrics = {"critic"};
    Progress progress;
    QVERIFY(sentenceOf([&] {
                Study(folder.path().toStdString(), plan).run(progress);
            }).contains("Handwritten digits has no critic, which the measure \"How real\" needs"));
}

void StudyTest::shardsMergedAreExactlyTheWhole()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    const StudyPlan plan = planFor("mnist", {"regular", "low-active"}, 2500);
    Progress progress;
    Study whole(root / "whole", plan);
    whole.run(progress);
    (void)whole.writeResults();
    Study merged(root / "merged", plan);
    for (int number = 1; number <= 4; ++number) {
        Study shard(root / ("shard" + std::to_string(number)), plan);
        shard.run(progress, {number, 4});
        QVERIFY(!shard.complete());
        QVERIFY(!std::filesystem::exists(root / ("shard" + std::to_string(number)) / "results.csv"));
        merged.take(shard);
    }
    QVERIFY(merged.complete());
    (void)merged.writeResults();
    QCOMPARE(readFile(root / "merged" / "results.csv"), readFile(root / "whole" / "results.csv"));
    QCOMPARE(readFile(root / "merged" / "results.json"), readFile(root / "whole" / "results.json"));
}

void StudyTest::threadsGiveTheNumbersOfOne()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    const StudyPlan plan = planFor("mnist", {"regular", "low-active"}, 2500);
    Progress progress;
    for (const int threads : {1, 3}) {
        Study study(root / std::to_string(threads), plan);
        study.run(progress, {}, threads);
        (void)study.writeResults();
    }
    QCOMPARE(readFile(root / "3" / "results.json"), readFile(root / "1" / "results.json"));
}

void StudyTest::samplesWithFewerNeuronsThanAskedForAreCounted()
{
    QTemporaryDir folder;
    StudyPlan plan = planFor("mnist", {"regular", "low-active"}, 40);
    plan.neurons = {5, 99};
    Instrument instrument(findModel("mnist"));
    SchemeCall call = plan.schemes[1].call;
    call.neurons = 99;
    int fewer = 0;
    for (const Recipe& recipe : instrument.sample(call, plan.seed, 0, plan.samples))
        fewer += recipe.edits.size() < 99 ? 1 : 0;
    QVERIFY(fewer > 0 && fewer < 40);

    Study study(folder.path().toStdString(), plan);
    Progress progress;
    study.run(progress);
    // Regular decoding flips nothing by design, and five neurons are there.
    QCOMPARE(
        study.results().notes(),
        std::vector<std::string>{"Handwritten digits, Quiet neurons, 99 neurons: not as many qualified for " +
                                 std::to_string(fewer) + " of 40 samples, which have fewer flipped"});
}

void StudyTest::failureOfOneThreadEndsTheStudy()
{
    QTemporaryDir folder;
    Study study(folder.path().toStdString(), planFor("mnist", {"regular", "low-active"}, 3000));
    StopAfter stop(3);
    QVERIFY_THROWS_EXCEPTION(Cancelled, study.run(stop, {}, 3));
    QVERIFY(!study.complete());
}

void StudyTest::stoppedStudyGoesOnWhereItWas()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    const StudyPlan plan = planFor("mnist", {"low-active"}, 2000);
    Progress progress;
    Study whole(root / "whole", plan);
    whole.run(progress);
    (void)whole.writeResults();
    // Stopped again and again, a report further each time: no part is lost and none is counted twice.
    int runs = 0;
    for (bool done = false; !done; ++runs) {
        Study study(root / "stopped", plan);
        const auto before = study.finishedParts().first;
        StopAfter stop(1 + runs % 5);
        try {
            study.run(stop);
            (void)study.writeResults();
            done = true;
        } catch (const Cancelled&) {
            QVERIFY(study.finishedParts().first >= before);
        }
        QVERIFY(runs < 100);
    }
    QVERIFY(runs > 1);
    QCOMPARE(readFile(root / "stopped" / "results.csv"), readFile(root / "whole" / "results.csv"));
}

void StudyTest::aFullDiskCostsOnlyThePartUnderWay()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    const StudyPlan plan = planFor("mnist", {"regular", "low-active"}, 2000);
    Study study(root / "full", plan);
    StopAfter stop(6);
    QVERIFY_THROWS_EXCEPTION(Cancelled, study.run(stop));
    const auto [finished, all] = study.finishedParts();
    QVERIFY(finished > 0 && finished < all);

    // A limit on the size of files fails the write half-way, as a full disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{500, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    Progress progress;
    QString sentence;
    try {
        study.run(progress);
    } catch (const Error& error) {
        sentence = error.what();
    }
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY2(sentence.startsWith("cannot write ") && sentence.contains("parts"), qPrintable(sentence));
    QCOMPARE(study.finishedParts().first, finished);

    study.run(progress);
    (void)study.writeResults();
    Study whole(root / "whole", plan);
    whole.run(progress);
    (void)whole.writeResults();
    QCOMPARE(readFile(root / "full" / "results.csv"), readFile(root / "whole" / "results.csv"));
}

void StudyTest::studiesInOneFolderKeepTheirOwnParts()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    Progress progress;
    Study first(root / "study", planFor("mnist", {"regular"}, 10));
    first.run(progress);
    (void)first.writeResults();
    const std::string results = readFile(root / "study" / "results.csv");
    Study second(root / "study", planFor("mnist", {"regular"}, 20));
    QVERIFY(!second.complete());
    second.run(progress);
    (void)second.writeResults();
    QVERIFY(readFile(root / "study" / "results.csv") != results);
    QVERIFY(Study(root / "study").plan() == second.plan());
    QVERIFY(first.complete());
    (void)first.writeResults();
    QCOMPARE(readFile(root / "study" / "results.csv"), results);

    Study other(root / "other", planFor("mnist", {"random"}, 10));
    QVERIFY_THROWS_EXCEPTION(ArgumentError, second.take(other));
    QVERIFY_THROWS_EXCEPTION(Error, Study(root / "nothing"));
}

void StudyTest::damagedPartIsNamed()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    Study study(root, planFor("mnist", {"regular"}, 10));
    Progress progress;
    study.run(progress);
    const auto part = onlyPartIn(root);
    const std::string whole = readFile(part);
    for (const std::size_t length : {std::size_t(0), std::size_t(1), whole.size() / 2, whole.size() - 1}) {
        writeFile(part, whole.substr(0, length));
        QVERIFY_THROWS_EXCEPTION(Error, study.results());
    }
    std::filesystem::remove(part);
    QVERIFY_THROWS_EXCEPTION(Error, study.results());
}

void StudyTest::studiesBeyondAllMeasureAreRefused()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    (void)Study(root, planFor("mnist", {"regular"}, 10));
    const nlohmann::json good = nlohmann::json::parse(readFile(root / "study.json"));
    const auto refusalWith = [&](const char* name, const nlohmann::json& value) {
        nlohmann::json json = good;
        json[name] = value;
        writeFile(root / "study.json", json.dump());
        return sentenceOf([&] { (void)Study(root); });
    };
    QVERIFY(refusalWith("samples", 100000000).isEmpty());
    std::vector<int> neurons(11);
    std::iota(neurons.begin(), neurons.end(), 1);
    nlohmann::json json = good;
    json["samples"] = 100000000;
    json["neurons"] = neurons;
    writeFile(root / "study.json", json.dump());
    QVERIFY(sentenceOf([&] { (void)Study(root); }).contains("a million parts"));
    QVERIFY(refusalWith("samples", -1e300).contains("\"samples\" must be a whole number"));
    QVERIFY(refusalWith("neurons", nlohmann::json::array({1e300}))
                .contains("a number of neurons must be a whole number"));
}

void StudyTest::studyOfAnUnknownSchemeIsToldTheKnownOnes()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    (void)Study(root, planFor("mnist", {"regular"}, 10));
    QString text = QString::fromStdString(readFile(root / "study.json"));
    writeFile(root / "study.json", text.replace("\"regular\"", "\"shuffle\"").toStdString());
    const QString sentence = sentenceOf([&] { (void)Study(root); });
    QVERIFY2(sentence.contains("study.json") && sentence.contains("\"shuffle\""), qPrintable(sentence));
    QVERIFY2(sentence.contains("low-active"), qPrintable(sentence));
}

void StudyTest::schemesTakeParametersOfTheirOwn()
{
    const StudyScheme scheme = studyScheme("cluster:clusters=7+chosen=3", {});
    QCOMPARE(scheme.call.name, std::string("cluster"));
    QCOMPARE(scheme.call.parameters.at("clusters"), 7.0);
    QCOMPARE(scheme.call.parameters.at("chosen"), 3.0);
    QVERIFY_THROWS_EXCEPTION(ArgumentError, studyScheme("cluster:clusters", {}));
    QVERIFY_THROWS_EXCEPTION(ArgumentError, studyScheme("cluster:clusters=many", {}));
    QVERIFY_THROWS_EXCEPTION(ArgumentError, studyScheme("cluster:clusters=1.5", {}));
    QVERIFY_THROWS_EXCEPTION(ArgumentError, studyScheme("cluster:depth=1", {}));
}

void StudyTest::histogramKnowsThePercentiles()
{
    MetricSums sums;
    for (int i = 0; i < 1000; ++i)
        sums.add(double(i) / 100.0, 0.0, 20.0);
    QVERIFY(std::abs(sums.percentile(50, 0.0, 20.0) - 5.0) < 0.1);
    QVERIFY(std::abs(sums.percentile(95, 0.0, 20.0) - 9.5) < 0.1);
    sums.add(1e9, 0.0, 20.0);
    QCOMPARE(sums.histogram.back(), 1u);
}

void StudyTest::numbersOfNeuronsAreReadAndWritten()
{
    QCOMPARE(neuronCounts("5"), std::vector<int>({5}));
    QCOMPARE(neuronCounts("1..4"), std::vector<int>({1, 2, 3, 4}));
    QCOMPARE(neuronCounts("1,5,10"), std::vector<int>({1, 5, 10}));
    for (const char* text : {"5", "1..25", "1,5,10", "3,4"})
        QCOMPARE(toText(neuronCounts(text)), std::string(text));
    for (const char* text : {"", "x", "5x", "-1", "4..1", "1..", "..3", "1,,2", "1.5", "99999999999"})
        QVERIFY_THROWS_EXCEPTION(ArgumentError, neuronCounts(text));
}

void StudyTest::aPlanIsRecognisedAsOneOfThePapers()
{
    for (const ReadyStudy& study : readyStudies()) {
        StudyPlan plan = study.plan;
        plan.samples = 17;
        plan.seed = 4;
        plan.models = {"mnist"};
        const ReadyStudy* found = readyStudyLike(plan);
        QVERIFY(found);
        QCOMPARE(found->name, study.name);
        plan.metrics.push_back("kns1");
        QVERIFY(!readyStudyLike(plan));
    }
}

void StudyTest::aPublishedNumberWithoutItsDatasetIsListedAsNotMeasured()
{
    const QTemporaryDir empty;
    const auto restore = [](const char* name, const QByteArray& value) {
        value.isNull() ? qunsetenv(name) : qputenv(name, value);
    };
    const QByteArray data = qgetenv("FLIPSIDE_DATA");
    const QByteArray home = qgetenv("XDG_DATA_HOME");
    qunsetenv("FLIPSIDE_DATA");
    qputenv("XDG_DATA_HOME", empty.path().toUtf8());
    const auto putBack = qScopeGuard([&] {
        restore("FLIPSIDE_DATA", data);
        restore("XDG_DATA_HOME", home);
    });
    const ReadyStudy inception = findReadyStudy("inception");
    StudyPlan plan = inception.plan;
    plan.models = {"mnist"};
    plan.samples = 40;
    Study study(empty.filePath("study").toStdString(), plan);
    Progress progress;
    study.run(progress);
    const std::vector<Comparison> comparisons = compareWithPaper(inception, study.results(), progress);
    QCOMPARE(comparisons.size(), std::size_t(3));
    QVERIFY(!comparisons[0].measured && !comparisons[0].difference());
    QVERIFY(comparisons[1].measured && comparisons[2].measured);
    QVERIFY(unmeasuredNote(comparisons).find("dataset mnist") != std::string::npos);
    QVERIFY(toCsv(comparisons).find("inception,9.900,,\n") != std::string::npos);
    QVERIFY(unmeasuredNote({comparisons[1]}).empty());
}

QTEST_APPLESS_MAIN(StudyTest)
#include "study_test.moc"
