// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/decoder.h"
#include "core/motion/latent_walk.h"
#include "core/motion/slerp.h"
#include "core/motion/timeline.h"
#include "core/motion/timeline_edits.h"
#include "core/motion/timeline_json.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <numeric>

using namespace flipside;

namespace {

double length(const std::vector<float>& z)
{
    return std::sqrt(std::inner_product(z.begin(), z.end(), z.begin(), 0.0));
}

Recipe recipeWith(std::vector<float> z, std::vector<Edit> edits = {})
{
    return {"test", std::move(z), std::move(edits), {}};
}

/// At 0, 1 and 3 seconds; the way back takes 1.
Timeline threeKeyframes()
{
    Timeline timeline;
    for (const double length : {1.0, 2.0, 1.0})
        timeline.keyframes.push_back(
            {recipeWith({float(timeline.keyframes.size())}), length, Easing::Linear});
    return timeline;
}

} // namespace

class MotionTest : public QObject {
    Q_OBJECT
private slots:
    void latentsGoAlongTheCircle()
    {
        const std::vector<float> from{3.0f, 0.0f}, to{0.0f, 3.0f};
        const std::vector<float> half = slerp(from, to, 0.5);
        QVERIFY(std::abs(half[0] - 3.0f * float(std::sqrt(0.5))) < 1e-6f);
        QVERIFY(std::abs(half[1] - half[0]) < 1e-6f);
        // A third of the way is a third of the angle: 30 degrees.
        const std::vector<float> third = slerp(from, to, 1.0 / 3.0);
        QVERIFY(std::abs(std::atan2(third[1], third[0]) - float(M_PI / 6.0)) < 1e-6f);
        QVERIFY(std::abs(length(third) - 3.0) < 1e-6);
        QCOMPARE(slerp(from, to, 0.0), from);
        QCOMPARE(slerp(from, to, 1.0), to);
    }

    void latentsWithoutACircleGoAlongTheLine()
    {
        QCOMPARE(slerp(std::vector{2.0f, 0.0f}, std::vector{-2.0f, 0.0f}, 0.25), (std::vector{1.0f, 0.0f}));
        QCOMPARE(slerp(std::vector{0.0f, 0.0f}, std::vector{4.0f, 2.0f}, 0.5), (std::vector{2.0f, 1.0f}));
        QCOMPARE(slerp(std::vector{1.0f, 1.0f}, std::vector{1.0f, 1.0f}, 0.3), (std::vector{1.0f, 1.0f}));
    }

    void editsFadeInAndOut()
    {
        const Edit on{"hidden1", 3, EditAction::On, 2.0f};
        const Edit off{"hidden1", 5, EditAction::Off, {}};
        const Recipe mix = between(recipeWith({0.0f}, {on}), recipeWith({1.0f}, {off}), 0.25);
        QCOMPARE(mix.findEdit("hidden1", 3)->amount, 0.75f);
        QCOMPARE(mix.findEdit("hidden1", 5)->amount, 0.25f);
        QCOMPARE(*mix.findEdit("hidden1", 3)->value, 2.0f);
    }

    void editsThatBothHaveGoFromValueToValue()
    {
        const Recipe from = recipeWith({0.0f}, {{"hidden1", 3, EditAction::On, 2.0f}});
        const Recipe to = recipeWith({0.0f}, {{"hidden1", 3, EditAction::Value, 4.0f}});
        const Recipe mix = between(from, to, 0.25);
        QCOMPARE(*mix.findEdit("hidden1", 3)->value, 2.5f);
        QCOMPARE(mix.findEdit("hidden1", 3)->amount, 1.0f);
        // Switched off in one place of its map and on everywhere: the one leaves before the other comes.
        Recipe region = recipeWith({0.0f}, {{"hidden1", 3, EditAction::Off, {}}});
        region.edits[0].region = Region{{}, {{1, 1}}};
        QCOMPARE(between(from, region, 0.25).edits[0].amount, 0.5f);
        QVERIFY(between(from, region, 0.25).edits[0].action == EditAction::On);
        QVERIFY(between(from, region, 0.75).edits[0].action == EditAction::Off);
        QCOMPARE(between(from, region, 0.75).edits[0].amount, 0.5f);
    }

