// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "model/model_folder.h"
#include "study/evaluation.h"
#include "study/instrument.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace flipside;

/// On the bundled models themselves: what the papers report must be there to be seen.
class StudyTest : public QObject {
    Q_OBJECT

private slots:
    void shardsOfARunHaveTheSamplesOfTheWhole();
    void allSchemesStartFromTheSameLatents();
    void distanceIsTheOneWorkedOutPixelByPixel();
    void distancesAreOrderedAsPublished_data();
    void distancesAreOrderedAsPublished();
    void meanAndDeviationEqualTheirDefinitions();
    void unknownNamesAreRefusedBeforeAnythingIsComputed();
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

void StudyTest::distanceIsTheOneWorkedOutPixelByPixel()
{
    Instrument instrument(findModel("mnist"));
    const auto recipes = instrument.sample({}, 5, 0, 3);
    const auto pictures = instrument.decoder().renderImages(recipes);
    const auto distances = instrument.reconstructionDistance(pictures);
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
    Instrument instrument(findModel(model.toStdString()));
    EvaluationPlan plan;
    plan.schemes = {"regular", "random", "low-active"};
    plan.neurons = {5};
    plan.metrics = {"dr"};
    plan.samples = 2000;
    Progress progress;
    const auto rows = evaluate(instrument, plan, progress);
    QVERIFY(rows[0].mean < rows[1].mean);
    QVERIFY(rows[1].mean < rows[2].mean);
    QVERIFY2(std::abs(rows[2].mean - published) < 0.2 * published, qPrintable(QString::number(rows[2].mean)));
}

void StudyTest::meanAndDeviationEqualTheirDefinitions()
{
    Instrument instrument(findModel("mnist"));
    EvaluationPlan plan;
    plan.schemes = {"low-active"};
    plan.neurons = {3};
    plan.metrics = {"dr"};
    plan.samples = 700;
    plan.seed = 4;
    Progress progress;
    const auto rows = evaluate(instrument, plan, progress);
    SchemeCall call;
    call.neurons = 3;
    const auto distances = instrument.reconstructionDistance(
        instrument.decoder().renderImages(instrument.sample(call, 4, 0, 700)));
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
    Instrument instrument(findModel("mnist"));
    EvaluationPlan plan;
    plan.neurons = {5};
    plan.metrics = {"dr"};
    plan.samples = 10;
    Progress progress;
    plan.schemes = {"regular", "no-such"};
    QVERIFY_EXCEPTION_THROWN(evaluate(instrument, plan, progress), ArgumentError);
    plan.schemes = {"regular"};
    plan.metrics = {"no-such"};
    QVERIFY_EXCEPTION_THROWN(evaluate(instrument, plan, progress), ArgumentError);
}

QTEST_APPLESS_MAIN(StudyTest)
#include "study_test.moc"
