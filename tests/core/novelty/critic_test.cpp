// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/import/profile_model.h"
#include "core/instrument/measurer.h"
#include "core/novelty/critic.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

using namespace flipside;
using namespace flipside::test;

/// A critic beside a generator, here one that adds up the pixels.
class CriticTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        _temporary = std::make_unique<QTemporaryDir>();
        writeModel(folder(), testCard("judged", 2, 1, 2, 2), linearScript());
        writeScript(
            folder() / "critic.pt",
            {"def forward(self, picture):\n    return picture.sum([1, 2, 3]).view([-1, 1]) - 2.0\n", {}, {}});
    }

    void everyPictureGetsItsOwnScore()
    {
        const Critic critic{ModelFolder(folder())};
        std::vector<float> pixels;
        for (int picture = 0; picture < 300; ++picture) // more than one batch
            for (int pixel = 0; pixel < 4; ++pixel)
                pixels.push_back(float(picture) / 400.0f + float(pixel) / 20.0f);
        const std::vector<float> scores = critic.scores(pixels);
        QCOMPARE(scores.size(), 300u);
        for (std::size_t i = 0; i < scores.size(); ++i)
            QVERIFY(std::abs(scores[i] - (float(i) / 100.0f + 0.3f - 2.0f)) < 1e-5f);
        QVERIFY(critic.scores({}).empty());
    }

    void profilingSaysWhatScoresAreTypical()
    {
        Progress progress;
        profileModel(ModelFolder(folder()), {}, progress);
        const ModelCard card = ModelFolder(folder()).card();
        QVERIFY(!card.typical.contains("dr")); // there is no encoder
        const TypicalRange& regular = card.typical.at("critic").at("regular");
        QVERIFY(regular.low < regular.mean && regular.mean < regular.high);

        Instrument instrument{ModelFolder(folder())};
        SchemeCall call;
        call.name = "regular";
        std::vector<double> scores;
        for (const Image& picture : instrument.decoder().renderImages(instrument.sample(call, 1, 0, 500)))
            scores.push_back(std::accumulate(picture.pixels.begin(), picture.pixels.end(), -2.0));
        QVERIFY(std::abs(regular.mean - std::accumulate(scores.begin(), scores.end(), 0.0) / 500.0) < 1e-4);
        std::sort(scores.begin(), scores.end());
        QCOMPARE(regular.quantiles.size(), std::size_t(21));
        for (std::size_t step = 0; step <= 20; ++step)
            QVERIFY(std::abs(regular.quantiles[step] - scores[step * 499 / 20]) < 1e-4);
    }

    void whatIsTypicalIsMeasuredAgainWithoutTouchingAnythingElse()
    {
        Progress progress;
        profileModel(ModelFolder(folder()), {}, progress);
        const ModelCard measured = ModelFolder(folder()).card();
        ModelCard older = measured;
        older.typical.at("critic").at("regular").quantiles.clear();
        writeCard(folder() / "card.json", older);
        const auto files = [this] {
            std::map<std::string, std::string> contents;
            for (const auto& entry : std::filesystem::directory_iterator(folder()))
                if (entry.path().filename() != "card.json")
                    contents[entry.path().filename().string()] = readFile(entry.path());
            return contents;
        };
        const auto before = files();
        measureTypical(ModelFolder(folder()), progress);
        QVERIFY(files() == before);
        QVERIFY(toJson(ModelFolder(folder()).card()) == toJson(measured));
    }

    void whatIsNoCriticIsRefused()
    {
        writeScript(folder() / "critic.pt", {"def forward(self, picture):\n    return picture\n", {}, {}});
        QVERIFY_THROWS_EXCEPTION(Error, Critic{ModelFolder(folder())});
        std::filesystem::remove(folder() / "critic.pt");
        QVERIFY_THROWS_EXCEPTION(Error, Critic{ModelFolder(folder())});
        QVERIFY(gaugeMetrics(ModelFolder(folder())).empty());
    }

private:
    std::filesystem::path folder() const
    {
        return std::filesystem::path(_temporary->path().toStdString()) / "judged";
    }

    std::unique_ptr<QTemporaryDir> _temporary;
};

QTEST_APPLESS_MAIN(CriticTest)
#include "critic_test.moc"