    void fadingChangesThePictureWithoutAJump()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("model").toStdString();
        test::writeRandomMlpModel(path, 4, {6, 5}, 3, 3);
        Decoder decoder{ModelFolder(path)};
        const std::vector<float> z(std::size_t(decoder.card().latentLength()), 0.4f);
        const auto natural = decoder.render({"model", z, {}, {}});
        const float before = natural.activations[0][2];
        Recipe recipe{"model", z, {{"hidden1", 2, EditAction::On, before + 4.0f}}, {}};
        for (const float amount : {0.0f, 0.25f, 1.0f}) {
            recipe.edits[0].amount = amount;
            const auto faded = decoder.render(recipe);
            QVERIFY(std::abs(faded.activations[0][2] - (before + 4.0f * amount)) < 1e-5f);
            if (amount == 0.0f)
                QCOMPARE(faded.image, natural.image);
        }
        recipe.edits[0].amount = 1.5f;
        QVERIFY(test::sentenceOf([&] { decoder.render(recipe); }).contains("amount"));
    }

    void timelinePassesThroughItsKeyframes()
    {
        Timeline timeline;
        timeline.keyframes = {{recipeWith({1.0f, 0.0f}), 2.0, Easing::Smooth},
                              {recipeWith({0.0f, 1.0f}), 1.0, Easing::Linear},
                              {recipeWith({-1.0f, 0.0f}), 4.0, Easing::Jump}};
        QCOMPARE(timeline.duration(), 3.0);
        QCOMPARE(timeline.at(0.0), timeline.keyframes[0].recipe);
        QCOMPARE(timeline.at(2.0), timeline.keyframes[1].recipe);
        QCOMPARE(timeline.at(3.0), timeline.keyframes[2].recipe);
        QCOMPARE(timeline.at(99.0), timeline.keyframes[2].recipe);
        // Half way through a smooth segment is half the angle.
        QVERIFY(std::abs(timeline.at(1.0).z[0] - float(std::sqrt(0.5))) < 1e-6f);
        // A linear one: 30 of 90 degrees after a third of its second.
        QVERIFY(std::abs(timeline.at(2.0 + 1.0 / 3.0).z[0] + 0.5f) < 1e-6f);
        QCOMPARE(timeline.frames(30.0), 90);
        timeline.beatsPerMinute = 120.0;
        QCOMPARE(timeline.duration(), 1.5);
    }

    void filmLastsAsLongAsItSaysAndShowsBothEnds()
    {
        Timeline timeline = threeKeyframes();
        timeline.loops = false;
        for (const double rate : {10.0, 24.0, 30.0, 60.0}) {
            const int frames = timeline.frames(rate);
            QCOMPARE(double(frames), std::round(timeline.duration() * rate));
            QCOMPARE(timeline.at(timeline.timeOfFrame(0, rate)), timeline.keyframes.front().recipe);
            QCOMPARE(timeline.at(timeline.timeOfFrame(frames - 1, rate)), timeline.keyframes.back().recipe);
            // No frame is further than one frame from where a clock would have it.
            for (int frame = 0; frame < frames; ++frame)
                QVERIFY(std::abs(timeline.timeOfFrame(frame, rate) - frame / rate) <= 1.0 / rate + 1e-9);
        }
        timeline.loops = true;
        QCOMPARE(timeline.timeOfFrame(7, 10.0), 0.7);
        timeline.keyframes.resize(1);
        timeline.loops = false;
        QCOMPARE(timeline.frames(30.0), 1);
        QCOMPARE(timeline.timeOfFrame(0, 30.0), 0.0);
    }

    void loopEndsWhereItBegins()
    {
        Timeline timeline;
        timeline.keyframes = {{recipeWith({1.0f, 0.0f}), 1.0, Easing::Linear},
                              {recipeWith({0.0f, 1.0f}), 1.0, Easing::Linear}};
        timeline.loops = true;
        QCOMPARE(timeline.duration(), 2.0);
        QCOMPARE(timeline.at(2.0), timeline.keyframes[0].recipe);
        QCOMPARE(timeline.at(2.5).z, timeline.at(0.5).z);
        QCOMPARE(timeline.frames(10.0), 20);
        const double step = 1.0 / 240.0;
        QVERIFY(std::abs(timeline.at(2.0 - step).z[0] - timeline.at(0.0).z[0]) < 0.01f);
    }

    void easingsBeginAtNoneAndEndAtAll()
    {
        for (const Easing easing :
             {Easing::Smooth, Easing::Linear, Easing::SlowStart, Easing::SlowEnd, Easing::Jump}) {
            QCOMPARE(eased(easing, 0.0), 0.0);
            QCOMPARE(eased(easing, 1.0), 1.0);
            for (double t = 0.0; t < 1.0; t += 0.1)
                QVERIFY(eased(easing, t + 0.1) >= eased(easing, t));
            QVERIFY(easingFrom(toString(easing)) == easing);
        }
    }

    void timelineSurvivesItsFile()
    {
        Timeline timeline;
        timeline.keyframes = {
            {recipeWith({1.0f, 0.25f}, {{"hidden1", 1, EditAction::On, 2.0f, {}, 0.5f}}), 2.5, Easing::Jump}};
        timeline.loops = true;
        timeline.beatsPerMinute = 96.5;
        QCOMPARE(timelineFromJson(toJson(timeline), "t"), timeline);
        const auto refused = [&](const char* pointer, const nlohmann::json& value) {
            nlohmann::json json = toJson(timeline);
            json[nlohmann::json::json_pointer(pointer)] = value;
            return test::sentenceOf([&] { timelineFromJson(json, "film.flipside"); });
        };
        QVERIFY(refused("/keyframes/0/length", 0).contains("above 0"));
        QVERIFY(refused("/keyframes/0/length", "NaN").contains("keyframe 1"));
        QVERIFY(refused("/keyframes/0/easing", "bouncy").contains("bouncy"));
        QVERIFY(refused("/beatsPerMinute", -1).startsWith("film.flipside: "));
        timeline.keyframes.push_back(timeline.keyframes.front());
        QVERIFY(refused("/beatsPerMinute", 1e-308).contains("never end"));
        QVERIFY(refused("/loops", 3).contains("true or false"));
        QVERIFY(refused("/keyframes/0/recipe/z/0", nullptr).contains("finite"));
    }

    void aFilmOfAgesHasAsManyFramesAsCanBeCounted()
    {
        Timeline timeline = threeKeyframes();
        timeline.keyframes[0].length = 3e38;
        QCOMPARE(timeline.frames(60.0), std::numeric_limits<int>::max());
        timeline.loops = true;
        QVERIFY(timeline.frames(60.0) > 2147480000);
    }

    void walkIsSmoothAndNeverEnds()
    {
        const std::vector<float> start(400, 1.0f);
        const LatentWalk walk(start, 7);
        QCOMPARE(walk.at(0.0), start);
        for (const double time : {1.0, 50.0, 1e5}) {
            const std::vector<float> z = walk.at(time), soon = walk.at(time + 0.01);
            float most = 0.0f;
            for (std::size_t i = 0; i < z.size(); ++i)
                most = std::max(most, std::abs(soon[i] - z[i]));
            QVERIFY(most < 0.06f);
            QVERIFY(walk.at(time + 3.0) != z);
        }
        // A draw from N(0, I) at any time: mean 0 and variance 1 over 400 numbers, to four standard errors.
        const std::vector<float> z = walk.at(20.0);
        const double mean = std::accumulate(z.begin(), z.end(), 0.0) / 400.0;
        const double variance = std::inner_product(z.begin(), z.end(), z.begin(), 0.0) / 400.0;
        QVERIFY2(std::abs(mean) < 0.2, qPrintable(QString::number(mean)));
        QVERIFY2(std::abs(variance - 1.0) < 0.29, qPrintable(QString::number(variance)));
    }

    void walkKeepsLockedDimensionsAndRepeats()
    {
        const std::vector<float> start{0.1f, 0.2f, 0.3f};
        const LatentWalk walk(start, 7), same(start, 7), other(start, 8);
        const std::vector<float> z = walk.at(4.0, {false, true, false});
        QCOMPARE(z[1], 0.2f);
        QVERIFY(z[0] != 0.1f && z[2] != 0.3f);
        QCOMPARE(same.at(4.0), walk.at(4.0));
        QVERIFY(other.at(4.0) != walk.at(4.0));
    }

    void walkHoldsDimensionsWhoseTimeStandsStill()
    {
        const LatentWalk walk({0.1f, 0.2f, 0.3f}, 7);
        const std::vector<double> times{4.0, 0.0, 1.5};
        const std::vector<float> z = walk.at(times);
        QCOMPARE(z, (std::vector{walk.at(4.0)[0], 0.2f, walk.at(1.5)[2]}));
    }

    void aMovedKeyframeLeavesTheOthersAtTheirTimes()
    {
        const Timeline timeline = threeKeyframes();
        const auto [later, same] = withMoved(timeline, 1, 2.5);
        QCOMPARE(same, std::size_t(1));
        QCOMPARE(later.timeOf(1), 2.5);
        QCOMPARE(later.timeOf(2), 3.0);
        const auto [swapped, last] = withMoved(timeline, 1, 4.0);
        QCOMPARE(last, std::size_t(2));
        QCOMPARE(swapped.timeOf(1), 3.0);
        QCOMPARE(swapped.timeOf(2), 4.0);
        QVERIFY(swapped.keyframes[2].recipe == timeline.keyframes[1].recipe);
        QVERIFY2(swapped.keyframes[2].length == timeline.keyframes[2].length, "the way round stays as long");
        // The film begins with its first keyframe, whichever that is.
        const auto [rebased, now] = withMoved(timeline, 0, 1.5);
        QCOMPARE(now, std::size_t(1));
        QCOMPARE(rebased.timeOf(1), 0.5);
        QCOMPARE(rebased.timeOf(2), 2.0);
        const auto [together, _] = withMoved(timeline, 1, 3.0);
        QVERIFY2(together.keyframes[1].length >= shortestLength, "no segment without length");
    }

    void aTimelineIsPartedWhereItIsAndShowsTheSameThere()
    {
        for (const bool loops : {false, true}) {
            Timeline timeline = threeKeyframes();
            timeline.loops = loops;
            timeline.beatsPerMinute = 90.0;
            const double time = 0.4 * timeline.timeOf(1);
            const auto [parted, number] = partedAt(timeline, time);
            QCOMPARE(number, std::size_t(1));
            QVERIFY(parted.keyframes[1].recipe == timeline.at(time));
            QVERIFY(std::abs(parted.timeOf(1) - time) < 1e-9);
            QVERIFY(std::abs(parted.duration() - timeline.duration()) < 1e-9);
            const double between = timeline.timeOf(2) + 0.5;
            QCOMPARE(partedAt(timeline, between).first.keyframes.size(), loops ? 4u : 3u);
        }
        const Timeline timeline = threeKeyframes();
        QVERIFY(partedAt(timeline, 1.0).first == timeline);
        QCOMPARE(partedAt(timeline, 1.0).second, std::size_t(1));
        QVERIFY(partedAt({}, 1.0).first == Timeline());
    }

    void aRemovedKeyframeLeavesTheOthersAtTheirTimes()
    {
        const Timeline timeline = threeKeyframes();
        QCOMPARE(withoutKeyframe(timeline, 1).duration(), 3.0);
        QCOMPARE(withoutKeyframe(timeline, 0).duration(), 2.0);
        QCOMPARE(withoutKeyframe(timeline, 2).duration(), 1.0);
    }

    void keyframesAreAddedWithTheLengthOfTheOneBefore()
    {
        const Timeline timeline = threeKeyframes();
        const std::vector<Recipe> recipes{recipeWith({8.0f}), recipeWith({9.0f})};
        const Timeline next = withKeyframes(timeline, 2, recipes);
        QCOMPARE(next.keyframes.size(), std::size_t(5));
        QVERIFY(next.keyframes[3].recipe == recipes[1]);
        QCOMPARE(next.keyframes[2].length, timeline.keyframes[1].length);
        QVERIFY(next.keyframes[4] == timeline.keyframes[2]);
        QCOMPARE(withKeyframes({}, 0, recipes).keyframes[0].length, 2.0);
    }
};

QTEST_GUILESS_MAIN(MotionTest)
#include "motion_test.moc"
