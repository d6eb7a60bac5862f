// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/novelty/class_entropy.h"
#include "core/novelty/in_domain_score.h"
#include "core/novelty/k_novelty.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stop_token>

using namespace flipside;

namespace {

std::vector<float> normalPoints(int count, int dimensions, std::uint64_t seed)
{
    Random random(seed);
    std::vector<float> points;
    for (int i = 0; i < count * dimensions; ++i)
        points.push_back(float(random.normal()));
    return points;
}

double distanceBetween(const std::vector<float>& points, int dimensions, int a,
                       const std::vector<float>& others, int b)
{
    double sum = 0.0;
    for (int d = 0; d < dimensions; ++d) {
        const double difference =
            double(points[std::size_t(a * dimensions + d)]) - double(others[std::size_t(b * dimensions + d)]);
        sum += difference * difference;
    }
    return std::sqrt(sum);
}

/// Mean distance to the k nearest of `data`, by sorting all; `self` is left out.
double meanNearest(const std::vector<float>& points, int a, const std::vector<float>& data, int dimensions,
                   int k, int self, std::vector<int>* nearest = nullptr)
{
    std::vector<std::pair<double, int>> all;
    for (int b = 0; b < int(data.size()) / dimensions; ++b)
        if (b != self)
            all.emplace_back(distanceBetween(points, dimensions, a, data, b), b);
    std::sort(all.begin(), all.end());
    double sum = 0.0;
    for (int i = 0; i < k; ++i) {
        sum += all[std::size_t(i)].first;
        if (nearest)
            nearest->push_back(all[std::size_t(i)].second);
    }
    return sum / k;
}

} // namespace

class NoveltyTest : public QObject {
    Q_OBJECT

private slots:
    void noveltyOfOneNeighbourIsTheOneWorkedOutByHand()
    {
        // On a line at 0, 1 and 5; a point at 7 is 2 from 5, which is 4 from 1. One at 0.5 is 0.5 from 0
        // or 1.
        const std::vector<float> data = {0, 1, 5};
        const std::vector<float> points = {7, 0.5, 5};
        const auto scores = KNovelty(data, 1, 1).scores(points);
        QCOMPARE(scores[0], 2.0f / 4.0f);
        QCOMPARE(scores[1], 0.5f);
        QCOMPARE(scores[2], 0.0f);
    }

    void noveltyEqualsAPlainSearch()
    {
        const int dimensions = 7;
        const int k = 5;
        const auto data = normalPoints(200, dimensions, 1);
        const auto points = normalPoints(20, dimensions, 2);
        const auto scores = KNovelty(data, dimensions, k).scores(points);
        for (int i = 0; i < 20; ++i) {
            std::vector<int> nearest;
            const double near = meanNearest(points, i, data, dimensions, k, -1, &nearest);
            double theirs = 0.0;
            for (const int neighbour : nearest)
                theirs += meanNearest(data, neighbour, data, dimensions, k, neighbour) / k;
            QVERIFY(std::abs(double(scores[std::size_t(i)]) - near / theirs) < 1e-4);
        }
    }

    void noveltyDoesNotDependOnWhatWasAskedBefore()
    {
        const int dimensions = 7;
        const auto data = normalPoints(500, dimensions, 1);
        const auto points = normalPoints(100, dimensions, 2);
        const auto together = KNovelty(data, dimensions, 5).scores(points);
        const KNovelty asked(data, dimensions, 5);
        (void)asked.scores(std::span(points).first(std::size_t(dimensions)));
        (void)asked.scores(std::span(points).last(std::size_t(3 * dimensions)));
        QCOMPARE(asked.scores(points), together);
    }

