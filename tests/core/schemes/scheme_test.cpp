// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/schemes/scheme.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
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
    std::vector<int> clusters;
    std::optional<ReferenceLatents> references;
    SchemeCall call;

    explicit Toy(const std::string& scheme)
    {
        call.name = scheme;
        call.neurons = 3;
        profile.classActivation = {profile.percentActivation, profile.percentActivation};
        clusters.assign(units, 0);
        clusters[0] = -1;
        references.emplace(2, std::vector<float>{0, 0, 4, 8}, std::vector<int>{0, 1});
    }
    /// Switches on, each with an activation of its number.
    void switchOn(const std::vector<int>& chosen)
    {
        for (const int unit : chosen)
            activations[std::size_t(unit)] = float(unit);
    }
    Coactivation apply() const
    {
        std::vector<float> onShares;
        for (const float activation : activations)
            onShares.push_back(activation > 1e-7f ? 1.0f : 0.0f);
        return coactivate({profile, activations, onShares, 0.0f, call, references ? &*references : nullptr,
                           [this](int) { return clusters; }});
    }
    std::vector<Edit> edits() const { return apply().edits; }
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
    void howOftenCandidatesAreOnIsSaidOfTheLayer();
    void noDescriptionPromisesWhatOnlySomeLayersKeep();
    void lowActiveLeavesActiveUnitsAlone();
    void lowActiveTakesFewerWhereThereAreFewer();
    void lowActiveRandomTakesAnyCandidates();
    void nonSpecificTakesUnitsThatNoClassClaims();
    void correlationStartsFromAStrangerToTheMostActive();
    void clusterTakesTheLeastActiveClusters();
    void turnOffTurnsOffWhatIsOn();
    void noisyAddsNoiseOfEachNeuronsOwnSize();
    void interpolationLiesBetweenReferencesOfDifferentClasses();
    void schemesSayWhatTheyMiss();
    void randomTakesAnyOffUnitEquallyOften();
    void regularTakesNone();
    void onValueIsGammaTimesTheStatistic();
    void gammaAndStatisticMatterToSchemesThatSetOnValuesOnly_data();
    void gammaAndStatisticMatterToSchemesThatSetOnValuesOnly();
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

void SchemeTest::howOftenCandidatesAreOnIsSaidOfTheLayer()
{
    // The 15th percentile, worked out by hand: 0.1925; the 50th, half-way between 0.50 and 0.55.
    Toy toy("low-active");
    const auto most = [&](const char* scheme) {
        return findScheme(scheme).mostOftenOn(toy.profile, toy.call);
    };
    for (const char* scheme : {"low-active", "low-active-random"})
        QVERIFY(std::abs(most(scheme).value() - 0.1925) < 1e-6);
    toy.call.parameters = {{"high-percentile", 50}};
    QVERIFY(std::abs(most("low-active").value() - 0.525) < 1e-6);
    // No one that it can choose is on more often.
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        toy.call.seed = seed;
        for (const int unit : toy.chosen())
            QVERIFY(double(toy.profile.percentActivation[std::size_t(unit)]) <= *most("low-active"));
    }
    toy.call.parameters = {{"most-active", 50}};
    QVERIFY(std::abs(most("non-specific").value() - 0.525) < 1e-6);
    toy.profile.classActivation.clear();
    QVERIFY(!most("non-specific"));
    for (const char* scheme : {"regular", "random", "noisy", "cluster", "correlation", "turn-off"})
        QVERIFY2(!most(scheme), scheme);
}

void SchemeTest::noDescriptionPromisesWhatOnlySomeLayersKeep()
{
    for (const Scheme* scheme : allSchemes())
        for (const char* promise : {"almost always", "rarely", "never"})
            QVERIFY2(!QString::fromStdString(scheme->description()).contains(promise),
                     scheme->description().c_str());
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

void SchemeTest::lowActiveRandomTakesAnyCandidates()
{
    // S = {2, 3, 4, 5}, as above; of it any three.
    Toy toy("low-active-random");
    toy.call.parameters = {{"low-percentile", 1}, {"high-percentile", 25}};
    std::set<std::set<int>> seen;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        toy.call.seed = seed;
        const auto chosen = toy.chosen();
        seen.insert(std::set<int>(chosen.begin(), chosen.end()));
    }
    QCOMPARE(seen, (std::set<std::set<int>>{{2, 3, 4}, {2, 3, 5}, {2, 4, 5}, {3, 4, 5}}));
}

void SchemeTest::nonSpecificTakesUnitsThatNoClassClaims()
{
    // The 11th percentile of 0.05, 0.20, 0.20, 0.25, 0.30, … lies just above 0.20, so that of units 1 to 4
    // only 3 is too active, which is on for 30 % of class 0; unit 2 is on in class 0 alone.
    Toy toy("non-specific");
    toy.profile.classActivation[0][3] = 0.30f;
    toy.profile.classActivation[1][3] = 0.00f;
    toy.profile.classActivation[0][2] = 0.20f;
    toy.profile.classActivation[1][2] = 0.00f;
    toy.call.parameters = {{"most-active", 11}, {"least-entropy", 50}};
    const auto choosesOneAndFour = [&] {
        for (toy.call.seed = 0; toy.call.seed < 20; ++toy.call.seed) {
            auto chosen = toy.chosen();
            std::sort(chosen.begin(), chosen.end());
            if (chosen != std::vector<int>{1, 4})
                return false;
        }
        return true;
    };
    QVERIFY(choosesOneAndFour());
    // Channels are on far more often than single neurons: those that are least so are the same.
    for (auto& ofClass : toy.profile.classActivation)
        for (float& share : ofClass)
            if (share > 0.0f)
                share = 0.6f + 0.4f * share;
    QVERIFY(choosesOneAndFour());
}

