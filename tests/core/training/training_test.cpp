// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/decoder/decoder.h"
#include "core/decoder/encoder.h"
#include "core/import/profile_model.h"
#include "core/instrument/instrument.h"
#include "core/model/model_folder.h"
#include "core/model/prior.h"
#include "core/training/classifier_training.h"
#include "core/training/model_training.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <memory>

using namespace flipside;

namespace {

std::string bigEndian(std::uint32_t number)
{
    return {char(number >> 24), char(number >> 16), char(number >> 8), char(number)};
}

/// Pictures of 8×8 pixels of two kinds: a bright left half, or a bright upper half, with a little noise.
void writeHalves(const std::filesystem::path& folder, const char* split, int count)
{
    Random noise{static_cast<std::uint64_t>(count)};
    std::string images = bigEndian(0x803) + bigEndian(std::uint32_t(count)) + bigEndian(8) + bigEndian(8);
    std::string labels = bigEndian(0x801) + bigEndian(std::uint32_t(count));
    for (int i = 0; i < count; ++i) {
        const int kind = i % 2;
        labels += char(kind);
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 8; ++x)
                images +=
                    char((kind == 0 ? x < 4 : y < 4) ? 230 + int(noise.below(26)) : int(noise.below(20)));
    }
    writeFile(folder / (std::string(split) + "-images-idx3-ubyte"), images);
    writeFile(folder / (std::string(split) + "-labels-idx1-ubyte"), labels);
}

/// Asks to stop when the training has come so far.
class StopAt final : public Progress {
public:
    explicit StopAt(double fraction) : _fraction(fraction) {}
    void report(double fraction, const std::string&) override { _reached = fraction >= _fraction; }
    bool cancelled() const override { return _reached; }

private:
    double _fraction;
    bool _reached = false;
};

} // namespace

class TrainingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void trainedModelReconstructsItsData();
    void sameSeedGivesTheSameWeights();
    void killedRunResumedEndsAsIfItHadNotBeenKilled();
    void whatWasTrainedBeforeIsNotOverwritten();
    void resumingWithOtherSettingsIsRefused();
    void resumingWithoutCheckpointIsRefused();
    void damagedCheckpointIsRefused();
    void profiledModelCountsClassesAndDistances();
    void readOnlyFolderIsNamed();
    void classifierLearnsTheClasses_data();
    void classifierLearnsTheClasses();
    void killedClassifierResumedEndsAsIfItHadNotBeenKilled();
    void classifierOfAnotherSizeIsRefused();

private:
    static ModelTrainingOptions options(int epochs)
    {
        ModelTrainingOptions chosen;
        chosen.id = "halves";
        chosen.latent = 4;
        chosen.epochs = epochs;
        chosen.batch = 32;
        return chosen;
    }
    void train(const std::filesystem::path& folder, const ModelTrainingOptions& chosen)
    {
        Progress progress;
        trainModel(*_data, folder, chosen, progress);
    }
    /// A copy of the trained model's folder to train classifiers in.
    std::filesystem::path copyOfModel(const char* name) const
    {
        const auto folder = std::filesystem::path(_folder.path().toStdString()) / name;
        std::filesystem::copy(_trained, folder, std::filesystem::copy_options::recursive);
        return folder;
    }
    /// What the model makes of some latents and of what comes out, to the last bit: equal only if all weights
    /// are.
    static std::vector<float> behaviourOf(const std::filesystem::path& path)
    {
        const ModelFolder folder(path);
        Decoder decoder(folder);
        const Encoder encoder(folder);
        std::vector<float> numbers;
        Random random(1);
        for (int i = 0; i < 5; ++i) {
            const Image image = decoder.render({"halves", drawLatent(folder.card(), random), {}, {}}).image;
            const std::vector<float> encoded = encoder.encode(image);
            numbers.insert(numbers.end(), image.pixels.begin(), image.pixels.end());
            numbers.insert(numbers.end(), encoded.begin(), encoded.end());
        }
        return numbers;
    }

    QTemporaryDir _folder;
    std::unique_ptr<Dataset> _data;
    std::filesystem::path _trained;
};

void TrainingTest::initTestCase()
{
    const std::filesystem::path root = _folder.path().toStdString();
    createFolder(root / "halves");
    writeHalves(root / "halves", "train", 256);
    writeHalves(root / "halves", "t10k", 64);
    _data = findDataset((root / "halves").string());
    _trained = root / "trained";
    train(_trained, options(6));
}

