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
#include <memory>

using namespace flipside;

namespace {

constexpr int side = 16;

void addArchitectures()
{
    QTest::addColumn<QByteArray>("architecture");
    for (const char* name : {"conv-gan", "fast-gan", "vae-gan"})
        QTest::newRow(name) << QByteArray(name);
}

} // namespace

class GanTrainingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void modelHasWhatItsArchitectureTrains_data() { addArchitectures(); }
    void modelHasWhatItsArchitectureTrains();
    void killedRunResumedEndsAsIfItHadNotBeenKilled_data() { addArchitectures(); }
    void killedRunResumedEndsAsIfItHadNotBeenKilled();
    void pictureSizeThatNoGanMakesIsRefused_data() { addArchitectures(); }
    void pictureSizeThatNoGanMakesIsRefused();
    void halfTheSizeMakesTheSamePictures();
    void vaeGanReconstructsColourPictures();
    void latentsOfWhatItLearnedFromAreStandardNormal();
    void gateThatIsOffTurnsItsMapOff();

private:
    std::filesystem::path path(const QByteArray& name) const
    {
        return _folder.filePath(QString::fromUtf8(name)).toStdString();
    }
    std::unique_ptr<Dataset> data(int size = side, double crop = 1.0) const
    {
        return findDataset(path("pictures").string(), {3, size, size, crop});
    }
    void writePictures(const QByteArray& folder, int count) const;
    static ModelTrainingOptions options(const QByteArray& architecture, int epochs)
    {
        ModelTrainingOptions chosen;
        chosen.architecture = architecture.toStdString();
        chosen.id = "halves";
        chosen.latent = 4;
        chosen.epochs = epochs;
        chosen.batch = 20;
        return chosen;
    }

    QTemporaryDir _folder;
};

void GanTrainingTest::initTestCase()
{
    writePictures("pictures", 60);
}

void GanTrainingTest::writePictures(const QByteArray& folder, int count) const
{
    createFolder(path(folder));
    Random random(1);
    for (int i = 0; i < count; ++i)
        writePng(path(folder) / (std::to_string(i) + ".png"), halves(i % 2 == 0, random, side));
}

void GanTrainingTest::modelHasWhatItsArchitectureTrains()
{
    QFETCH(QByteArray, architecture);
    Progress progress;
    // Of 20 pixels each way the networks see parts of 16.
    trainModel(*data(20, 0.9), path(architecture), options(architecture, 2), progress);
    const ModelFolder folder(path(architecture));
    QCOMPARE(folder.card().height, side);
    QCOMPARE(folder.card().layers.front().units, 256);
    QCOMPARE(folder.card().layers.front().activation, std::string("relu"));
    QCOMPARE(folder.hasEncoder(), architecture == "vae-gan");
    QVERIFY(std::filesystem::exists(path(architecture) / "samples.png"));
    QCOMPARE(folder.card().provenance.at("crop"), std::string("0.9")); // for profiling with the same part
    QVERIFY(std::stod(folder.card().provenance.at("frechet_distance")) >= 0.0);
    for (const auto& [file, hash] : folder.card().hashes)
        folder.checkHash(file);
    Decoder decoder(folder);
    const Image image = decoder.render({"halves", {0.1f, 0.2f, -0.3f, 0.4f}, {}, {}}).image;
    QCOMPARE(image.channels, 3);
    QVERIFY(std::isfinite(Critic(folder).scores(image.pixels).front()));
}

void GanTrainingTest::killedRunResumedEndsAsIfItHadNotBeenKilled()
{
    QFETCH(QByteArray, architecture);
    Progress progress;
    trainModel(*data(), path(architecture + "-whole"), options(architecture, 2), progress);
    StopAt stop(0.6);
    QVERIFY_THROWS_EXCEPTION(
        Cancelled, trainModel(*data(), path(architecture + "-killed"), options(architecture, 2), stop));
    ModelTrainingOptions resumed = options(architecture, 2);
    resumed.resume = true;
    trainModel(*data(), path(architecture + "-killed"), resumed, progress);
    const ModelCard whole = ModelFolder(path(architecture + "-whole")).card();
    QCOMPARE(whole.hashes.size(), architecture == "vae-gan" ? 3u : 2u);
    QVERIFY(ModelFolder(path(architecture + "-killed")).card().hashes == whole.hashes);
}

void GanTrainingTest::pictureSizeThatNoGanMakesIsRefused()
{
    QFETCH(QByteArray, architecture);
    Progress progress;
    QVERIFY_THROWS_EXCEPTION(ArgumentError,
                             trainModel(*data(8), path("odd"), options(architecture, 1), progress));
    QVERIFY(!std::filesystem::exists(path("odd")));
}

