// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/weights/state_dict.h"
#include "core/weights/weights_file.h"
#include "tests/core/support/sentence.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <functional>

using namespace flipside;
using namespace flipside::test;

/// Files that others have published, or in the layout of their programs, which this project may not hand on.
/// In each folder `reference.npz` has latents and what PyTorch makes of them with these weights.
class StrangersWeightsTest : public QObject {
    Q_OBJECT

private:
    using Numbers = std::vector<float>;

    QTemporaryDir _temporary;
    std::filesystem::path _generators;

    StateDict stateDict(const std::string& file) const
    {
        return findStateDict(readWeights(_generators / file).nest);
    }

    /// An array of a folder's reference.npz, all of it.
    Numbers reference(const std::string& folder, const std::string& array) const
    {
        const std::filesystem::path numbers = _temporary.path().toStdString() + "/numbers";
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral("-c"),
                      QStringLiteral("import numpy, sys\n"
                                     "numpy.load(sys.argv[1])[sys.argv[2]].astype('f4').tofile(sys.argv[3])"),
                      QString::fromStdString((_generators / folder / "reference.npz").string()),
                      QString::fromStdString(array), QString::fromStdString(numbers.string())});
        if (!python.waitForFinished() || python.exitCode() != 0)
            return {};
        const std::string bytes = readFile(numbers);
        Numbers read(bytes.size() / sizeof(float));
        std::memcpy(read.data(), bytes.data(), bytes.size());
        return read;
    }

    static Numbers tensor(const StateDict& dict, const std::string& name)
    {
        for (const WeightTensor& one : dict.tensors)
            if (one.name == name)
                return one.floats();
        return {};
    }

    /// weight · x · gain + bias, then `after` for each number.
    static Numbers layer(const StateDict& dict, const std::string& name, const Numbers& x, float gain,
                         float biasGain, const std::function<float(float)>& after)
    {
        const Numbers weight = tensor(dict, name + ".weight");
        Numbers y = tensor(dict, name + ".bias");
        for (std::size_t row = 0; row < y.size(); ++row) {
            double sum = double(y[row]) * biasGain;
            for (std::size_t i = 0; i < x.size(); ++i)
                sum += double(weight.at(row * x.size() + i)) * gain * x[i];
            y[row] = after(float(sum));
        }
        return y;
    }

    static float relu(float x) { return std::max(x, 0.0F); }
    static float furthest(const Numbers& one, const Numbers& other)
    {
        float most = one.size() == other.size() ? 0.0F : INFINITY;
        for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i)
            most = std::max(most, std::abs(one[i] - other[i]));
        return most;
    }

    /// Calls `play` with each latent of a folder, and returns how far it is off at worst.
    float furthestFrom(const std::string& folder, const char* array, std::size_t latent,
                       const std::function<Numbers(const Numbers&)>& play) const
    {
        const Numbers z = reference(folder, "z");
        Numbers all;
        for (std::size_t i = 0; i + latent <= z.size(); i += latent) {
            const Numbers made =
                play({z.begin() + std::ptrdiff_t(i), z.begin() + std::ptrdiff_t(i + latent)});
            all.insert(all.end(), made.begin(), made.end());
        }
        return all.empty() ? INFINITY : furthest(all, reference(folder, array));
    }