void TrainingTest::trainedModelReconstructsItsData()
{
    const ModelFolder folder(_trained);
    QCOMPARE(folder.card().layers.size(), 3u);
    QCOMPARE(folder.card().layers[0].units, 250);
    QCOMPARE(folder.card().layers[2].units, 1000);
    QVERIFY(folder.card().provenance.contains("validation_elbo"));
    Decoder decoder(folder);
    const Encoder encoder(folder);
    std::vector<std::uint8_t> bytes;
    std::vector<int> labels;
    _data->open(Split::Test)->read(64, bytes, labels);
    for (int i = 0; i < 8; ++i) {
        std::vector<float> pixels;
        for (int p = 0; p < 64; ++p)
            pixels.push_back(float(bytes[std::size_t(i * 64 + p)]) / 255.0f);
        const Rendering rendering = decoder.render({"halves", encoder.encode(pixels), {}, {}});
        // Only in the corner that the two kinds do not share is the kind to be seen.
        const float upperRight = rendering.image.at(0, 1, 6);
        QVERIFY2(labels[std::size_t(i)] == 0 ? upperRight < 0.3f : upperRight > 0.7f,
                 qPrintable(QString::number(double(upperRight))));
    }
}

void TrainingTest::sameSeedGivesTheSameWeights()
{
    const std::filesystem::path again = _folder.filePath("again").toStdString();
    train(again, options(6));
    QCOMPARE(behaviourOf(again), behaviourOf(_trained));
    ModelTrainingOptions other = options(6);
    other.seed = 2;
    const std::filesystem::path different = _folder.filePath("different").toStdString();
    train(different, other);
    QVERIFY(behaviourOf(different) != behaviourOf(_trained));
}

void TrainingTest::killedRunResumedEndsAsIfItHadNotBeenKilled()
{
    const std::filesystem::path folder = _folder.filePath("killed").toStdString();
    StopAt stop(0.6);
    QVERIFY_EXCEPTION_THROWN(trainModel(*_data, folder, options(6), stop), Cancelled);
    ModelTrainingOptions resumed = options(6);
    resumed.resume = true;
    train(folder, resumed);
    QCOMPARE(behaviourOf(folder), behaviourOf(_trained));
}

void TrainingTest::whatWasTrainedBeforeIsNotOverwritten()
{
    const auto folder = copyOfModel("kept");
    QVERIFY_EXCEPTION_THROWN(train(folder, options(6)), ArgumentError);
    QCOMPARE(behaviourOf(folder), behaviourOf(_trained));
    // Trained further and stopped, it stays as it was.
    ModelTrainingOptions further = options(12);
    further.resume = true;
    StopAt stop(0.7);
    QVERIFY_EXCEPTION_THROWN(trainModel(*_data, folder, further, stop), Cancelled);
    QCOMPARE(behaviourOf(folder), behaviourOf(_trained));
}

void TrainingTest::resumingWithOtherSettingsIsRefused()
{
    ModelTrainingOptions other = options(6);
    other.resume = true;
    other.batch = 16;
    QVERIFY_EXCEPTION_THROWN(train(_trained, other), ArgumentError);
}

void TrainingTest::resumingWithoutCheckpointIsRefused()
{
    ModelTrainingOptions chosen = options(6);
    chosen.resume = true;
    QVERIFY_EXCEPTION_THROWN(train(_folder.filePath("nothing").toStdString(), chosen), ArgumentError);
}

void TrainingTest::damagedCheckpointIsRefused()
{
    const std::filesystem::path folder = _folder.filePath("damaged").toStdString();
    createFolder(folder);
    const std::string checkpoint = readFile(_trained / "checkpoint.pt");
    ModelTrainingOptions chosen = options(6);
    chosen.resume = true;
    for (const std::size_t length :
         {std::size_t(0), std::size_t(100), checkpoint.size() / 2, checkpoint.size() - 1}) {
        writeFile(folder / "checkpoint.pt", checkpoint.substr(0, length));
        QVERIFY_EXCEPTION_THROWN(train(folder, chosen), Error);
    }
}

