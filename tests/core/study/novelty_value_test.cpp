// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/import/profile_model.h"
#include "core/study/novelty_value.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

using namespace flipside;
using namespace flipside::test;

/// Novelty against value, of a generator with channels and a critic that adds up the pixels.
class NoveltyValueTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        writeConvolutionModel(folder());
        const ModelCard card = ModelFolder(folder()).card();
        writeScript(folder() / "critic.pt", {"def forward(self, picture):\n"
                                             "    seen = torch.relu(picture.flatten(1) - 0.2)\n"
                                             "    return seen.sum(1, keepdim=True)\n",
                                             {},
                                             {}});
        QVERIFY_EXCEPTION_THROWN(noveltyValuePlan(folder().string(), 10, 1),
                                 Error); // there is no profile yet
        Progress progress;
        profileModel(ModelFolder(folder()), {}, progress);
    }

    void planHasEveryLayerPatternAndARegularWay()
    {
        const StudyPlan plan = noveltyValuePlan(folder().string(), 10, 1);
        QCOMPARE(plan.metrics, (std::vector<std::string>{"kns5-features", "critic", "blank"}));
        QCOMPARE(plan.schemes.front().call.name, std::string("regular"));
        std::set<std::string> layers;
        std::set<Pattern> patterns;
        for (const StudyScheme& scheme : plan.schemes)
            if (scheme.call.name == "low-active") {
                layers.insert(scheme.call.layer);
                patterns.insert(*scheme.call.pattern);
            }
        QCOMPARE(layers.size(), ModelFolder(folder()).card().layers.size());
        QCOMPARE(patterns.size(), std::size_t(3));
        checkPlan(plan);
    }

    void frontHasWhatNothingElseBeats()
    {
        StudyPlan plan = noveltyValuePlan(folder().string(), 20, 1);
        plan.neurons = {1, 5};
        Study study(std::filesystem::path(_temporary.path().toStdString()) / "study", plan);
        Progress progress;
        study.run(progress, {}, 1);
        const NoveltyValue result = noveltyValueOf(study.results());
        QCOMPARE(result.points.size(), (plan.schemes.size() - 1) * 2);
        QVERIFY(std::ranges::any_of(result.points, &NoveltyValuePoint::onFront));
        for (const NoveltyValuePoint& point : result.points) {
            const bool isBeaten = std::ranges::any_of(result.points, [&](const NoveltyValuePoint& other) {
                return other.novelty >= point.novelty && other.worth >= point.worth &&
                       (other.novelty > point.novelty || other.worth > point.worth);
            });
            if (point.onFront)
                QVERIFY(!isBeaten);
        }
        QVERIFY(result.papers.has_value());
        const NoveltyValuePoint& papers = result.points[*result.papers];
        QCOMPARE(papers.call.neurons, 5);
        QCOMPARE(papers.call.gamma, 2.0);
        if (result.best) {
            QVERIFY(result.points[*result.best].novelty >= papers.novelty);
            QVERIFY(result.points[*result.best].blank <= mostBlank);
        }
        const std::string csv = toCsv({result});
        QCOMPARE(std::size_t(std::ranges::count(csv, '\n')), result.points.size() + 2);
        QCOMPARE(toJson(result).at("points").size(), result.points.size());
    }

    void modelsThatNothingJudgesAreRefused()
    {
        const auto other = std::filesystem::path(_temporary.path().toStdString()) / "unjudged";
        writeConvolutionModel(other);
        QVERIFY_EXCEPTION_THROWN(noveltyValueMetrics(ModelFolder(other)), Error);
    }

private:
    std::filesystem::path folder() const
    {
        return std::filesystem::path(_temporary.path().toStdString()) / "painter";
    }

    QTemporaryDir _temporary;
};

QTEST_GUILESS_MAIN(NoveltyValueTest)
#include "novelty_value_test.moc"
