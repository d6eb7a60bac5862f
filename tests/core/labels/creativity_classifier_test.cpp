// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/labels/creativity_classifier.h"
#include "tests/core/support/sentence.h"

#include <QProcess>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

using namespace flipside;
using flipside::test::sentenceOf;
using Json = nlohmann::json;

namespace {

/// Pictures with three metrics of very different size, of which the first tells something, the second a
/// little and the third nothing.
struct Labelled {
    MetricTable pictures;
    std::vector<bool> creative;

    explicit Labelled(std::size_t count, std::uint64_t seed = 1)
    {
        Random random(seed);
        for (std::size_t i = 0; i < count; ++i) {
            const bool isCreative = i % 3 == 0;
            creative.push_back(isCreative);
            pictures.push_back({5.0 + (isCreative ? 1.5 : 0.0) + random.normal(),
                                400.0 - (isCreative ? 40.0 : 0.0) + 100.0 * random.normal(),
                                0.01 * random.normal()});
        }
    }
};

Json askScikitLearn(const Json& question)
{
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"),
                 {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/creativity_peer.py")});
    python.write(QByteArray::fromStdString(question.dump()));
    python.closeWriteChannel();
    if (!python.waitForFinished(120000) || python.exitCode() != 0) {
        qWarning("%s", python.readAllStandardError().constData());
        return {};
    }
    return Json::parse(python.readAllStandardOutput().toStdString());
}

} // namespace

class CreativityClassifierTest : public QObject {
    Q_OBJECT

private slots:
    void itIsTheOneOfScikitLearn_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("metrics");
        QTest::newRow("all metrics") << 200 << 3;
        QTest::newRow("one metric") << 200 << 1;
        QTest::newRow("few pictures, of which a metric is left out") << 40 << 3;
    }
    void itIsTheOneOfScikitLearn()
    {
        QFETCH(int, count);
        QFETCH(int, metrics);
        Labelled given{std::size_t(count)};
        for (auto& picture : given.pictures)
            picture.resize(std::size_t(metrics));
        const auto folds = stratifiedFolds(given.creative, 5);
        const Json peer =
            askScikitLearn({{"pictures", given.pictures}, {"creative", given.creative}, {"folds", folds}});
        QVERIFY(!peer.is_null());

        const CreativityClassifier classifier = CreativityClassifier::train(given.pictures, given.creative);
        const auto weights = peer["weights"].get<std::vector<double>>();
        QCOMPARE(classifier.weights().size(), weights.size());
        for (std::size_t m = 0; m < weights.size(); ++m)
            QVERIFY2(
                std::abs(classifier.weights()[m] - weights[m]) < 1e-4,
                qPrintable(QString::number(classifier.weights()[m]) + " " + QString::number(weights[m])));
        QVERIFY(std::abs(classifier.bias() - peer["bias"].get<double>()) < 1e-4);
        for (std::size_t i = 0; i < given.pictures.size(); ++i)
            QVERIFY(std::abs(classifier.probability(given.pictures[i]) -
                             peer["probabilities"][i].get<double>()) < 1e-4);
        QVERIFY(std::abs(balancedAccuracy(given.pictures, given.creative, 5) -
                         peer["accuracy"].get<double>()) < 1e-9);
    }

    void everyFoldHasItsShareOfBothKinds()
    {
        const Labelled given(203);
        const auto folds = stratifiedFolds(given.creative, 9);
        std::array<int, creativityFolds> all{};
        std::array<int, creativityFolds> creative{};
        for (std::size_t i = 0; i < folds.size(); ++i) {
            ++all.at(std::size_t(folds[i]));
            creative.at(std::size_t(folds[i])) += given.creative[i] ? 1 : 0;
        }
        for (const auto& counts : {all, creative}) {
            const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
            QVERIFY(*most - *least <= 1);
        }
        QVERIFY(folds == stratifiedFolds(given.creative, 9));
        QVERIFY(folds != stratifiedFolds(given.creative, 10));
    }

    void nothingDependsOnTheRandomNumbersOfTheRestOfTheProgram()
    {
        const Labelled given(150);
        std::srand(1);
        const CreativityClassifier first = CreativityClassifier::train(given.pictures, given.creative);
        for (unsigned seed = 2; seed < 40; ++seed) {
            std::srand(seed);
            const CreativityClassifier again = CreativityClassifier::train(given.pictures, given.creative);
            QCOMPARE(again.weights(), first.weights());
            QCOMPARE(again.bias(), first.bias());
        }
    }

    void aMetricThatIsTheSameForAllSaysNothing()
    {
        Labelled given(60);
        for (auto& picture : given.pictures)
            picture.push_back(0.1);
        QCOMPARE(CreativityClassifier::train(given.pictures, given.creative).weights().back(), 0.0);
        for (auto& picture : given.pictures)
            picture = {0.1};
        // What is left is to say the same of all.
        QCOMPARE(balancedAccuracy(given.pictures, given.creative, 1), 0.5);
    }

    void kindsThatAMetricTellsApartAreAllToldApart()
    {
        Labelled given(100);
        for (std::size_t i = 0; i < given.pictures.size(); ++i)
            given.pictures[i].push_back(given.creative[i] ? 2.0 : 1.0);
        QCOMPARE(balancedAccuracy(given.pictures, given.creative, 3), 1.0);
    }

    void tooFewPicturesOfOneKindAreRefused()
    {
        const Labelled given(27); // 9 of them creative
        const QString sentence =
            sentenceOf([&] { (void)balancedAccuracy(given.pictures, given.creative, 1); });
        QVERIFY2(sentence.contains("there are 9 and 18"), qPrintable(sentence));
        QVERIFY_THROWS_EXCEPTION(
            ArgumentError, (void)CreativityClassifier::train(given.pictures, std::vector<bool>(27, true)));
        QVERIFY_THROWS_EXCEPTION(ArgumentError, (void)CreativityClassifier::train({}, {}));
    }
};

QTEST_APPLESS_MAIN(CreativityClassifierTest)
#include "creativity_classifier_test.moc"
