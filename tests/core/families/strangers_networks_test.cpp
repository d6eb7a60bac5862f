// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/recognise.h"
#include "core/weights/state_dict.h"
#include "core/weights/weights_file.h"
#include "tests/core/support/blueprint_run.h"
#include "tests/core/support/strangers_files.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace flipside;
using namespace flipside::test;

/// Weights that others have published make, without their Python, the pictures that they make with it.
class StrangersNetworksTest : public QObject {
    Q_OBJECT

private:
    static NetworkChoices choicesOf(const QStringList& words)
    {
        NetworkChoices choices;
        for (const QString& word : words)
            choices[word.section('=', 0, 0).toStdString()] = word.section('=', 1).toInt();
        return choices;
    }

private slots:
    void initTestCase()
    {
        if (strangersFiles().empty())
            QSKIP("others' generators are not here: set FLIPSIDE_GENERATORS to a folder that has them");
    }

    void recognisedNetworkMakesItsAuthorsPictures_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("family");
        QTest::addColumn<QStringList>("choices");
        QTest::addColumn<float>("tolerance");
        QTest::addColumn<int>("side");
        // `side` of the latent map, where any would do.
        const auto row = [](const char* file, const char* family, const QStringList& choices, float tolerance,
                            int side = 0) {
            QTest::newRow(file) << file << family << choices << tolerance << side;
        };
        row("vae-digits/vae_epoch_25.pth", "vae", {}, 1e-4F);
        row("mlp-gan-digits/G--300.ckpt", "plain-stack", {}, 2e-4F);
        row("upsampling-digits/generator.pth", "plain-stack", {"layout=1", "activation=1", "epsilon=1"},
            2e-4F);
        row("tiny-autoencoder/taef2_decoder.pth", "tiny-autoencoder", {}, 1e-4F, 16);
        row("autoencoder-kl/ldm-kl-64.ckpt", "autoencoder-kl", {}, 2e-4F, 32);
    }
    void recognisedNetworkMakesItsAuthorsPictures()
    {
        QFETCH(QString, file);
        QFETCH(QString, family);
        QFETCH(QStringList, choices);
        QFETCH(float, tolerance);
        QFETCH(int, side);
        const std::filesystem::path path = strangersFiles() / file.toStdString();
        const StateDict dict = findStateDict(readWeights(path).nest);
        const RecognisedNetwork network = recogniseNetwork(dict, choicesOf(choices));
        QCOMPARE(QString(network.family->name), family);
        const std::filesystem::path reference = path.parent_path() / "reference.npz";
        const std::vector<float> z = arrayIn(reference, "z");
        QCOMPARE(network.reading.inputs.size(), std::size_t{1});
        std::vector<int> latent = network.reading.inputs.at(0).shape;
        if (side > 0)
            latent = {latent[0], side, side};
        const auto length =
            std::accumulate(latent.begin(), latent.end(), std::int64_t{1}, std::multiplies<std::int64_t>());
        std::vector<std::int64_t> shape{std::int64_t(z.size()) / length};
        shape.insert(shape.end(), latent.begin(), latent.end());
        const float off =
            furthest(runBlueprint(network.reading.decoder, z, shape), arrayIn(reference, "image"));
        QVERIFY2(off < tolerance, qPrintable(QString::number(double(off))));
    }

    void pictureComesBackOfTheLatentThatAnEncoderMakesOfIt()
    {
        const std::filesystem::path folder = strangersFiles() / "tiny-autoencoder";
        const StateDict encoder = findStateDict(readWeights(folder / "taef2_encoder.pth").nest);
        const StateDict decoder = findStateDict(readWeights(folder / "taef2_decoder.pth").nest);
        const NetworkReading seeing = recogniseNetwork(encoder).reading;
        const NetworkReading making = recogniseNetwork(decoder).reading;
        QVERIFY(seeing.encoder && seeing.decoder.modules().empty());
        // Pictures of 256 take a second; those of 512, four.
        QCOMPARE(making.inputs.at(0).shape, (std::vector{32, 32, 32}));
        QCOMPARE(seeing.inputs.at(0).shape, making.inputs.at(0).shape);
        QVERIFY(seeing.range == making.range);
        const std::vector<float> pictures = arrayIn(folder / "reference.npz", "image");
        const std::vector<float> z = runBlueprint(*seeing.encoder, pictures, {6, 3, 128, 128});
        QCOMPARE(z.size(), std::size_t(6 * 32 * 16 * 16));
        const std::vector<float> again = runBlueprint(making.decoder, z, {6, 32, 16, 16});
        const std::vector<float> grey =
            runBlueprint(making.decoder, std::vector<float>(z.size(), 0.0F), {6, 32, 16, 16});
        const auto meanDifference = [&](const std::vector<float>& others) {
            double sum = 0.0;
            for (std::size_t i = 0; i < pictures.size(); ++i)
                sum += std::abs(double(pictures[i]) - double(others.at(i)));
            return sum / double(pictures.size());
        };
        // What is lost is the finest grain of pictures that were made of noise.
        QVERIFY2(meanDifference(again) < 0.03, qPrintable(QString::number(meanDifference(again))));
        QVERIFY(meanDifference(grey) > 3 * meanDifference(again));
    }

    void styleGanMakesItsAuthorsPicturesAtEveryTruncation_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("image");
        QTest::addColumn<float>("psi");
        for (const auto& [file, family] :
             {std::pair("stylegan2-ada/sg2ada-64.pkl", "stylegan2"),
              std::pair("stylegan3-t/sg3t-64.pkl", "stylegan3"),
              std::pair("stylegan2-rosinality/rosinality-32.pt", "stylegan2-rosinality")}) {
            QTest::addRow("%s, 1", family) << file << family << "image_psi1" << 1.0F;
            QTest::addRow("%s, 0.7", family) << file << family << "image_psi07" << 0.7F;
        }
    }
    void styleGanMakesItsAuthorsPicturesAtEveryTruncation()
    {
        QFETCH(QString, file);
        QFETCH(QString, family);
        QFETCH(QString, image);
        QFETCH(float, psi);
        const std::filesystem::path path = strangersFiles() / file.toStdString();
        const StateDict dict = findStateDict(readWeights(path).nest);
        const RecognisedNetwork network = recogniseNetwork(dict);
        QCOMPARE(QString(network.family->name), family);
        const std::filesystem::path reference = path.parent_path() / "reference.npz";
        const std::vector<float> z = arrayIn(reference, "z");
        const std::vector<float> expected = arrayIn(reference, image.toStdString());
        const auto latent = std::size_t(network.reading.inputs.at(0).shape.at(0));
        std::vector<float> x;
        for (auto from = z.begin(); from != z.end(); from += std::ptrdiff_t(latent))
            for (const NetworkInput& input : network.reading.inputs) {
                if (input.kind == NetworkInput::Kind::Latent)
                    x.insert(x.end(), from, from + std::ptrdiff_t(latent));
                else if (input.name == "psi")
                    x.push_back(psi);
                else
                    x.insert(x.end(), input.standard.begin(), input.standard.end());
            }
        const auto rows = std::int64_t(z.size() / latent);
        const std::vector<float> made =
            runBlueprint(network.reading.decoder, x, {rows, std::int64_t(x.size()) / rows});
        const auto [low, high] = std::ranges::minmax(expected);
        const float off = furthest(made, expected) / (high - low);
        QVERIFY2(off < 1e-5F, qPrintable(QString::number(double(off))));
    }
};

QTEST_GUILESS_MAIN(StrangersNetworksTest)
#include "strangers_networks_test.moc"