void GanTrainingTest::halfTheSizeMakesTheSamePictures()
{
    Progress progress;
    ModelTrainingOptions chosen = options("vae-gan", 1);
    trainModel(*data(), path("wide"), chosen, progress);
    chosen.half = true;
    trainModel(*data(), path("narrow"), chosen, progress);
    for (const char* file : {"decoder.pt", "encoder.pt", "critic.pt"})
        QVERIFY(std::filesystem::file_size(path("narrow") / file) <
                std::filesystem::file_size(path("wide") / file) * 6 / 10);
    const Recipe recipe{"halves", {0.1f, 0.2f, -0.3f, 0.4f}, {}, {}};
    const auto of = [&](const char* name) {
        const ModelFolder folder(path(name));
        Decoder decoder(folder);
        std::vector<float> numbers = decoder.render(recipe).image.pixels;
        const std::vector<float> z = Encoder(folder).encode(numbers);
        const std::vector<float> scores = Critic(folder).scores(numbers);
        numbers.insert(numbers.end(), z.begin(), z.end());
        numbers.insert(numbers.end(), scores.begin(), scores.end());
        return numbers;
    };
    const std::vector<float> wide = of("wide");
    const std::vector<float> narrow = of("narrow");
    QVERIFY(wide != narrow);
    for (std::size_t i = 0; i < wide.size(); ++i)
        QVERIFY2(std::abs(wide[i] - narrow[i]) < 5e-3f * std::max(1.0f, std::abs(wide[i])),
                 qPrintable(QString::number(double(wide[i] - narrow[i]))));
    QVERIFY(ModelFolder(path("narrow")).card().layers == ModelFolder(path("wide")).card().layers);
}

void GanTrainingTest::vaeGanReconstructsColourPictures()
{
    Progress progress;
    // Many small batches: judging an epoch takes longer than learning from one.
    writePictures("many", 240);
    ModelTrainingOptions chosen = options("vae-gan", 2);
    chosen.klWeight = 1.0;
    chosen.batch = 4;
    trainModel(*findDataset(path("many").string(), {3, side, side, 1.0}), path("rebuilding"), chosen,
               progress);
    const ModelFolder folder(path("rebuilding"));
    QCOMPARE(folder.card().provenance.at("architecture"), std::string("vae-gan"));
    Decoder decoder(folder);
    const Encoder encoder(folder);
    Random random(99);
    for (const bool redAbove : {true, false}) {
        const Image picture = cropped(halves(redAbove, random, side), side, side);
        const Image again = decoder.render({"halves", encoder.encode(picture), {}, {}}).image;
        double difference = 0.0;
        for (std::size_t i = 0; i < picture.size(); ++i)
            difference += std::abs(double(picture.pixels[i]) - double(again.pixels[i]));
        // The two kinds differ by 0.7 in most pixels of two channels.
        QVERIFY2(difference / double(picture.size()) < 0.2,
                 qPrintable(QString::number(difference / double(picture.size()))));
    }
}

void GanTrainingTest::latentsOfWhatItLearnedFromAreStandardNormal()
{
    // Those that vaeGanReconstructsColourPictures has trained.
    const ModelFolder folder(path("rebuilding"));
    const Encoder encoder(folder);
    const auto pictures = findDataset(path("many").string(), {3, side, side, 1.0});
    const std::size_t count = pictures->size(Split::Train);
    const std::size_t latent = 4;
    std::vector<double> sums(latent);
    std::vector<double> squares(latent);
    std::vector<std::uint8_t> bytes;
    std::vector<int> labels;
    QCOMPARE(pictures->open(Split::Train)->read(count, bytes, labels), count);
    std::vector<float> pixels(bytes.size());
    std::transform(bytes.begin(), bytes.end(), pixels.begin(),
                   [](std::uint8_t byte) { return float(byte) / 255.0f; });
    const std::vector<float> z = encoder.encode(pixels);
    QCOMPARE(z.size(), count * latent);
    for (std::size_t i = 0; i < z.size(); ++i) {
        sums[i % latent] += double(z[i]);
        squares[i % latent] += double(z[i]) * double(z[i]);
    }
    double widest = 0.0;
    for (std::size_t k = 0; k < latent; ++k) {
        const double mean = sums[k] / double(count);
        // Mirrored parts give slightly other means than whole pictures.
        QVERIFY2(std::abs(mean) < 0.1, qPrintable(QString::number(mean)));
        // What is missing to 1 is what an encoding leaves open.
        const double variance = squares[k] / double(count) - mean * mean;
        QVERIFY2(variance < 1.1, qPrintable(QString::number(variance)));
        widest = std::max(widest, variance);
    }
    QVERIFY(widest > 0.5);
}

void GanTrainingTest::gateThatIsOffTurnsItsMapOff()
{
    Progress progress;
    createFolder(path("few"));
    Random random(1);
    for (const char* name : {"1.png", "2.png"})
        writePng(path("few") / name, halves(true, random, 64));
    ModelTrainingOptions chosen = options("fast-gan", 1);
    chosen.batch = 2;
    // From a side of 64 on there are maps that smaller ones excite.
    trainModel(*findDataset(path("few").string(), {3, 64, 64, 1.0}), path("gated"), chosen, progress);
    const ModelFolder folder(path("gated"));
    const auto& layers = folder.card().layers;
    const auto gates = std::find_if(layers.begin(), layers.end(),
                                    [](const LayerInfo& layer) { return layer.activation == "sigmoid"; });
    QVERIFY(gates != layers.end());
    QCOMPARE(gates->kind, LayerKind::Dense);
    const LayerInfo& maps = layers.back();
    QCOMPARE(maps.width, 64);
    QCOMPARE(maps.units, gates->units);

    Decoder decoder(folder);
    const Recipe regular{"halves", {0.1f, 0.2f, -0.3f, 0.4f}, {}, {}};
    const auto without = [&](const LayerInfo& layer) {
        return decoder.render(regular.withEdit({layer.id, 3, EditAction::Off, {}})).image.pixels;
    };
    QCOMPARE(without(*gates), without(maps));
    QVERIFY(without(maps) != decoder.render(regular).image.pixels);
}

QTEST_APPLESS_MAIN(GanTrainingTest)
#include "gan_training_test.moc"
