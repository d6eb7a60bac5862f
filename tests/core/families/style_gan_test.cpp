// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/families/drawn_noise.h"
#include "core/families/recognise.h"
#include "core/families/style_samples.h"
#include "core/weights/state_dict.h"
#include "core/weights/weights_file.h"
#include "tests/core/support/blueprint_run.h"
#include "tests/core/support/strangers_files.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
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

    /// The references know the inputs up to w; those behind it are at their standard, but for what `set`
    /// names.
    static std::vector<float> rowsFor(const NetworkReading& reading, const std::vector<float>& known,
                                      const std::map<std::string, std::vector<float>>& set = {})
    {
        std::size_t length = 0;
        for (const NetworkInput& input : reading.inputs) {
            length += std::size_t(input.length());
            if (input.name == "w")
                break;
        }
        std::vector<float> rows;
        for (std::size_t row = 0; row < known.size(); row += length) {
            std::size_t place = row;
            for (const NetworkInput& input : reading.inputs) {
                std::vector<float> numbers = input.standardNumbers();
                if (place < row + length)
                    numbers.assign(known.begin() + std::ptrdiff_t(place),
                                   known.begin() + std::ptrdiff_t(place) + input.length());
                place += std::size_t(input.length());
                if (set.contains(input.name))
                    numbers = set.at(input.name);
                rows.insert(rows.end(), numbers.begin(), numbers.end());
            }
        }
        return rows;
    }

    /// The picture of one row.
    static std::vector<float> pictureOf(const NetworkReading& reading, const std::vector<float>& row)
    {
        return runBlueprint(reading.decoder, row, {1, lengthOf(reading)});
    }

    static std::vector<float> normals(std::uint64_t seed, std::size_t count)
    {
        Random random(seed);
        std::vector<float> all(count);
        std::ranges::generate(all, [&] { return float(random.normal()); });
        return all;
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
        const std::vector<float> x = rowsFor(network.reading, arrayIn(reference, "x"));
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
        std::vector<float> x = rowsFor(reading, arrayIn(root() / "stylegan2-skip.pkl.npz", "x"));
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
        std::vector<float> x = rowsFor(reading, arrayIn(root() / "stylegan2-skip.pkl.npz", "x"));
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

    void everyLayerMayHaveTheStyleOfAnotherPicture()
    {
        for (const char* file : {"stylegan2-skip.pkl", "stylegan3-t.pkl", "rosinality.pt"}) {
            const StateDict dict = dictOf(root() / file);
            const NetworkReading reading = recogniseNetwork(dict).reading;
            const std::vector<float> known = arrayIn(root() / (std::string(file) + ".npz"), "x");
            const auto latent = std::size_t(reading.inputs[0].length());
            const bool hasClass = reading.inputs[1].name == "class";
            const std::vector<float> one = normals(1, latent);
            const std::vector<float> two = normals(2, latent);
            // Another class, where there are any, and movements that only the second has.
            std::map<std::string, std::vector<float>> ofOne{{"z", one}};
            std::map<std::string, std::vector<float>> ofTwo{{"z", two}};
            for (const NetworkInput& input : reading.inputs) {
                if (input.name == "directions") {
                    ofTwo["directions"] = normals(4, std::size_t(input.length()));
                    ofOne["directions"] = std::vector<float>(std::size_t(input.length()), 0.0F);
                }
                if (input.name == "class") {
                    ofOne["class"] = input.standardNumbers();
                    ofTwo["class"] = ofOne["class"];
                    std::ranges::rotate(ofTwo["class"], ofTwo["class"].begin() + 1);
                }
            }
            QVERIFY(ofTwo.contains("directions"));
            QCOMPARE(ofTwo.contains("class"), hasClass);
            const auto picture = [&](std::map<std::string, std::vector<float>> own,
                                     const std::map<std::string, std::vector<float>>& other, int from,
                                     int to) {
                for (const auto& [name, numbers] : other) {
                    std::string mixed = "mix" + name;
                    mixed[3] = char(mixed[3] - 'a' + 'A');
                    own[mixed] = numbers;
                }
                own["mixFrom"] = {float(from)};
                own["mixTo"] = {float(to)};
                std::vector<float> rows = rowsFor(reading, known, own);
                rows.resize(std::size_t(lengthOf(reading)));
                return pictureOf(reading, rows);
            };
            const auto layers = std::ranges::find(reading.inputs, "psiLayers", &NetworkInput::name);
            const int all = int(layers->standard.front());
            const std::vector<float> first = picture(ofOne, ofTwo, 0, 0);
            const std::vector<float> second = picture(ofTwo, ofOne, 0, 0);
            const std::vector<float> mixed = picture(ofOne, ofTwo, 2, all);
            QVERIFY(furthest(first, second) > 1e-3F);
            QVERIFY(furthest(picture(ofOne, ofTwo, 0, all), second) < 1e-5F);
            QVERIFY(furthest(mixed, picture(ofTwo, ofOne, 0, 2)) < 1e-5F);
            QVERIFY(furthest(mixed, first) > 1e-3F);
            QVERIFY(furthest(mixed, second) > 1e-3F);
        }
    }

    /// What a mapping network makes of a latent, here and in the network; and w moved along a direction.
    void directionsMoveW()
    {
        const StateDict dict = dictOf(root() / "rosinality.pt");
        const NetworkReading reading = recogniseNetwork(dict).reading;
        const std::vector<float> known = arrayIn(root() / "rosinality.pt.npz", "x");
        const auto input = [&](const char* name) {
            return *std::ranges::find(reading.inputs, std::string(name), &NetworkInput::name);
        };
        const auto width = std::size_t(input("w").length());
        const auto count = std::size_t(input("directions").length());
        QVERIFY(count >= 2 && count <= width);
        const auto mapping =
            std::ranges::find_if(reading.decoder.modules(), [](const BlueprintModule& module) {
                return std::ranges::any_of(module.weights,
                                           [](const auto& weight) { return weight.name == "directions"; });
            });
        QVERIFY(mapping != reading.decoder.modules().end());
        const std::vector<float> directions =
            std::ranges::find(mapping->weights, std::string("directions"), &WeightTensor::name)->floats();
        QCOMPARE(directions.size(), count * width);
        const std::vector<float> w = normals(5, width);
        std::vector<float> movements(count, 0.0F);
        movements[1] = -1.5F;
        std::vector<float> moved = w;
        for (std::size_t i = 0; i < width; ++i)
            moved[i] -= 1.5F * directions[width + i];
        const auto picture = [&](const std::map<std::string, std::vector<float>>& set) {
            std::vector<float> rows = rowsFor(reading, known, set);
            rows.resize(std::size_t(lengthOf(reading)));
            return pictureOf(reading, rows);
        };
        const std::vector<float> here = picture({{"space", {1.0F}}, {"w", moved}});
        QVERIFY(furthest(here, picture({{"space", {1.0F}}, {"w", w}})) > 1e-3F);
        QVERIFY(furthest(here, picture({{"space", {1.0F}}, {"w", w}, {"directions", movements}})) < 1e-5F);
    }

    /// Of numbers whose directions are known: they spread by 4 along (0.6, 0.8, 0), by 1 along (0, 0, 1), and
    /// not at all along the third.
    void principalDirectionsAreTheWidestFirst()
    {
        constexpr std::size_t rows = 4000;
        Random random(7);
        std::vector<float> styles;
        for (std::size_t row = 0; row < rows; ++row) {
            const double wide = 4.0 * random.normal();
            for (const double number : {5.0 + 0.6 * wide, 0.8 * wide, random.normal()})
                styles.push_back(float(number));
        }
        const StyleDirections found = principalStyleDirections(styles, 3, 3);
        QCOMPARE(found.count, std::size_t{2});
        const std::vector<float> expected{2.4F, 3.2F, 0.0F, 0.0F, 0.0F, 1.0F};
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(std::abs(found.numbers[i] - expected[i]) < 0.15F);
        QCOMPARE(principalStyleDirections({}, 3, 3).count, std::size_t{0});
    }

    /// Each by itself and all at once.
    void picturesDoNotDependOnTheirCompany()
    {
        for (const char* file : {"stylegan2-resnet.pkl", "stylegan3-r.pkl"}) {
            const StateDict dict = dictOf(root() / file);
            const NetworkReading reading = recogniseNetwork(dict).reading;
            const std::vector<float> x =
                rowsFor(reading, arrayIn(root() / (std::string(file) + ".npz"), "x"));
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