void SchemeTest::correlationStartsFromAStrangerToTheMostActive()
{
    // Of three that are on, a tenth is one: unit 20. Of 17 that are off, a tenth is two: units 1 and 2,
    // farthest away.
    Toy toy("correlation");
    toy.switchOn({18, 19, 20});
    std::set<std::vector<int>> seen;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        toy.call.seed = seed;
        seen.insert(toy.chosen());
    }
    QCOMPARE(seen, (std::set<std::vector<int>>{{1, 2, 3}, {2, 1, 3}}));
}

void SchemeTest::clusterTakesTheLeastActiveClusters()
{
    // On: 3 of the 10 units of cluster 0, 1 of the 5 of cluster 1, 4 of the 5 of cluster 2.
    Toy toy("cluster");
    for (int unit = 11; unit < units; ++unit)
        toy.clusters[std::size_t(unit)] = unit <= 15 ? 1 : 2;
    toy.switchOn({1, 2, 3, 11, 16, 17, 18, 19});
    toy.call.neurons = units;
    toy.call.parameters = {{"clusters", 3}};
    auto chosen = toy.chosen();
    std::sort(chosen.begin(), chosen.end());
    QCOMPARE(chosen, (std::vector<int>{12, 13, 14, 15}));
    toy.call.parameters["chosen"] = 2;
    chosen = toy.chosen();
    std::sort(chosen.begin(), chosen.end());
    QCOMPARE(chosen, (std::vector<int>{4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15}));
}

void SchemeTest::turnOffTurnsOffWhatIsOn()
{
    Toy toy("turn-off");
    toy.switchOn({5, 6, 7});
    toy.activations[0] = 1.0f; // dead all the same
    std::set<int> off;
    for (const Edit& edit : toy.edits()) {
        QVERIFY(edit.action == EditAction::Off && !edit.value);
        off.insert(edit.unit);
    }
    QCOMPARE(off, (std::set<int>{5, 6, 7}));
}

void SchemeTest::noisyAddsNoiseOfEachNeuronsOwnSize()
{
    Toy toy("noisy");
    toy.activations.assign(units, 100.0f);
    toy.profile.deviation.assign(units, 0.5f);
    toy.call.parameters = {{"strength", 2}};
    double sum = 0.0;
    double squares = 0.0;
    int count = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        toy.call.seed = seed;
        const auto edits = toy.edits();
        QCOMPARE(edits.size(), std::size_t(3));
        for (const Edit& edit : edits) {
            QVERIFY(edit.action == EditAction::Value);
            const double noise = double(*edit.value) - 100.0;
            sum += noise;
            squares += noise * noise;
            ++count;
        }
    }
    // 6,000 draws of a normal distribution with standard deviation 2 · 0.5: five standard errors.
    QVERIFY(std::abs(sum / count) < 0.065);
    QVERIFY(std::abs(squares / count - 1.0) < 0.1);
    toy.call.parameters["share"] = 50; // of the 20 that are not dead
    QCOMPARE(toy.edits().size(), std::size_t(10));
    toy.activations.assign(units, 0.0f);
    for (const Edit& edit : toy.edits())
        QVERIFY(*edit.value >= 0.0f);
}

void SchemeTest::interpolationLiesBetweenReferencesOfDifferentClasses()
{
    Toy toy("interpolation");
    double sum = 0.0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        toy.call.seed = seed;
        const Coactivation result = toy.apply();
        QVERIFY(result.edits.empty() && result.z && result.z->size() == 2);
        const float first = (*result.z)[0];
        QVERIFY(first >= 0.0f && first <= 4.0f);
        QVERIFY(std::abs((*result.z)[1] - 2.0f * first) < 1e-5f);
        sum += double(first);
    }
    // Uniform between 0 and 4: mean 2, standard error 0.026.
    QVERIFY(std::abs(sum / 2000.0 - 2.0) < 0.13);
}

void SchemeTest::schemesSayWhatTheyMiss()
{
    Toy nonSpecific("non-specific");
    nonSpecific.profile.classActivation.clear();
    QVERIFY_THROWS_EXCEPTION(Error, nonSpecific.apply());
    Toy interpolation("interpolation");
    interpolation.references.reset();
    QVERIFY_THROWS_EXCEPTION(Error, interpolation.apply());
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

void SchemeTest::gammaAndStatisticMatterToSchemesThatSetOnValuesOnly_data()
{
    sameSeedMeansSameChoice_data();
}

void SchemeTest::gammaAndStatisticMatterToSchemesThatSetOnValuesOnly()
{
    QFETCH(QString, scheme);
    Toy toy(scheme.toStdString());
    toy.switchOn({17, 18, 19, 20});
    const auto values = [&] {
        std::vector<std::optional<float>> result;
        for (const Edit& edit : toy.edits())
            result.push_back(edit.value);
        return result;
    };
    const bool sets = findScheme(toy.call.name).setsOnValues();
    const auto standard = values();
    toy.call.gamma = 3.0;
    QCOMPARE(values() != standard, sets);
    toy.call.gamma = SchemeCall{}.gamma;
    toy.call.statistic = Statistic::Mean;
    QCOMPARE(values() != standard, sets);
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
        sentence([](SchemeCall& call) { call.name = "no-such"; }).contains("low-active, low-active-random"));
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
