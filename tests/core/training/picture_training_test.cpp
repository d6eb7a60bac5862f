// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/decoder/decoder.h"
#include "core/decoder/encoder.h"
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

constexpr int side = 16;

/// Writes down what it hears, and has had enough after so many epochs.
class Listener final : public TrainingObserver {
public:
    explicit Listener(std::size_t enough = 1000) : _enough(enough) {}
    void takePictures(std::size_t count, const std::vector<std::filesystem::path>& files) override
    {
        pictures += count;
        skipped.insert(skipped.end(), files.begin(), files.end());
    }
    void takeEpoch(const TrainingEpoch& epoch) override { epochs.push_back(epoch); }
    bool isEnough() const override { return epochs.size() >= _enough; }

    std::size_t pictures = 0;
    std::vector<std::filesystem::path> skipped;
    std::vector<TrainingEpoch> epochs;

private:
    std::size_t _enough;
};

} // namespace

class PictureTrainingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cropTakesTheMiddleAndKeepsTheShape();
    void filesThatAreNoPicturesAreSkipped();
    void picturesThatAreTooSmallAreSkipped();
    void everyTenthPictureIsKeptForJudging();
    void folderWithoutPicturesIsRefused();
    void convVaeReconstructsColourPictures();
    void weightOnTheDivergenceHoldsThePosteriorAtThePrior();
    void pictureSizeThatTheArchitectureCannotMakeIsRefused();
    void folderWithACommaInItsNameIsOneDataset();
    void observerHearsOfPicturesAndEpochs();
    void enoughKeepsTheBestEpochSoFar_data();
    void enoughKeepsTheBestEpochSoFar();
    void enoughBeforeTheFirstEpochIsRefused();
    void fewPicturesGetMoreEpochsInSmallerBatches();
    void discardingATrainingLeavesWhatIsNotItsOwn();

private:
    std::filesystem::path path(const QString& name) const { return _folder.filePath(name).toStdString(); }
    std::unique_ptr<Dataset> data(int size = side) const
    {
        return findDataset(path("pictures").string(), {3, size, size, 1.0});
    }
    static ModelTrainingOptions options(const char* architecture, int epochs)
    {
        ModelTrainingOptions chosen;
        chosen.architecture = architecture;
        chosen.id = "halves";
        chosen.latent = 4;
        chosen.epochs = epochs;
        chosen.batch = 20;
        return chosen;
    }

    QTemporaryDir _folder;
};

void PictureTrainingTest::initTestCase()
{
    createFolder(path("pictures") / "deeper");
    Random random(1);
    for (int i = 0; i < 100; ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "%s%03d.png", i % 3 == 0 ? "deeper/" : "", i);
        writePng(path("pictures") / name, halves(i % 2 == 0, random, side));
    }
    writeFile(path("pictures") / "notes.txt", "not a picture by name");
    writeFile(path("pictures") / "broken.png", "not a picture by content");
}

void PictureTrainingTest::cropTakesTheMiddleAndKeepsTheShape()
{
    // Columns 0 to 5 of values 0 to 5; the middle square of height 2 has the columns 2 and 3.
    Image image{1, 2, 6, {0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5}};
    QCOMPARE(cropped(image, 2, 2).pixels, (std::vector<float>{2, 3, 2, 3}));
    QCOMPARE(cropped(image, 1, 1).pixels, (std::vector<float>{2.5f}));
    QCOMPARE(cropped(image, 2, 2, {0.0, 0.5, 1.0}).pixels, (std::vector<float>{0, 1, 0, 1}));
    QCOMPARE(cropped(image, 2, 2, {1.0, 0.5, 1.0}).pixels, (std::vector<float>{4, 5, 4, 5}));
    QCOMPARE(cropped(image, 1, 1, {0.9, 0.9, 0.5}).pixels, (std::vector<float>{5}));
    QVERIFY_THROWS_EXCEPTION(ArgumentError, cropped(image, 2, 2, {0.5, 0.5, 0.0}));
    QVERIFY_THROWS_EXCEPTION(ArgumentError, cropped(image, 0, 2));
}

void PictureTrainingTest::filesThatAreNoPicturesAreSkipped()
{
    std::size_t found = 0;
    std::vector<std::uint8_t> pixels;
    std::vector<int> labels;
    for (const Split split : {Split::Train, Split::Test}) {
        const auto pictures = data();
        const auto reader = pictures->open(split);
        while (const std::size_t more = reader->read(7, pixels, labels)) {
            QCOMPARE(pixels.size(), more * 3 * side * side);
            QVERIFY(labels.empty());
            found += more;
        }
    }
    QCOMPARE(found, 100u);
}

