// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "schemes/scheme.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>

using namespace flipside;

namespace {

constexpr int units = 21;

/// 21 units: unit 0 is dead; units 1 to 20 have percent activations 0.05, 0.10, … 1.00, so that their 1st
/// percentile lies just above unit 1's and the 25th at unit 5.75's. Neighbours are more correlated than
/// others: R = 1 - |a-b|/20.
LayerProfile toyProfile()
{
    LayerProfile layer;
    layer.id = "hidden3";
    for (int unit = 0; unit < units; ++unit) {
        layer.percentActivation.push_back(float(unit) * 0.05f);
        layer.maximum.push_back(float(unit));
        layer.mean.push_back(float(unit) / 2.0f);
        layer.minimum.push_back(0.0f);
        layer.deviation.push_back(1.0f);
    }
    for (int a = 0; a < units; ++a)
        for (int b = a + 1; b < units; ++b)
            layer.packedCorrelation.push_back(std::int16_t((1.0 - (b - a) / 20.0) * 32767));
    return layer;
}

struct Toy {
    LayerProfile profile = toyProfile();
    std::vector<float> activations = std::vector<float>(units, 0.0f);
    SchemeCall call;

    explicit Toy(const std::string& scheme)
    {
        call.name = scheme;
        call.neurons = 3;
    }
    std::vector<Edit> edits() const { return flipside::edits({profile, activations, 1e-7f, call}); }
    std::vector<int> chosen() const
    {
        std::vector<int> result;
        for (const Edit& edit : edits())
            result.push_back(edit.unit);
        return result;
    }
};

} // namespace

class SchemeTest : public QObject {
    Q_OBJECT

private slots:
    void lowActiveTakesARandomCandidateAndThoseMostCorrelatedWithIt();
    void lowActiveKeepsToItsPercentiles();
    void lowActiveLeavesActiveUnitsAlone();
    void lowActiveTakesFewerWhereThereAreFewer();
    void randomTakesAnyOffUnitEquallyOften();
    void regularTakesNone();
    void onValueIsGammaTimesTheStatistic();
    void sameSeedMeansSameChoice_data();
    void sameSeedMeansSameChoice();
    void deadUnitsAreNeverChosen_data();
    void deadUnitsAreNeverChosen();
    void badCallsEachHaveTheirOwnSentence();
};

void SchemeTest::lowActiveTakesARandomCandidateAndThoseMostCorrelatedWithIt()
{
    // Percentiles 1 and 25 of 0.05 … 1.00 are 0.0595 and 0.2875: S = {2, 3, 4, 5}.
    Toy toy("low-active");
    toy.call.parameters = {{"low-percentile", 1}, {"high-percentile", 25}};
    std::set<int> firsts;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        toy.call.seed = seed;
        const auto chosen = toy.chosen();
        QCOMPARE(chosen.size(), 3u);
        firsts.insert(chosen[0]);
        // Worked out by hand: equally correlated ones come by their number.
        static const std::map<int, std::vector<int>> expected{
            {2, {2, 3, 4}}, {3, {3, 2, 4}}, {4, {4, 3, 5}}, {5, {5, 4, 3}}};
        QCOMPARE(chosen, expected.at(chosen[0]));
    }
    QCOMPARE(firsts, (std::set<int>{2, 3, 4, 5}));
}

void SchemeTest::lowActiveKeepsToItsPercentiles()
{
    Toy toy("low-active");
    toy.call.neurons = units;
    // The defaults, 1 and 15: 0.0595 to 0.1925, units 2 and 3.
    auto chosen = toy.chosen();
    std::sort(chosen.begin(), chosen.end());
    QCOMPARE(chosen, (std::vector<int>{2, 3}));
}

void SchemeTest::lowActiveLeavesActiveUnitsAlone()
{
    Toy toy("low-active");
    toy.activations[2] = 0.3f;
    QCOMPARE(toy.chosen(), (std::vector<int>{3}));
}