    void anAbandonedSearchCanBeAskedAgain()
    {
        const int dimensions = 7;
        const auto data = normalPoints(500, dimensions, 1);
        const auto points = normalPoints(100, dimensions, 2);
        const KNovelty asked(data, dimensions, 5);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)asked.scores(points, stop.get_token()));
        QCOMPARE(asked.scores(points), KNovelty(data, dimensions, 5).scores(points));
    }

    void neighboursMustBeFewerThanTheData()
    {
        const auto data = normalPoints(5, 2, 1);
        QVERIFY_THROWS_EXCEPTION(ArgumentError, KNovelty(data, 2, 5));
        QVERIFY_THROWS_EXCEPTION(ArgumentError, KNovelty(data, 2, 0));
        (void)KNovelty(data, 2, 4);
        QVERIFY_THROWS_EXCEPTION(ArgumentError, KNovelty({}, 2, 1));
    }

    void twinsInTheDataMakeNoInfinity()
    {
        const std::vector<float> data(8, 1.0f);
        const std::vector<float> points = {1, 1, 2, 2};
        const auto scores = KNovelty(data, 2, 1).scores(points);
        QCOMPARE(scores[0], 1.0f);
        QCOMPARE(scores[1], std::numeric_limits<float>::max());
    }

    void inDomainScoreFallsOutwards()
    {
        const int dimensions = 5;
        const ReferenceLatents references(dimensions, normalPoints(400, dimensions, 1),
                                          std::vector<int>(400, 0));
        const InDomainSvm svm = InDomainSvm::train(references, 400);
        std::vector<float> points;
        for (const float radius : {0.0f, 1.0f, 2.0f, 4.0f, 8.0f})
            for (int d = 0; d < dimensions; ++d)
                points.push_back(radius);
        const auto scores = svm.scores(points);
        QVERIFY(std::is_sorted(scores.rbegin(), scores.rend()));
        QVERIFY(scores.front() > 0.0f && scores.back() < 0.0f);
    }

    void nineOfTenTrainingLatentsAreInside()
    {
        // ν bounds the share of training points outside from above, and it is approached (Schölkopf et al.,
        // 2001, proposition 4).
        const ReferenceLatents references(3, normalPoints(600, 3, 4), std::vector<int>(600, 0));
        const auto scores = InDomainSvm::train(references, 600).scores(references.numbers());
        const auto outside = std::count_if(scores.begin(), scores.end(), [](float s) { return s < 0.0f; });
        QVERIFY2(std::abs(double(outside) / 600.0 - 0.1) < 0.03, qPrintable(QString::number(outside)));
    }

    void scoreGrowsWithThePicturesThatTheReferencesStandFor()
    {
        const ReferenceLatents references(3, normalPoints(100, 3, 4), std::vector<int>(100, 0));
        const auto points = normalPoints(10, 3, 9);
        const auto plain = InDomainSvm::train(references, 100).scores(points);
        const auto scaled = InDomainSvm::train(references, 600).scores(points);
        for (std::size_t i = 0; i < plain.size(); ++i)
            QVERIFY(std::abs(scaled[i] - 6.0f * plain[i]) < 1e-3f);
    }

    void inDomainClassifierComesBackFromItsFile()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.path().toStdString() + "/in-domain.cbor";
        const ReferenceLatents references(3, normalPoints(100, 3, 4), std::vector<int>(100, 0));
        const InDomainSvm svm = InDomainSvm::train(references, 100);
        svm.write(file);
        const auto points = normalPoints(10, 3, 9);
        QCOMPARE(InDomainSvm::read(file, references).scores(points), svm.scores(points));
        const ReferenceLatents others(2, std::vector<float>(20, 0.0f), std::vector<int>(10, 0));
        QVERIFY_THROWS_EXCEPTION(Error, InDomainSvm::read(file, others));
        QVERIFY_THROWS_EXCEPTION(ArgumentError, InDomainSvm::train(ReferenceLatents(3, {}, {}), 0));
    }

    void entropyIsInBits()
    {
        const std::vector<float> rows = {1, 0, 0, 0, 0.25f, 0.25f, 0.25f, 0.25f, 0.5f, 0.5f, 0, 0};
        const auto entropies = classEntropies(rows, 4);
        QCOMPARE(entropies, (std::vector<float>{0, 2, 1}));
    }

    void inceptionScoreOfClearAndEvenClassesIsTheirNumber()
    {
        const auto scoreOf = [](const std::vector<float>& rows, std::size_t classes) {
            return inceptionScore(inceptionSums(rows, classes));
        };
        QVERIFY(std::abs(scoreOf({1, 0, 0, 0, 1, 0, 0, 0, 1}, 3) - 3.0) < 1e-12);
        QVERIFY(std::abs(scoreOf({1, 0, 0, 1, 0, 0}, 3) - 1.0) < 1e-12);
        QVERIFY(std::abs(scoreOf({0.5f, 0.5f, 0.5f, 0.5f}, 2) - 1.0) < 1e-12);
        QCOMPARE(inceptionScore({}), 0.0);
    }

    void inceptionSumsOfPartsAreThoseOfTheWhole()
    {
        const std::vector<float> rows = {0.7f, 0.3f, 0.2f, 0.8f, 0.9f, 0.1f};
        SetSums parts = inceptionSums(std::span(rows).first(2), 2);
        parts.add(inceptionSums(std::span(rows).subspan(2), 2));
        QVERIFY(std::abs(inceptionScore(parts) - inceptionScore(inceptionSums(rows, 2))) < 1e-12);
        QCOMPARE(parts.samples, std::uint64_t(3));
    }
};

QTEST_GUILESS_MAIN(NoveltyTest)
#include "novelty_test.moc"
