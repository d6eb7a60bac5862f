// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/families/drawn_noise.h"
#include "core/families/recognise.h"
#include "core/weights/state_dict.h"
#include "core/weights/weights_file.h"
#include "tests/core/support/blueprint_run.h"
#include "tests/core/support/strangers_files.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <set>

using namespace flipside;
using namespace flipside::test;

/// StyleGANs in the layouts of the programs that made them (support/style_gans.py computes their pictures,
/// straight from the papers' formulas).
class StyleGanTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    std::filesystem::path root() const { return _temporary.path().toStdString(); }
    static StateDict dictOf(const std::filesystem::path& file)
    {
        return findStateDict(readWeights(file).nest);
    }

    static std::int64_t lengthOf(const NetworkReading& reading)
    {
        std::int64_t length = 0;
        for (const NetworkInput& input : reading.inputs)
            length += input.shape.at(0);
        return length;
    }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/style_gans.py"), _temporary.path()});
        QVERIFY2(python.waitForFinished(600000) && python.exitCode() == 0, python.readAllStandardError());
    }

    /// Rows ask for ψ with and without a cut-off, noise of several strengths, classes and mixtures of them,
    /// and given w.
    void everyInputMakesItsAuthorsPictures_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("family");
        for (const char* file : {"stylegan2-skip.pkl", "stylegan2-resnet.pkl", "stylegan2-orig.pkl",
                                 "stylegan2-weights-alone.pt"})
            QTest::newRow(file) << file << "stylegan2";
        for (const char* file : {"stylegan3-t.pkl", "stylegan3-r.pkl", "stylegan3-weights-alone.pt"})
            QTest::newRow(file) << file << "stylegan3";
        for (const char* file : {"rosinality.pt", "rosinality-in-encoder.pt", "rosinality-plain.pt"})
            QTest::newRow(file) << file << "stylegan2-rosinality";
    }
    void everyInputMakesItsAuthorsPictures()
    {
        QFETCH(QString, file);
        QFETCH(QString, family);
        const StateDict dict = dictOf(root() / file.toStdString());
        const RecognisedNetwork network = recogniseNetwork(dict);
        QCOMPARE(QString(network.family->name), family);
        const std::filesystem::path reference = root() / (file.toStdString() + ".npz");
        const std::vector<float> x = arrayIn(reference, "x");
        const std::vector<float> image = arrayIn(reference, "image");
        const std::int64_t length = lengthOf(network.reading);
        QCOMPARE(std::int64_t(x.size()) % length, std::int64_t{0});
        const std::vector<float> made =
            runBlueprint(network.reading.decoder, x, {std::int64_t(x.size()) / length, length});
        const auto [low, high] = std::ranges::minmax(image);
        QVERIFY(high > low);
        const float off = furthest(made, image) / (high - low);
        QVERIFY2(off < 2e-5F, qPrintable(QString::number(double(off))));
    }

    /// What an input says it is unless set.
    void standardsAreTheAuthorsOwnPictures()
    {
        const StateDict dict = dictOf(root() / "stylegan2-skip.pkl");
        const NetworkReading reading = recogniseNetwork(dict).reading;
        std::vector<float> x = arrayIn(root() / "stylegan2-skip.pkl.npz", "x");
        x.resize(std::size_t(lengthOf(reading))); // its first row asks for nothing
        std::vector<float> standard;
        for (const NetworkInput& input : reading.inputs)
            for (int i = 0; i < input.shape[0]; ++i)
                standard.push_back(input.kind == NetworkInput::Kind::Setting
                                       ? float(input.standard.at(std::size_t(i)))
                                       : x[standard.size()]);
        QCOMPARE(standard, x);
    }

    /// From N(0, 1), the same each time.
    void seedsDrawOtherNoise()
    {
        const StateDict dict = dictOf(root() / "stylegan2-skip.pkl");
        const NetworkReading reading = recogniseNetwork(dict).reading;
        const std::int64_t length = lengthOf(reading);
        std::vector<float> x = arrayIn(root() / "stylegan2-skip.pkl.npz", "x");
        x.resize(std::size_t(length));
        std::size_t place = 0;
        for (const NetworkInput& input : reading.inputs) {
            if (input.name == "noiseSeed")
                break;
            place += std::size_t(input.shape[0]);
        }
        QVERIFY(place < x.size());
        std::vector<std::vector<float>> pictures;
        for (const float seed : {0.0F, 1.0F, 1.0F, 2.0F}) {
            x[place] = seed;
            pictures.push_back(runBlueprint(reading.decoder, x, {1, length}));
        }
        QVERIFY(furthest(pictures[0], pictures[1]) > 1e-3F);
        QCOMPARE(pictures[1], pictures[2]);
        QVERIFY(furthest(pictures[1], pictures[3]) > 1e-3F);

        Blueprint noise;
        noise.add(drawnNoiseModule());
        noise.add({{},
                   {},
                   "def forward(self, x: Tensor) -> Tensor:\n    return " +
                       callOf(drawnNoisePath, "x, 128, 3") + "\n"});
        const std::vector<float> drawn = runBlueprint(noise, {7.0F}, {1, 1});
        double sum = 0.0;
        double squares = 0.0;
        double neighbours = 0.0;
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            sum += double(drawn[i]);
            squares += double(drawn[i]) * double(drawn[i]);
            neighbours += i > 0 ? double(drawn[i]) * double(drawn[i - 1]) : 0.0;
        }
        const auto count = double(drawn.size());
        QCOMPARE(drawn.size(), std::size_t{128 * 128});
        // Five standard errors of each.
        QVERIFY(std::abs(sum / count) < 5.0 / 128.0);
        QVERIFY(std::abs(squares / count - 1.0) < 5.0 * std::sqrt(2.0) / 128.0);
        QVERIFY(std::abs(neighbours / count) < 5.0 / 128.0);
    }

    /// Each by itself and all at once.
    void picturesDoNotDependOnTheirCompany()
    {
        for (const char* file : {"stylegan2-resnet.pkl", "stylegan3-r.pkl"}) {
            const StateDict dict = dictOf(root() / file);
            const NetworkReading reading = recogniseNetwork(dict).reading;
            const std::vector<float> x = arrayIn(root() / (std::string(file) + ".npz"), "x");
            const std::int64_t length = lengthOf(reading);
            const std::vector<float> together =
                runBlueprint(reading.decoder, x, {std::int64_t(x.size()) / length, length});
            std::vector<float> alone;
            for (std::size_t row = 0; row < x.size(); row += std::size_t(length)) {
                const std::vector<float> one(x.begin() + std::ptrdiff_t(row),
                                             x.begin() + std::ptrdiff_t(row) + length);
                std::ranges::copy(runBlueprint(reading.decoder, one, {1, length}), std::back_inserter(alone));
            }
            QVERIFY(furthest(together, alone) < 1e-5F);
        }
    }

    void layersKeepTheirAuthorsNames()
    {
        const StateDict dict = dictOf(root() / "stylegan2-skip.pkl");
        const NetworkReading reading = recogniseNetwork(dict).reading;
        std::set<std::string> paths;
        for (const BlueprintModule& module : reading.decoder.modules())
            paths.insert(module.path);
        for (const char* path : {"mapping.fc0", "synthesis.b4.conv1", "synthesis.b16.conv0",
                                 "synthesis.b16.torgb", "synthesis.b16.conv0.affine"})
            QVERIFY2(paths.contains(path), path);
    }

    void filesWithoutAnAverageSayWhatIsTakenForIt()
    {
        const StateDict dict = dictOf(root() / "rosinality-plain.pt");
        const NetworkReading reading = recogniseNetwork(dict).reading;
        QCOMPARE(reading.remarks.size(), std::size_t{1});
        QVERIFY(reading.remarks[0].find("average") != std::string::npos);
        QVERIFY(
            std::ranges::none_of(reading.inputs, [](const auto& input) { return input.name == "noise"; }));
    }

    /// Attributes and shapes that no program wrote: a sentence, or a network, and no crash.
    void damagedFilesAreRefusedOrMended()
    {
        int files = 0;
        int refused = 0;
        for (const auto& entry : std::filesystem::directory_iterator(root() / "hostile")) {
            ++files;
            try {
                (void)recogniseNetwork(dictOf(entry.path()));
            } catch (const Error& error) {
                ++refused;
                const QString sentence = QString::fromStdString(error.what());
                QVERIFY2(!sentence.isEmpty() && sentence.size() < 400, qPrintable(sentence));
            }
        }
        QVERIFY(files > 300);
        QVERIFY2(refused > files / 2, qPrintable(QString("%1 of %2").arg(refused).arg(files)));
    }
};

QTEST_GUILESS_MAIN(StyleGanTest)
#include "style_gan_test.moc"
