// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/data/dataset.h"
#include "core/decoder/decoder.h"
#include "core/decoder/encoder.h"
#include "core/model/model_folder.h"
#include "core/novelty/critic.h"
#include "core/picture/crop.h"
#include "core/picture/picture_file.h"
#include "core/training/model_training.h"
#include "tests/core/support/halves.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace flipside;

namespace {

constexpr int side = 64;

} // namespace

/// Trains generators that end in Brushwork.
class LatentGanTrainingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void modelPaintsWithTheRepaintersLayers();
    void criticIsOfPictures();
    void autoencoderTakesPicturesThroughTheRepaintersEncoder();
    void killedRunResumedEndsAsIfItHadNotBeenKilled();
    void repainterThatIsNoneIsRefused();

private:
    std::filesystem::path path(const char* name) const { return _folder.filePath(name).toStdString(); }
    void train(const char* folder, Progress& progress, const ModelTrainingOptions& chosen) const
    {
        // Of 68 pixels each way it sees parts of 64.
        trainModel(*findDataset(path("pictures").string(), {3, 68, 68, 1.0}), path(folder), chosen, progress);
    }
    static ModelTrainingOptions options()
    {
        ModelTrainingOptions chosen;
        chosen.architecture = "latent-gan";
        chosen.latent = 4;
        chosen.epochs = 2;
        chosen.batch = 4;
        return chosen;
    }

    QTemporaryDir _folder;
};

void LatentGanTrainingTest::initTestCase()
{
    createFolder(path("pictures"));
    Random random(1);
    for (int i = 0; i < 12; ++i)
        writePng(path("pictures") / (std::to_string(i) + ".png"), halves(i % 2 == 0, random, side));
    Progress progress;
    train("whole", progress, options());
}

void LatentGanTrainingTest::modelPaintsWithTheRepaintersLayers()
{
    const ModelFolder folder(path("whole"));
    const ModelFolder repainter = findModel("brushwork");
    QCOMPARE(folder.card().height, side);
    QCOMPARE(folder.card().latentShape, std::vector<int>{4});
    QCOMPARE(folder.card().provenance.at("through"), repainter.card().id);
    QVERIFY(folder.card().terms.find(repainter.card().terms) != std::string::npos);
    const auto& own = folder.card().layers;
    const auto& last = repainter.card().layers;
    QVERIFY(own.size() > last.size());
    for (std::size_t i = 1; i <= last.size(); ++i)
        QCOMPARE(own[own.size() - i].units, last[last.size() - i].units);
    Decoder decoder(folder);
    const Recipe regular{folder.card().id, {0.1f, 0.2f, -0.3f, 0.4f}, {}, {}};
    const Image image = decoder.render(regular).image;
    QCOMPARE(image.width, side);
    for (const LayerInfo* layer : {&own.front(), &own.back()})
        QVERIFY(decoder.render(regular.withEdit({layer->id, 3, EditAction::On, 3.0f})).image.pixels !=
                image.pixels);
}

void LatentGanTrainingTest::criticIsOfPictures()
{
    const ModelFolder folder(path("whole"));
    Random random(2);
    Decoder decoder(folder);
    const Image image = decoder.render({folder.card().id, {0.1f, 0.2f, -0.3f, 0.4f}, {}, {}}).image;
    Critic critic(folder);
    const float alone = critic.scores(image.pixels).front();
    QVERIFY(std::isfinite(alone));
    // What it says of a picture does not depend on those that it sees beside it.
    std::vector<float> two = image.pixels;
    two.insert(two.end(), image.pixels.rbegin(), image.pixels.rend());
    QVERIFY(std::abs(critic.scores(two).front() - alone) < 1e-3);
}

void LatentGanTrainingTest::autoencoderTakesPicturesThroughTheRepaintersEncoder()
{
    Progress progress;
    ModelTrainingOptions chosen = options();
    chosen.architecture = "latent-vae-gan";
    train("autoencoder", progress, chosen);
    const ModelFolder folder(path("autoencoder"));
    QCOMPARE(folder.card().provenance.at("architecture"), std::string("latent-vae-gan"));
    const Encoder encoder(folder);
    Random random(3);
    const std::vector<float> z = encoder.encode(cropped(halves(true, random, side), side, side));
    QCOMPARE(z.size(), std::size_t(4));
    QVERIFY(z != encoder.encode(cropped(halves(false, random, side), side, side)));
    Decoder decoder(folder);
    QCOMPARE(decoder.render({folder.card().id, z, {}, {}}).image.width, side);
}

void LatentGanTrainingTest::killedRunResumedEndsAsIfItHadNotBeenKilled()
{
    StopAt stop(0.6);
    QVERIFY_THROWS_EXCEPTION(Cancelled, train("killed", stop, options()));
    ModelTrainingOptions resumed = options();
    resumed.resume = true;
    Progress progress;
    train("killed", progress, resumed);
    QVERIFY(ModelFolder(path("killed")).card().hashes == ModelFolder(path("whole")).card().hashes);
}

void LatentGanTrainingTest::repainterThatIsNoneIsRefused()
{
    Progress progress;
    ModelTrainingOptions chosen = options();
    for (const char* other : {"celeba", "no-such-model"}) {
        chosen.through = other;
        QVERIFY_THROWS_EXCEPTION(ArgumentError, train("other", progress, chosen));
    }
    QVERIFY(!std::filesystem::exists(path("other") / "card.json"));
    chosen.architecture = "fast-gan"; // makes pictures by itself
    chosen.through = "brushwork";
    QVERIFY_THROWS_EXCEPTION(ArgumentError, train("none", progress, chosen));
}

QTEST_APPLESS_MAIN(LatentGanTrainingTest)
#include "latent_gan_training_test.moc"