void SchemeTest::lowActiveTakesFewerWhereThereAreFewer()
{
    Toy toy("low-active");
    toy.activations.assign(units, 1.0f);
    QVERIFY(toy.chosen().empty());
    toy.call.neurons = 0;
    toy.activations.assign(units, 0.0f);
    QVERIFY(toy.chosen().empty());
}

void SchemeTest::randomTakesAnyOffUnitEquallyOften()
{
    Toy toy("random");
    toy.activations[7] = 1.0f;
    std::vector<int> counts(units, 0);
    const int rolls = 19000;
    for (int seed = 0; seed < rolls; ++seed) {
        toy.call.seed = std::uint64_t(seed);
        const auto chosen = toy.chosen();
        QCOMPARE(std::set<int>(chosen.begin(), chosen.end()).size(), 3u);
        for (const int unit : chosen)
            ++counts[std::size_t(unit)];
    }
    QCOMPARE(counts[0], 0);
    QCOMPARE(counts[7], 0);
    for (int unit = 1; unit < units; ++unit)
        if (unit != 7)
            QVERIFY2(std::abs(counts[std::size_t(unit)] - 3000) < 250,
                     qPrintable(QString::number(counts[std::size_t(unit)])));
}

void SchemeTest::regularTakesNone()
{
    QVERIFY(Toy("regular").edits().empty());
}

void SchemeTest::onValueIsGammaTimesTheStatistic()
{
    Toy toy("low-active");
    toy.call.gamma = 3.0;
    for (const Edit& edit : toy.edits()) {
        QVERIFY(edit.action == EditAction::On);
        QCOMPARE(*edit.value, 3.0f * float(edit.unit));
        QCOMPARE(edit.layer, std::string("hidden3"));
    }
    toy.call.statistic = Statistic::Mean;
    for (const Edit& edit : toy.edits())
        QCOMPARE(*edit.value, 1.5f * float(edit.unit));
}

void SchemeTest::sameSeedMeansSameChoice_data()
{
    QTest::addColumn<QString>("scheme");
    for (const Scheme* scheme : allSchemes())
        QTest::newRow(scheme->name().c_str()) << QString::fromStdString(scheme->name());
}

void SchemeTest::sameSeedMeansSameChoice()
{
    QFETCH(QString, scheme);
    Toy toy(scheme.toStdString());
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        toy.call.seed = seed;
        QCOMPARE(toy.chosen(), toy.chosen());
    }
}

void SchemeTest::deadUnitsAreNeverChosen_data()
{
    sameSeedMeansSameChoice_data();
}

void SchemeTest::deadUnitsAreNeverChosen()
{
    QFETCH(QString, scheme);
    Toy toy(scheme.toStdString());
    toy.call.neurons = units;
    const auto chosen = toy.chosen();
    QVERIFY(std::find(chosen.begin(), chosen.end(), 0) == chosen.end());
}

void SchemeTest::badCallsEachHaveTheirOwnSentence()
{
    const auto sentence = [](const std::function<void(SchemeCall&)>& spoil) {
        Toy toy("low-active");
        spoil(toy.call);
        try {
            toy.edits();
        } catch (const ArgumentError& error) {
            return QString(error.what());
        }
        return QString();
    };
    QVERIFY(
        sentence([](SchemeCall& call) { call.name = "no-such"; }).contains("low-active, random, regular"));
    QVERIFY(sentence([](SchemeCall& call) { call.neurons = -1; }).contains("0 or more"));
    QVERIFY(sentence([](SchemeCall& call) { call.gamma = -1; }).contains("gamma"));
    QVERIFY(sentence([](SchemeCall& call) {
                call.gamma = std::numeric_limits<double>::quiet_NaN();
            }).contains("gamma"));
    QVERIFY(
        sentence([](SchemeCall& call) { call.parameters["depth"] = 1; }).contains("no parameter \"depth\""));
    QVERIFY(sentence([](SchemeCall& call) {
                call.parameters["low-percentile"] = 101;
            }).contains("between 0 and 100"));
}

QTEST_APPLESS_MAIN(SchemeTest)
#include "scheme_test.moc"