void TrainingTest::profiledModelCountsClassesAndDistances()
{
    Progress progress;
    profileModel(ModelFolder(_trained), _folder.filePath("halves").toStdString(), progress);
    Instrument instrument{ModelFolder(_trained)};
    QCOMPARE(instrument.profile()->samples, 256u);
    QCOMPARE(instrument.profile()->layers[2].classActivation.size(), 2u);
    QVERIFY(instrument.card().typical.at("dr").at("regular").mean > 0.0);
    QVERIFY(instrument.card().typical.at("kns5").contains("low-active"));
    QCOMPARE(instrument.references()->count(), _data->size(Split::Train));
    QCOMPARE(instrument.references()->presentClasses(), (std::vector<int>{0, 1}));

    // Percent activation once more, unit by unit, from single decodes of the encodings.
    std::vector<std::uint8_t> bytes;
    std::vector<int> labels;
    _data->open(Split::Train)->read(256, bytes, labels);
    std::vector<int> on(1000, 0);
    for (int i = 0; i < 256; ++i) {
        std::vector<float> pixels;
        for (int p = 0; p < 64; ++p)
            pixels.push_back(float(bytes[std::size_t(i * 64 + p)]) / 255.0f);
        const Rendering rendering =
            instrument.decoder().render({"halves", instrument.encoder()->encode(pixels), {}, {}});
        for (std::size_t unit = 0; unit < 1000; ++unit)
            on[unit] += rendering.activations[2][unit] > 1e-7f ? 1 : 0;
    }
    for (std::size_t unit = 0; unit < 1000; ++unit)
        QVERIFY(std::abs(instrument.profile()->layers[2].percentActivation[unit] - float(on[unit]) / 256.0f) <
                0.005f);
}

void TrainingTest::readOnlyFolderIsNamed()
{
    // A file in the way keeps root out as well, whom permissions would not.
    const std::filesystem::path blocked = _folder.filePath("blocked").toStdString();
    writeFile(blocked, "");
    try {
        train(blocked / "model", options(1));
        QFAIL("a model was written where no folder can be");
    } catch (const Error& error) {
        QVERIFY(QString(error.what()).contains(QString::fromStdString(blocked.string())));
    }
}

void TrainingTest::classifierLearnsTheClasses_data()
{
    QTest::addColumn<bool>("regularise");
    QTest::newRow("plain") << false;
    QTest::newRow("regularised") << true;
}

void TrainingTest::classifierLearnsTheClasses()
{
    QFETCH(bool, regularise);
    const auto folder = copyOfModel(regularise ? "regularised" : "plain");
    Progress progress;
    ClassifierTrainingOptions options;
    options.epochs = 3;
    options.batch = 16;
    options.learningRate = 3e-3;
    options.regularise = regularise;
    trainClassifier(*_data, folder, options, progress);
    const ModelFolder model(folder);
    QVERIFY(std::stod(model.card().provenance.at("classifier_accuracy")) > 0.95);
    QCOMPARE(model.card().provenance.at("classifier_data"), _data->name());
    model.checkHash("classifier.pt");
    Decoder decoder(model); // the model itself is as it was
    QCOMPARE(behaviourOf(folder), behaviourOf(_trained));
}

void TrainingTest::killedClassifierResumedEndsAsIfItHadNotBeenKilled()
{
    const auto whole = copyOfModel("whole-classifier");
    const auto stopped = copyOfModel("stopped-classifier");
    ClassifierTrainingOptions options;
    options.epochs = 3;
    options.batch = 16;
    options.regularise = true;
    options.mirror = true;
    Progress progress;
    trainClassifier(*_data, whole, options, progress);
    StopAt killer(0.5);
    QVERIFY_THROWS_EXCEPTION(Cancelled, trainClassifier(*_data, stopped, options, killer));
    options.resume = true;
    trainClassifier(*_data, stopped, options, progress);
    QCOMPARE(ModelFolder(stopped).card().hashes.at("classifier.pt"),
             ModelFolder(whole).card().hashes.at("classifier.pt"));
}

void TrainingTest::classifierOfAnotherSizeIsRefused()
{
    const auto folder = copyOfModel("other-size");
    ModelCard card = readCard(folder / "card.json");
    card.width = 9;
    writeCard(folder / "card.json", card);
    Progress progress;
    QVERIFY_THROWS_EXCEPTION(ArgumentError, trainClassifier(*_data, folder, {}, progress));
    QVERIFY(!std::filesystem::exists(folder / "classifier.pt"));
}

QTEST_APPLESS_MAIN(TrainingTest)
#include "training_test.moc"
