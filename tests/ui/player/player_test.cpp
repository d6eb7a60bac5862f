// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/player.h"

#include "core/decoder/decoder.h"
#include "core/instrument/instrument.h"
#include "core/profile/profiling.h"
#include "tests/core/support/test_models.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <map>

using namespace flipside;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 60000;
/// Long enough that a decode is surely under way when something else happens; a sanitizer makes it longer
/// still.
constexpr double slowSeconds = 1.6;

} // namespace

class PlayerTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const fs::path root = _folder.path().toStdString();
        _quick = root / "quick";
        _slow = root / "slow";
        test::writeRandomMlpModel(_quick, 6, {10, 20, 30}, 5, 5, true);
        test::writeSlowModel(_slow, slowSeconds);
        Decoder decoder{ModelFolder(_quick)};
        Progress progress;
        profileOverPrior(decoder, 400, 3, progress).profile.write(_quick / "profile.cbor");
    }

    void openingTellsWhatTheModelIs()
    {
        Player player;
        const auto model = open(player, _quick);
        QVERIFY(model);
        QCOMPARE(model->card.id, std::string("quick"));
        QCOMPARE(model->card.layers.size(), std::size_t(3));
        QCOMPARE(model->thresholds.size(), std::size_t(3));
        QCOMPARE(model->offValues, std::vector<float>(3, 0.0f));
        QVERIFY(model->profile);
        QVERIFY(model->hasEncoder);
    }

    void aMissingModelIsOneSentenceAndTheOldOneGoesOn()
    {
        Player player;
        QVERIFY(open(player, _quick));
        QSignalSpy failed(&player, &Player::failed);
        player.openModel("/no/such/model");
        QVERIFY(QTest::qWaitFor([&] { return failed.count() == 1; }, patience));
        QVERIFY(failed[0][0].toString().contains("/no/such/model"));
        QCOMPARE(failed[0][1].toBool(), true);
        QSignalSpy rendered(&player, &Player::rendered);
        player.show(recipe("quick", 6, 0.5f));
        QVERIFY(QTest::qWaitFor([&] { return rendered.count() == 1; }, patience));
    }

    void afterManyRecipesTheLastOneIsShown()
    {
        Player player;
        QVERIFY(open(player, _quick));
        std::vector<quint64> seen;
        std::shared_ptr<const Rendering> last;
        connect(&player, &Player::rendered, this, [&](const auto& rendering, quint64 sequence) {
            seen.push_back(sequence);
            last = rendering;
        });
        quint64 newest = 0;
        for (int i = 0; i < 400; ++i) {
            newest = player.show(recipe("quick", 6, float(i) / 200.0f - 1.0f));
            if (i % 20 == 0)
                QTest::qWait(1);
        }
        QVERIFY(QTest::qWaitFor([&] { return !seen.empty() && seen.back() == newest; }, patience));
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(std::adjacent_find(seen.begin(), seen.end()), seen.end());

        Decoder decoder{ModelFolder(_quick)};
        const Rendering expected = decoder.render(recipe("quick", 6, 399.0f / 200.0f - 1.0f));
        QVERIFY(last->recipe == expected.recipe);
        QVERIFY(last->image == expected.image);
    }

    void aNewerRecipeAbandonsASlowDecode()
    {
        Player player;
        QVERIFY(open(player, _slow));
        std::vector<quint64> seen;
        connect(&player, &Player::rendered, this,
                [&](const auto&, quint64 sequence) { seen.push_back(sequence); });
        player.show(recipe("slow", 4, 0.1f));
        QTest::qWait(int(slowSeconds * 150.0));
        const quint64 second = player.show(recipe("slow", 4, 0.2f));
        QVERIFY(QTest::qWaitFor([&] { return !seen.empty(); }, patience));
        QCOMPARE(seen.front(), second);
    }

    void aDragOnASlowDecoderShowsPicturesOnItsWay()
    {
        const std::filesystem::path folder = _slow.parent_path() / "leisurely";
        test::writeSlowModel(folder, 0.2);
        Player player;
        QVERIFY(open(player, folder));
        QSignalSpy rendered(&player, &Player::rendered);
        player.show(recipe("leisurely", 4, 0.0f));
        QVERIFY(QTest::qWaitFor([&] { return rendered.count() == 1; }, patience));
        quint64 last = 0;
        QElapsedTimer clock;
        clock.start();
        // Ten decodes long.
        while (clock.elapsed() < 2000) {
            last = player.show(recipe("leisurely", 4, float(clock.elapsed()) / 1000.0f));
            QTest::qWait(5);
        }
        QVERIFY2(rendered.count() >= 4, qPrintable(QString::number(rendered.count())));
        QVERIFY(QTest::qWaitFor([&] { return rendered.last()[1].toULongLong() == last; }, patience));
    }

    void requestsReturnAtOnceWhileADecodeTakesSeconds()
    {
        Player player;
        QVERIFY(open(player, _slow));
        player.show(recipe("slow", 4, 0.1f));
        QTest::qWait(20);
        QElapsedTimer clock;
        clock.start();
        for (int i = 0; i < 1000; ++i) {
            player.show(recipe("slow", 4, float(i)));
            player.inspect(recipe("slow", 4, float(i)), 0, i % 64);
            player.rankLatents(recipe("slow", 4, float(i)));
        }
        QVERIFY(clock.elapsed() < qint64(slowSeconds * 500.0));
    }

    void closingDuringADecodeIsPrompt()
    {
        auto player = std::make_unique<Player>();
        QVERIFY(open(*player, _slow));
        QSignalSpy rendered(player.get(), &Player::rendered);
        // Processor time, which other programs on the machine do not stretch.
        std::clock_t start = std::clock();
        player->show(recipe("slow", 4, 0.1f));
        QVERIFY(QTest::qWaitFor([&] { return rendered.count() == 1; }, patience));
        const std::clock_t whole = std::clock() - start;
        player->show(recipe("slow", 4, 0.2f));
        QTest::qWait(int(slowSeconds * 100.0));
        start = std::clock();
        player.reset();
        const std::clock_t closing = std::clock() - start;
        // The decode stops at its next layer, an eighth of the whole.
        QVERIFY2(closing < whole / 2, qPrintable(QString("%1 of %2").arg(closing).arg(whole)));
    }

    void closingDuringOpeningIsSafe()
    {
        Player player;
        player.openModel(QString::fromStdString(_slow.string()));
        player.show(recipe("slow", 4, 0.1f));
    }

    void theGaugeComesAfterItsPictureAndIsTheReconstructionDistance()
    {
        Player player;
        QVERIFY(open(player, _quick));
        QSignalSpy rendered(&player, &Player::rendered);
        QSignalSpy measured(&player, &Player::measured);
        const quint64 sequence = player.show(recipe("quick", 6, 0.7f));
        QVERIFY(QTest::qWaitFor([&] { return measured.count() == 1; }, patience));
        QCOMPARE(rendered.count(), 1);
        QCOMPARE(measured[0][1].toULongLong(), sequence);

        Instrument instrument{ModelFolder(_quick)};
        const Image picture = instrument.decoder().render(recipe("quick", 6, 0.7f)).image;
        const std::vector<float> z = instrument.encoder()->encode(picture);
        const Image again = instrument.decoder().render(Recipe{"quick", z, {}, {}}).image;
        double sum = 0.0;
        for (std::size_t i = 0; i < picture.pixels.size(); ++i)
            sum += std::pow(double(picture.pixels[i]) - double(again.pixels[i]), 2.0);
        QVERIFY(std::abs(measured[0][0].value<NoveltyValues>().at("dr") - std::sqrt(sum)) < 1e-4);
    }

    void aSchemeChoosesForTheRecipeAndAnswersWithTheTicket()
    {
        Player player;
        QVERIFY(open(player, _quick));
        Recipe answer;
        quint64 answered = 0;
        connect(&player, &Player::coactivated, this, [&](const Recipe& chosen, quint64 ticket) {
            answer = chosen;
            answered = ticket;
        });
        SchemeCall call;
        call.name = "random";
        call.neurons = 3;
        call.seed = 11;
        player.coactivate(recipe("quick", 6, 0.3f), call, 42);
        QVERIFY(QTest::qWaitFor([&] { return answered != 0; }, patience));
        QCOMPARE(answered, quint64(42));
        QVERIFY(answer == Instrument{ModelFolder(_quick)}.coactivated(recipe("quick", 6, 0.3f), call));
        QCOMPARE(answer.edits.size(), std::size_t(3));
    }

    void inspectingFlipsOnlyThatNeuron()
    {
        Player player;
        const auto model = open(player, _quick);
        QVERIFY(model);
        std::shared_ptr<const InspectedNeuron> inspected;
        connect(&player, &Player::inspected, this, [&](const auto& neuron) { inspected = neuron; });
        Recipe edited = recipe("quick", 6, 0.4f);
        edited = edited.withEdit(Edit{model->card.layers[0].id, 1, EditAction::Value, 3.0f});
        player.inspect(edited, 2, 7);
        QVERIFY(QTest::qWaitFor([&] { return inspected != nullptr; }, patience));
        QCOMPARE(inspected->layer, 2);
        QCOMPARE(inspected->unit, 7);

        Instrument instrument{ModelFolder(_quick)};
        const Recipe plain = recipe("quick", 6, 0.4f);
        const bool isOn = instrument.decoder().render(plain).activations[2][7] > 1e-7f;
        const Recipe flipped =
            plain.withEdit(Edit{model->card.layers[2].id, 7, isOn ? EditAction::Off : EditAction::On, {}});
        QVERIFY(inspected->image == instrument.decoder().render(instrument.resolved(flipped)).image);
    }

    void latentsAreRankedByTheDistanceOfAStepOfOne()
    {
        Player player;
        QVERIFY(open(player, _quick));
        std::vector<float> effects;
        connect(&player, &Player::latentsRanked, this,
                [&](const std::vector<float>& ranked) { effects = ranked; });
        player.rankLatents(recipe("quick", 6, 0.2f));
        QVERIFY(QTest::qWaitFor([&] { return !effects.empty(); }, patience));
        QCOMPARE(effects.size(), std::size_t(6));

        Decoder decoder{ModelFolder(_quick)};
        const Image base = decoder.render(recipe("quick", 6, 0.2f)).image;
        for (std::size_t i = 0; i < effects.size(); ++i) {
            Recipe moved = recipe("quick", 6, 0.2f);
            moved.z[i] += 1.0f;
            const Image image = decoder.render(moved).image;
            double sum = 0.0;
            for (std::size_t p = 0; p < base.pixels.size(); ++p)
                sum += std::pow(double(image.pixels[p]) - double(base.pixels[p]), 2.0);
            QVERIFY(std::abs(double(effects[i]) - std::sqrt(sum)) < 1e-4);
        }
    }

    void aRecipeThatTheModelCannotPlayIsOneSentence()
    {
        Player player;
        QVERIFY(open(player, _quick));
        QSignalSpy failed(&player, &Player::failed);
        player.show(Recipe{"quick", std::vector<float>(3, 0.0f), {}, {}});
        QVERIFY(QTest::qWaitFor([&] { return failed.count() == 1; }, patience));
        QCOMPARE(failed[0][1].toBool(), false);
        QVERIFY(!failed[0][0].toString().isEmpty());
    }

private:
    static Recipe recipe(const std::string& model, int length, float value)
    {
        return Recipe{model, std::vector<float>(std::size_t(length), value), {}, {}};
    }

    static std::shared_ptr<const OpenedModel> open(Player& player, const fs::path& folder)
    {
        std::shared_ptr<const OpenedModel> opened;
        const auto connection =
            connect(&player, &Player::modelOpened, &player, [&opened](const auto& model) { opened = model; });
        player.openModel(QString::fromStdString(folder.string()));
        (void)QTest::qWaitFor([&] { return opened != nullptr; }, patience);
        disconnect(connection);
        return opened;
    }

    QTemporaryDir _folder;
    fs::path _quick;
    fs::path _slow;
};

QTEST_GUILESS_MAIN(PlayerTest)
#include "player_test.moc"
