// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/decoder/decoder.h"
#include "core/decoder/encoder.h"
#include "core/import/profile_model.h"
#include "core/instrument/instrument.h"
#include "core/model/latent_space.h"
#include "core/model/model_folder.h"
#include "core/model/prior.h"
#include "core/picture/crop.h"
#include "core/picture/picture_file.h"
#include "core/training/latent_directions.h"
#include "core/training/model_training.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <memory>

using namespace flipside;

namespace {

constexpr int side = 40;

class StopAt final : public Progress {
public:
    explicit StopAt(double fraction) : _fraction(fraction) {}
    void report(double fraction, const std::string&) override
    {
        _reached = _reached || fraction >= _fraction;
    }
    bool cancelled() const override { return _reached; }

private:
    double _fraction;
    bool _reached = false;
};

/// Two colours side by side, with a slanted edge between them.
Image somePicture(Random& random)
{
    Image picture{3, side, side, {}};
    std::vector<double> colours(6);
    for (double& colour : colours)
        colour = random.uniform();
    const double middle = side * (0.3 + 0.4 * random.uniform());
    const double slant = random.uniform() - 0.5;
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                picture.pixels.push_back(float(x + slant * y < middle ? colours[c] : colours[3 + c]));
    return picture;
}

double meanSquare(const Image& a, const Image& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += std::pow(double(a.pixels[i]) - double(b.pixels[i]), 2.0);
    return sum / double(a.pixels.size());
}

} // namespace

class SpatialTrainingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        createFolder(path("pictures"));
        Random random(1);
        for (int i = 0; i < 60; ++i)
            writePng(path("pictures") / (std::to_string(100 + i) + ".png"), somePicture(random));
        _data = findDataset(path("pictures").string(), {3, side, side, 1.0});
        train("trained", 40);
    }

    void modelTakesAndMakesLargePictures()
    {
        const ModelFolder folder(path("trained"));
        QCOMPARE(folder.card().height, 512);
        QCOMPARE(folder.card().latentShape, (std::vector<int>{4, 64, 64}));
        QVERIFY(std::filesystem::exists(folder.previewFile()));
        QVERIFY(std::filesystem::exists(path("trained") / "samples.png"));
        Decoder decoder(folder);
        QCOMPARE(decoder.layers().size(), 10u);
        QCOMPARE(decoder.layers().front().height, 64);
        QCOMPARE(decoder.layers().back().height, 256);
    }

    void pictureComesBackNearerThanAnyOther()
    {
        const ModelFolder folder(path("trained"));
        Decoder decoder(folder);
        const Encoder encoder(folder);
        Random random(99);
        const Image picture = cropped(somePicture(random), 512, 512);
        const Image other = cropped(somePicture(random), 512, 512);
        const Image back = decoder.render({"maps", encoder.encode(picture), {}, {}}).image;
        QVERIFY(meanSquare(back, picture) < 0.5 * meanSquare(back, other));
    }

    void latentsOfTrainingPicturesHaveSpreadOne()
    {
        const ModelFolder folder(path("trained"));
        const Encoder encoder(folder);
        Random random(7);
        double sum = 0.0;
        double squares = 0.0;
        std::size_t count = 0;
        for (int i = 0; i < 10; ++i)
            for (const float number : encoder.encode(cropped(somePicture(random), 512, 512))) {
                sum += double(number);
                squares += double(number) * double(number);
                ++count;
            }
        const double mean = sum / double(count);
        QVERIFY(std::abs(mean) < 0.7);
        const double variance = squares / double(count) - mean * mean;
        QVERIFY(variance > 0.2 && variance < 4.0);
    }

    void trainedModelStartsFromPictures()
    {
        const ModelCard card = ModelFolder(path("trained")).card();
        QVERIFY(card.hasLatentSpace());
        QCOMPARE(card.latentSpace->startCount(), 10u);
        QVERIFY(card.latentSpace->directionCount() >= 10);
        Random one(4);
        Random same(4);
        QCOMPARE(drawLatent(card, one), drawLatent(card, same));
    }

    void coordinatesOfTheTrainingPicturesHaveSpreadOne()
    {
        const ModelFolder folder(path("trained"));
        const Encoder encoder(folder);
        const LatentSpace& space = *folder.card().latentSpace;
        // The training pictures' own coordinates, computed one by one.
        std::vector<double> squares(space.directionCount());
        const auto reader = _data->open(Split::Train);
        std::vector<std::uint8_t> bytes;
        std::vector<int> labels;
        std::size_t count = 0;
        while (reader->read(1, bytes, labels) > 0) {
            Image picture{3, side, side, {}};
            for (const std::uint8_t byte : bytes)
                picture.pixels.push_back(float(byte) / 255.0f);
            const std::vector<float> along = space.coordinates(encoder.encode(cropped(picture, 512, 512)));
            for (std::size_t i = 0; i < along.size(); ++i)
                squares[i] += double(along[i]) * double(along[i]);
            ++count;
        }
        for (const double sum : squares)
            QVERIFY2(std::abs(sum / double(count - 1) - 1.0) < 0.05, qPrintable(QString::number(sum)));
    }

    /// Single places are not profiled, patterns of whole channels are.
    void profileHasPatternsOfTheChannels()
    {
        Progress silent;
        createFolder(path("large"));
        Random random(3);
        for (int i = 0; i < 20; ++i) // what is much smaller than the model's pictures is not looked at
            writePng(path("large") / (std::to_string(100 + i) + ".png"),
                     cropped(somePicture(random), 256, 256));
        profileModel(ModelFolder(path("trained")), path("large").string(), silent, {.pictures = 12});
        Instrument instrument{ModelFolder(path("trained"))};
        for (const std::size_t layer : {std::size_t{0}, std::size_t{9}}) {
            const LayerInfo& info = instrument.card().layers[layer];
            const LayerProfile& profile = instrument.profile()->layers[layer];
            QVERIFY(!profile.cells);
            const std::vector<float> map =
                profile.patternMap(1, Pattern::Typical, 0, info.height, info.width);
            QCOMPARE(map.size(), std::size_t(info.height) * std::size_t(info.width));
        }
        SchemeCall call;
        call.name = "low-active";
        call.layer = "hidden2";
        call.pattern = Pattern::Typical;
        const Recipe flipped = instrument.sample(call, 1, 0, 1).front();
        Recipe plain = flipped;
        plain.edits.clear();
        QVERIFY(!flipped.edits.empty());
        QVERIFY(meanSquare(instrument.decoder().render(flipped).image,
                           instrument.decoder().render(plain).image) > 0.0);
    }

    void startsCanBePicturesOfOnesOwn()
    {
        std::filesystem::copy(path("trained"), path("own"), std::filesystem::copy_options::recursive);
        Random random(12);
        const Image picture = cropped(somePicture(random), 512, 512);
        LatentSpaceOptions options;
        options.starts = {{"mine", picture}};
        options.directions = 3;
        Progress progress;
        findLatentSpace(ModelFolder(path("own")), *_data, options, progress);
        const ModelFolder folder(path("own"));
        QCOMPARE(folder.card().latentSpace->directionCount(), 3u);
        QCOMPARE(folder.card().latentSpace->startNames(), (std::vector<std::string>{"mine"}));
        const std::vector<float> z = Encoder(folder).encode(picture);
        const std::vector<float> start = folder.card().latentSpace->start(0);
        for (std::size_t i = 0; i < z.size(); ++i)
            QVERIFY(std::abs(double(z[i]) - double(start[i])) < 1e-3);
    }

    void exchangedLatentsAreRefused()
    {
        std::filesystem::copy(path("trained"), path("exchanged"), std::filesystem::copy_options::recursive);
        std::string content = readFile(path("exchanged") / "latents.cbor");
        content[content.size() / 2] = char(content[content.size() / 2] + 1);
        writeFile(path("exchanged") / "latents.cbor", content);
        QVERIFY_EXCEPTION_THROWN(ModelFolder{path("exchanged")}, Error);
        std::filesystem::remove(path("exchanged") / "latents.cbor");
        QVERIFY_EXCEPTION_THROWN(ModelFolder{path("exchanged")}, Error);
    }

    void killedRunResumedEndsAsIfItHadNotBeenKilled()
    {
        train("whole", 3);
        ModelTrainingOptions chosen = options(3);
        StopAt stop(0.5);
        QVERIFY_EXCEPTION_THROWN(trainModel(*_data, path("killed"), chosen, stop), Cancelled);
        QVERIFY(hasCheckpoint(path("killed")));
        chosen.resume = true;
        Progress progress;
        trainModel(*_data, path("killed"), chosen, progress);
        for (const char* file : {"decoder.pt", "encoder.pt", "latents.cbor"})
            QCOMPARE(sha256OfFile(path("killed") / file), sha256OfFile(path("whole") / file));
    }

    void picturesThatAreTooSmallAreRefused()
    {
        Progress progress;
        const auto small = findDataset(path("pictures").string(), {3, 24, 24, 1.0});
        QVERIFY_EXCEPTION_THROWN(trainModel(*small, path("small"), options(1), progress), ArgumentError);
    }

private:
    std::filesystem::path path(const char* name) const { return _folder.filePath(name).toStdString(); }
    static ModelTrainingOptions options(int epochs)
    {
        ModelTrainingOptions chosen;
        chosen.architecture = "spatial-ae";
        chosen.id = "maps";
        chosen.latent = 4;
        chosen.epochs = epochs;
        chosen.batch = 9;
        return chosen;
    }
    void train(const char* name, int epochs)
    {
        Progress progress;
        trainModel(*_data, path(name), options(epochs), progress);
    }

    QTemporaryDir _folder;
    std::unique_ptr<Dataset> _data;
};

QTEST_GUILESS_MAIN(SpatialTrainingTest)
#include "spatial_training_test.moc"