private slots:
    void initTestCase()
    {
        if (qEnvironmentVariableIsEmpty("FLIPSIDE_GENERATORS"))
            QSKIP("others' generators are not here: set FLIPSIDE_GENERATORS to a folder that has them");
        _generators = qEnvironmentVariable("FLIPSIDE_GENERATORS").toStdString();
    }

    void weightsOfOldPickleMakeThePicture()
    {
        const StateDict vae = stateDict("vae-digits/vae_epoch_25.pth");
        QVERIFY(furthestFrom("vae-digits", "image", 20, [&](const Numbers& z) {
                    const Numbers hidden = layer(vae, "fc3", z, 1, 1, relu);
                    return layer(vae, "fc4", hidden, 1, 1, [](float x) { return 1 / (1 + std::exp(-x)); });
                }) < 1e-5F);
        const StateDict gan = stateDict("mlp-gan-digits/G--300.ckpt");
        QVERIFY(furthestFrom("mlp-gan-digits", "image", 64, [&](const Numbers& z) {
                    const Numbers hidden = layer(gan, "2", layer(gan, "0", z, 1, 1, relu), 1, 1, relu);
                    return layer(gan, "4", hidden, 1, 1, [](float x) { return std::tanh(x); });
                }) < 1e-5F);
    }

    void weightsOfNvidiasPicklesMakeTheStyles_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("file");
        QTest::newRow("StyleGAN2-ADA") << "stylegan2-ada"
                                       << "sg2ada-64.pkl";
        QTest::newRow("StyleGAN3-T") << "stylegan3-t"
                                     << "sg3t-64.pkl";
    }
    void weightsOfNvidiasPicklesMakeTheStyles()
    {
        QFETCH(QString, folder);
        QFETCH(QString, file);
        const StateDict dict = stateDict((folder + "/" + file).toStdString());
        QCOMPARE(dict.where, std::string("G_ema"));
        QCOMPARE(dict.modules.at(0).className, std::string("Generator"));
        const NestValue* layers = nullptr;
        std::size_t styles = 0;
        for (const WeightModule& module : dict.modules)
            for (const auto& [name, value] : module.attributes) {
                if (module.path == "mapping" && name == "num_layers")
                    layers = &value;
                if (module.path == "mapping" && name == "num_ws")
                    styles = std::size_t(value.integer);
            }
        QVERIFY(layers && layers->integer > 0 && styles == 10);
        // Karras et al. 2020 (arXiv:2006.06676), MappingNetwork: a learning rate of a hundredth, and weights
        // that are divided by the root of their number as they are used.
        const float gain = 0.01F / std::sqrt(64.0F);
        const auto leaky = [](float x) { return (x < 0 ? 0.2F * x : x) * std::sqrt(2.0F); };
        QVERIFY(furthestFrom(folder.toStdString(), "w", 64, [&](const Numbers& z) {
                    double squares = 0;
                    for (const float number : z)
                        squares += double(number) * number;
                    Numbers w = z;
                    for (float& number : w)
                        number = float(number / std::sqrt(squares / 64 + 1e-8));
                    for (std::int64_t i = 0; i < layers->integer; ++i)
                        w = layer(dict, "mapping.fc" + std::to_string(i), w, gain, 0.01F, leaky);
                    Numbers all;
                    for (std::size_t i = 0; i < styles; ++i)
                        all.insert(all.end(), w.begin(), w.end());
                    return all;
                }) < 1e-4F);
    }

    void eachHasTheTensorsOfItsNetwork_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("where");
        QTest::addColumn<int>("tensors");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shape");
        const auto row = [](const char* file, const char* where, int tensors, const char* name,
                            const char* shape) {
            QTest::newRow(file) << file << where << tensors << name << shape;
        };
        row("conditional-digits/generator.pth", "", 24, "label_emb.weight", "10×10 (float32)");
        row("upsampling-digits/generator.pth", "", 23, "l1.0.weight", "6272×100 (float32)");
        row("tiny-autoencoder/taef2_decoder.pth", "", 79, "1.weight", "64×32×3×3 (float16)");
        row("tiny-autoencoder/taef2_encoder.pth", "", 79, "0.weight", "64×3×3×3 (float16)");
        row("stylegan2-rosinality/rosinality-32.pt", "g_ema", 69, "style.1.weight", "32×32 (float32)");
        row("autoencoder-kl/ldm-kl-64.ckpt", "state_dict", 125, "first_stage_model.decoder.conv_in.weight",
            "64×4×3×3 (float32)");
        row("stylegan2-ada/sg2ada-64.pkl", "G_ema", 98, "synthesis.b4.const", "64×4×4 (float32)");
        row("stylegan3-t/sg3t-64.pkl", "G_ema", 72, "synthesis.input.freqs", "64×2 (float32)");
        row("refuse/classifier.pth", "", 10, "convnet.c1.weight", "6×1×5×5 (float32)");
        row("refuse/super-resolution.pt", "", 36, "conv1.weight", "48×3×3×3 (float32)");
    }
    void eachHasTheTensorsOfItsNetwork()
    {
        QFETCH(QString, file);
        QFETCH(QString, where);
        QFETCH(int, tensors);
        QFETCH(QString, name);
        QFETCH(QString, shape);
        const StateDict dict = stateDict(file.toStdString());
        QCOMPARE(QString::fromStdString(dict.where), where);
        QCOMPARE(int(dict.tensors.size()), tensors);
        const auto found =
            std::find_if(dict.tensors.begin(), dict.tensors.end(),
                         [&](const WeightTensor& one) { return one.name == name.toStdString(); });
        QVERIFY(found != dict.tensors.end());
        QCOMPARE(QString::fromStdString(found->description()), shape);
        for (const WeightTensor& one : dict.tensors)
            for (const float number : one.floats())
                QVERIFY(std::isfinite(number));
    }

    void numbersAreThoseThatPyTorchLoads_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file :
             {"conditional-digits/generator.pth", "upsampling-digits/generator.pth",
              "tiny-autoencoder/taef2_decoder.pth", "stylegan2-rosinality/rosinality-32.pt",
              "autoencoder-kl/ldm-kl-64.ckpt", "vae-digits/vae_epoch_25.pth"})
            QTest::newRow(file) << QString(file);
    }
    void numbersAreThoseThatPyTorchLoads()
    {
        QFETCH(QString, file);
        const StateDict dict = stateDict(file.toStdString());
        const std::filesystem::path numbers = _temporary.path().toStdString() + "/loaded";
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral("-c"),
                      QStringLiteral("import sys, torch\n"
                                     "loaded = torch.load(sys.argv[1], map_location='cpu')\n"
                                     "for key in filter(None, sys.argv[3].split('.')): loaded = loaded[key]\n"
                                     "torch.cat([t.float().flatten() for t in loaded.values()])"
                                     ".numpy().tofile(sys.argv[2])"),
                      QString::fromStdString((_generators / file.toStdString()).string()),
                      QString::fromStdString(numbers.string()), QString::fromStdString(dict.where)});
        QVERIFY2(python.waitForFinished(60000) && python.exitCode() == 0, python.readAllStandardError());
        Numbers all;
        for (const WeightTensor& one : dict.tensors) {
            const Numbers some = one.floats();
            all.insert(all.end(), some.begin(), some.end());
        }
        const std::string bytes = readFile(numbers);
        QCOMPARE(all.size() * sizeof(float), bytes.size());
        QVERIFY(std::memcmp(all.data(), bytes.data(), bytes.size()) == 0);
    }

    void whatHasNoWeightsIsRefusedWithItsName_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("reason");
        QTest::newRow("losses") << "refuse/losses.pkl"
                                << "it holds a list of 4 and no weights";
        QTest::newRow("LFS") << "refuse/lfs-pointer.pth"
                             << "a pointer of Git LFS";
        QTest::newRow("page") << "refuse/page.pth"
                              << "it is a web page";
        QTest::newRow("TorchScript") << "torch-2.6-plain/simple-traced.pt"
                                     << "it is a TorchScript file";
        QTest::newRow("ONNX") << "onnx-channels-last/generator.onnx"
                              << "it is an ONNX model";
        QTest::newRow("export") << "torch-2.6-upsampler/generator.pt2"
                                << "torch.export";
    }
    void whatHasNoWeightsIsRefusedWithItsName()
    {
        QFETCH(QString, file);
        QFETCH(QString, reason);
        const QString refusal = sentenceOf([&] { (void)stateDict(file.toStdString()); });
        QVERIFY2(refusal.contains(reason) && refusal.contains("; "), qPrintable(refusal));
    }
};

QTEST_GUILESS_MAIN(StrangersWeightsTest)
#include "strangers_weights_test.moc"