void PictureTrainingTest::picturesThatAreTooSmallAreSkipped()
{
    const auto folder = path("sizes");
    createFolder(folder);
    const auto write = [&](const char* name, int height, int width) {
        Image image{1, height, width, {}};
        image.pixels.assign(image.size(), 0.5f);
        writePng(folder / name, image);
    };
    write("a-dot.png", 1, 1);
    write("b-a-quarter.png", 16, 16);
    write("c-less.png", 15, 64);
    write("d-less.png", 64, 15);
    write("e-large.png", 200, 90);
    const auto dataset = findDataset(folder.string(), {1, 64, 64, 1.0});
    const auto reader = dataset->open(Split::Train);
    std::vector<std::uint8_t> pixels;
    std::vector<int> labels;
    QCOMPARE(reader->read(10, pixels, labels), 2u);
    QCOMPARE(reader->skipped(),
             (std::vector{folder / "a-dot.png", folder / "c-less.png", folder / "d-less.png"}));
    // Of digits the same files are large enough, but the dot.
    QCOMPARE(findDataset(folder.string(), {1, 28, 28, 1.0})->open(Split::Train)->read(10, pixels, labels),
             4u);
}

void PictureTrainingTest::everyTenthPictureIsKeptForJudging()
{
    QCOMPARE(data()->size(Split::Train), 91u);
    QCOMPARE(data()->size(Split::Test), 10u); // of 101 names
}

void PictureTrainingTest::folderWithoutPicturesIsRefused()
{
    createFolder(path("empty"));
    QVERIFY_THROWS_EXCEPTION(ArgumentError, findDataset(path("empty").string()));
}

void PictureTrainingTest::convVaeReconstructsColourPictures()
{
    Progress progress;
    ModelTrainingOptions chosen = options("conv-vae", 16);
    chosen.klWeight = 1.0;
    trainModel(*data(), path("vae"), chosen, progress);
    const ModelFolder folder(path("vae"));
    QCOMPARE(folder.card().channels, 3);
    QCOMPARE(folder.card().layers.front().kind, LayerKind::Conv);
    QCOMPARE(folder.card().layers.front().units, 256);
    QVERIFY(std::filesystem::exists(path("vae") / "samples.png"));
    QVERIFY(!folder.card().provenance.contains("crop"));
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
        QVERIFY2(difference / double(picture.size()) < 0.15,
                 qPrintable(QString::number(difference / double(picture.size()))));
    }
}

void PictureTrainingTest::weightOnTheDivergenceHoldsThePosteriorAtThePrior()
{
    Progress progress;
    Random random(99);
    const Image picture = cropped(halves(true, random, side), side, side);
    const auto lengthOfMean = [&](const char* name, double weight) {
        ModelTrainingOptions chosen = options("conv-vae", 4);
        chosen.klWeight = weight;
        chosen.mirror = true;
        trainModel(*data(), path(name), chosen, progress);
        double sum = 0.0;
        for (const float z : Encoder(ModelFolder(path(name))).encode(picture))
            sum += double(z) * double(z);
        return std::sqrt(sum);
    };
    // The prior's own mean is at 0.
    const double held = lengthOfMean("held", 1e4);
    const double loose = lengthOfMean("loose", 1.0);
    QVERIFY2(held < 0.3 * loose, qPrintable(QString("%1, %2").arg(held).arg(loose)));
    QCOMPARE(ModelFolder(path("held")).card().provenance.at("kl_weight"), std::string("10000"));

    ModelTrainingOptions other = options("conv-vae", 8);
    other.klWeight = 2.0;
    other.mirror = true;
    other.resume = true;
    QVERIFY_THROWS_EXCEPTION(ArgumentError, trainModel(*data(), path("loose"), other, progress));
}

void PictureTrainingTest::pictureSizeThatTheArchitectureCannotMakeIsRefused()
{
    Progress progress;
    QVERIFY_THROWS_EXCEPTION(ArgumentError,
                             trainModel(*data(24), path("odd"), options("conv-vae", 1), progress));
    QVERIFY_THROWS_EXCEPTION(ArgumentError,
                             trainModel(*data(8), path("odd"), options("conv-gan", 1), progress));
    QVERIFY(!std::filesystem::exists(path("odd")));
}

