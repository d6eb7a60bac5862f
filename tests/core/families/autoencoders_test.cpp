// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/blueprint/compile.h"
#include "core/families/recognise.h"
#include "core/sandbox/file_kind.h"
#include "core/weights/state_dict.h"
#include "core/weights/weights_file.h"
#include "tests/core/support/blueprint_run.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/strangers_files.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <functional>

using namespace flipside;
using namespace flipside::test;
using Json = nlohmann::json;

/// Autoencoders of latent diffusion, written by support/autoencoders.py, which computes with modules of
/// PyTorch what they make.
class AutoencodersTest : public QObject {
    Q_OBJECT

private:
    using Numbers = std::vector<float>;

    QTemporaryDir _temporary;
    Json _files;

    StateDict stateDict(const std::string& file) const
    {
        return findStateDict(readWeights(_temporary.path().toStdString() + "/" + file).nest);
    }
    NetworkReading readingOf(const Json& expected, const StateDict& weights) const
    {
        const RecognisedNetwork network =
            recogniseNetwork(weights, expected.at("choices").get<NetworkChoices>());
        if (network.family->name != expected.at("family").get<std::string>())
            throw Error(std::string("it was taken for one of the family ") + network.family->name);
        return network.reading;
    }
    /// Of which only what is told is looked at: its weights are gone.
    NetworkReading readingOf(const std::string& file) const
    {
        return readingOf(entry(file), stateDict(file));
    }
    void eachFile(const char* with) const
    {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < _files.size(); ++i)
            if (_files[i].contains(with))
                QTest::newRow(_files[i].at("file").get<std::string>().c_str()) << int(i);
    }
    /// How far off rounding may put numbers of a few; weights of half precision have three digits.
    static float tolerance(const Json& expected) { return expected.at("loose").get<bool>() ? 2e-2F : 2e-4F; }

    const Json& entry(const std::string& file) const
    {
        return *std::ranges::find_if(_files, [&](const Json& one) { return one.at("file") == file; });
    }
    static bool tells(const std::vector<std::string>& sentences, const char* words)
    {
        return std::ranges::any_of(sentences, [&](const std::string& sentence) {
            return sentence.find(words) != std::string::npos;
        });
    }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/autoencoders.py"), _temporary.path()});
        QVERIFY2(python.waitForFinished(240000) && python.exitCode() == 0, python.readAllStandardError());
        _files = Json::parse(readFile(_temporary.path().toStdString() + "/autoencoders.json"));
        QVERIFY(_files.size() >= 17);
    }

    void decoderMakesThePicturesOfPython_data() { eachFile("picture"); }
    void decoderMakesThePicturesOfPython()
    {
        QFETCH(int, number);
        const Json& expected = _files[std::size_t(number)];
        const StateDict weights = stateDict(expected.at("file"));
        const NetworkReading reading = readingOf(expected, weights);
        QCOMPARE(reading.inputs.size(), std::size_t(1));
        QVERIFY(reading.inputs[0].kind == NetworkInput::Kind::LatentMap);
        auto shape = expected.at("latent").get<std::vector<std::int64_t>>();
        QCOMPARE(std::int64_t(reading.inputs[0].shape.at(0)), shape.at(0));
        QVERIFY(reading.range == (expected.at("range").get<std::pair<double, double>>()));
        QCOMPARE(reading.unused, expected.at("unused").get<std::vector<std::string>>());
        const auto z = expected.at("z").get<Numbers>();
        shape.insert(shape.begin(), std::int64_t(z.size()) / (shape[0] * shape[1] * shape[2]));
        const float off =
            furthest(runBlueprint(reading.decoder, z, shape), expected.at("picture").get<Numbers>());
        QVERIFY2(off < tolerance(expected), qPrintable(QString::number(double(off))));
    }

    void encoderMakesTheMeansOfPython_data() { eachFile("mean"); }
    void encoderMakesTheMeansOfPython()
    {
        QFETCH(int, number);
        const Json& expected = _files[std::size_t(number)];
        const StateDict weights = stateDict(expected.at("file"));
        const NetworkReading reading = readingOf(expected, weights);
        QVERIFY(reading.encoder);
        const auto side = expected.at("side").get<std::int64_t>();
        const float off =
            furthest(runBlueprint(*reading.encoder, expected.at("seen").get<Numbers>(), {2, 3, side, side}),
                     expected.at("mean").get<Numbers>());
        QVERIFY2(off < tolerance(expected), qPrintable(QString::number(double(off))));
    }

    void encoderAloneIsRecognisedAndHasNoDecoder()
    {
        for (const char* file : {"tiny-encoder.pth", "kl-diffusers-encoder.pth"}) {
            const Json& expected = entry(file);
            const NetworkReading reading = readingOf(file);
            QVERIFY(reading.decoder.modules().empty());
            // As many numbers as it makes of two pictures, for each place of one of them.
            const int side = expected.at("side").get<int>() / 4;
            QCOMPARE(std::size_t(reading.inputs.at(0).shape.at(0)),
                     expected.at("mean").size() / std::size_t(2 * side * side));
        }
    }

    void firstMapIsOneOfWhichAPictureIsSoonMade()
    {
        // Of small networks, as large as pictures of 512 pixels, but at most 64 a side.
        const auto side = [&](const char* file) {
            const std::vector<int> shape = readingOf(file).inputs.at(0).shape;
            return shape[1] == shape[2] ? shape[1] : 0;
        };
        QCOMPARE(side("tiny-decoder.pth"), 64);
        QCOMPARE(side("tiny-encoder.pth"), 64);
        QCOMPARE(side("kl-narrow.pth"), 64);
        // Sixteen times as wide, the decoder of four times the side multiplies 110 thousand million times for
        // a map of 64, and a quarter of it for one of 32. Nothing but the sizes is looked at.
        StateDict wide = stateDict("tiny-decoder.pth");
        for (WeightTensor& tensor : wide.tensors)
            for (std::int64_t& size : tensor.shape)
                size *= size >= 8 ? 16 : 1;
        QCOMPARE(recogniseNetwork(wide).reading.inputs.at(0).shape, (std::vector{5, 32, 32}));
    }

    void whatIsLeftOpenIsAsked()
    {
        const NetworkReading narrow = readingOf("kl-narrow.pth");
        QCOMPARE(narrow.questions.size(), std::size_t(1));
        QCOMPARE(narrow.questions[0].choices, (std::vector<std::string>{"16", "8", "4", "2", "1"}));
        QCOMPARE(narrow.questions[0].chosen, 1);
        QCOMPARE(readingOf("vq.pth").questions.at(0).id, std::string("codebook"));
        QVERIFY(readingOf("kl.ckpt").questions.empty());
    }

    void whatElseACheckpointHasIsSaid()
    {
        QVERIFY(tells(readingOf("kl-in-diffusion.ckpt").remarks, "first_stage_model"));
        QVERIFY(readingOf("kl.ckpt").remarks.empty());
    }

    void networkOfADiffusionModelIsRefusedWithAWayOut()
    {
        try {
            (void)recogniseNetwork(stateDict("denoiser.pth"));
            QFAIL("it was taken");
        } catch (const WrongKind& error) {
            QVERIFY(QString(error.what()).contains("many steps"));
            QVERIFY(error.wayOut().find("VAE") != std::string::npos);
        }
    }

    void encoderThatDoesNotFitIsLeftOut()
    {
        StateDict both = stateDict("kl.ckpt");
        std::erase_if(both.tensors, [](const WeightTensor& tensor) {
            return tensor.name.starts_with("encoder.down.2.") ||
                   tensor.name.starts_with("encoder.down.1.downsample.");
        });
        const NetworkReading reading = recogniseNetwork(both).reading;
        QVERIFY(!reading.encoder && !reading.decoder.modules().empty());
        QVERIFY(tells(reading.remarks, "encoder is left out"));
    }

    void damagedWeightsAreReadOrRefusedAndNothingElse_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : {"tiny-decoder.pth", "tiny-diffusers.pth", "kl-narrow.pth", "vq.pth"})
            QTest::newRow(file) << QString(file);
    }
    void damagedWeightsAreReadOrRefusedAndNothingElse()
    {
        QFETCH(QString, file);
        const StateDict whole = stateDict(file.toStdString());
        const std::vector<std::function<void(WeightTensor&)>> damages = {
            [](WeightTensor& tensor) { tensor.name += "x"; },
            [](WeightTensor& tensor) { tensor.name = "\").conv_in.weight"; },
            [](WeightTensor& tensor) { tensor.name = "99999999999999999999.conv.4.weight"; },
            [](WeightTensor& tensor) { tensor.name = "199.conv.4.weight"; },
            [](WeightTensor& tensor) { tensor.shape.back() = 0; },
            [](WeightTensor& tensor) {
                tensor.shape.back() = 0;
                tensor.shape.front() = std::int64_t{1} << 62;
            },
            [](WeightTensor& tensor) { tensor.shape.front() = 1; },
            [](WeightTensor& tensor) {
                tensor.shape.pop_back();
                tensor.strides.pop_back();
            },
            [](WeightTensor& tensor) {
                std::ranges::reverse(tensor.shape);
                std::ranges::reverse(tensor.strides);
            },
        };
        int taken = 0;
        int refused = 0;
        for (std::size_t i = 0; i < whole.tensors.size(); ++i)
            for (const auto& damage : damages) {
                StateDict damaged = whole;
                damage(damaged.tensors[i]);
                try {
                    const NetworkReading reading = recogniseNetwork(damaged).reading;
                    if (reading.encoder)
                        QVERIFY(reading.decoder.modules().size() + reading.encoder->modules().size() > 1);
                    // Names are checked when modules are added, and the text must be one that compiles.
                    if (++taken % 10 == 1 && !reading.decoder.modules().empty())
                        QVERIFY(!compile(reading.decoder).empty());
                } catch (const Error& error) {
                    ++refused;
                    QVERIFY2(!QString(error.what()).contains('\n'), error.what());
                }
            }
        qInfo("%d taken, %d refused", taken, refused);
        QVERIFY(refused > int(whole.tensors.size()));
    }
};

QTEST_GUILESS_MAIN(AutoencodersTest)
#include "autoencoders_test.moc"