void PictureTrainingTest::folderWithACommaInItsNameIsOneDataset()
{
    createFolder(path("cats, dogs+more"));
    Random random(1);
    writePng(path("cats, dogs+more") / "1.png", halves(true, random, side));
    const auto found = findDataset(path("cats, dogs+more").string());
    QCOMPARE(found->name(), std::string("cats, dogs+more"));
    QCOMPARE(found->size(Split::Train), 1u);
}

void PictureTrainingTest::observerHearsOfPicturesAndEpochs()
{
    Progress progress;
    Listener listener;
    trainModel(*data(), path("heard"), options("conv-vae", 3), progress, listener);
    QCOMPARE(listener.pictures, 100u);
    QCOMPARE(listener.skipped, std::vector<std::filesystem::path>{path("pictures") / "broken.png"});
    QCOMPARE(listener.epochs.size(), 3u);
    QCOMPARE(listener.epochs.back().number, 3);
    QVERIFY(listener.epochs.front().best);
    QVERIFY(std::isfinite(listener.epochs.back().score));
    QVERIFY(listener.epochs.back().loss < listener.epochs.front().loss);
}

void PictureTrainingTest::enoughKeepsTheBestEpochSoFar_data()
{
    QTest::addColumn<QString>("architecture");
    QTest::newRow("conv-vae") << "conv-vae";
    QTest::newRow("conv-gan") << "conv-gan";
}

void PictureTrainingTest::enoughKeepsTheBestEpochSoFar()
{
    QFETCH(QString, architecture);
    const QByteArray name = architecture.toUtf8();
    Progress progress;
    Listener two(2);
    trainModel(*data(), path(name + "-enough"), options(name, 50), progress, two);
    trainModel(*data(), path(name + "-two"), options(name, 2), progress);
    const ModelFolder ended(path(name + "-enough"));
    QCOMPARE(ended.card().provenance.at("epochs"), std::string("2"));
    QCOMPARE(ended.card().hashes.at("decoder.pt"),
             ModelFolder(path(name + "-two")).card().hashes.at("decoder.pt"));

    // A run that was killed, and is then found to be good enough as it is.
    StopAt stop(0.6);
    QVERIFY_THROWS_EXCEPTION(Cancelled, trainModel(*data(), path(name + "-cut"), options(name, 4), stop));
    ModelTrainingOptions kept = options(name, 4);
    kept.resume = true;
    Listener none(0);
    trainModel(*data(), path(name + "-cut"), kept, progress, none);
    QCOMPARE(ModelFolder(path(name + "-cut")).card().hashes.at("decoder.pt"),
             ended.card().hashes.at("decoder.pt"));
}

void PictureTrainingTest::enoughBeforeTheFirstEpochIsRefused()
{
    Progress progress;
    Listener none(0);
    QVERIFY_THROWS_EXCEPTION(Error,
                             trainModel(*data(), path("nothing"), options("conv-vae", 2), progress, none));
}

void PictureTrainingTest::fewPicturesGetMoreEpochsInSmallerBatches()
{
    for (const Architecture& architecture : architectures()) {
        const ModelTrainingOptions few = suitedOptions(architecture, 200);
        QCOMPARE(few.batch, std::min(architecture.batch, 16));
        QVERIFY(few.epochs * (200 / few.batch) >= 60 * architecture.epochs);
        const ModelTrainingOptions usual = suitedOptions(architecture, 200 * std::size_t(architecture.batch));
        QCOMPARE(usual.batch, architecture.batch);
        QCOMPARE(usual.epochs, architecture.epochs);
        QVERIFY(suitedOptions(architecture, 1000000).epochs < architecture.epochs);
        QVERIFY(suitedOptions(architecture, 0).epochs > 0);
    }
}

void PictureTrainingTest::discardingATrainingLeavesWhatIsNotItsOwn()
{
    for (const char* name : {"discarded", "shared"}) {
        StopAt stop(0.6);
        QVERIFY_THROWS_EXCEPTION(Cancelled, trainModel(*data(), path(name), options("conv-vae", 2), stop));
    }
    writeFile(path("shared") / "notes.txt", "mine");
    QVERIFY(hasCheckpoint(path("shared")));
    discardTraining(path("discarded"));
    discardTraining(path("shared"));
    QVERIFY(!std::filesystem::exists(path("discarded")));
    QVERIFY(!hasCheckpoint(path("shared")));
    QCOMPARE(readFile(path("shared") / "notes.txt"), std::string("mine"));
}

QTEST_APPLESS_MAIN(PictureTrainingTest)
#include "picture_training_test.moc"
