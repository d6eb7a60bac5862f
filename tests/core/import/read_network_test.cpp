// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/import/read_network.h"
#include "core/sandbox/file_kind.h"
#include "tests/core/support/blueprint_run.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <filesystem>

using namespace flipside;
using namespace flipside::test;
using Json = nlohmann::json;

/// Weights that PyTorch has saved (support/networks.py), and the pictures that it makes with them.
class ReadNetworkTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;
    Json _networks;

    std::filesystem::path root() const { return _temporary.path().toStdString(); }

    const Json& network(const std::string& file) const
    {
        return *std::ranges::find_if(_networks, [&](const Json& each) { return each.at("file") == file; });
    }

    /// z and, behind each, its class.
    static std::vector<float> inputs(const Json& network)
    {
        const auto z = network.at("z").get<std::vector<float>>();
        const auto labels = network.at("labels").get<std::vector<int>>();
        const auto classes = network.at("classes").get<std::size_t>();
        if (labels.empty())
            return z;
        const std::size_t length = z.size() / labels.size();
        std::vector<float> all;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            all.insert(all.end(), z.begin() + std::ptrdiff_t(i * length),
                       z.begin() + std::ptrdiff_t((i + 1) * length));
            all.resize(all.size() + classes);
            all[all.size() - classes + std::size_t(labels[i])] = 1.0F;
        }
        return all;
    }

    static float furthestOff(const Json& network, const ReadNetwork& read)
    {
        std::vector<std::int64_t> shape{3};
        for (const int size : read.takenShape())
            shape.push_back(size);
        const std::vector<float> made = runTorchScript(read.decoder, inputs(network), shape);
        const auto image = network.at("image").get<std::vector<float>>();
        float most = made.size() == image.size() ? 0.0F : INFINITY;
        for (std::size_t i = 0; i < std::min(made.size(), image.size()); ++i)
            most = std::max(most, std::abs(made[i] - image[i]));
        return most;
    }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/networks.py"), _temporary.path()});
        QVERIFY2(python.waitForFinished(120000) && python.exitCode() == 0, python.readAllStandardError());
        _networks = Json::parse(readFile(root() / "networks.json"));
        QCOMPARE(_networks.size(), std::size_t(10));
    }

    void weightsAloneMakeTheirAuthorsPictures_data()
    {
        QTest::addColumn<QString>("file");
        for (const Json& each : _networks) {
            const auto file = each.at("file").get<std::string>();
            QTest::newRow(file.c_str()) << QString::fromStdString(file);
        }
    }
    void weightsAloneMakeTheirAuthorsPictures()
    {
        QFETCH(QString, file);
        const Json& expected = network(file.toStdString());
        const ReadNetwork read = readNetwork(root() / file.toStdString(), {});
        QCOMPARE(read.family, expected.at("family").get<std::string>());
        QString taken;
        for (const NetworkQuestion& question : read.questions)
            taken += QString::fromStdString(question.id + ": " +
                                            question.choices[std::size_t(question.chosen)] + "; ");
        const float off = furthestOff(expected, read);
        QVERIFY2(off < 1e-4F, qPrintable(QString::number(double(off)) + " with " + taken));
    }

    void choiceOfAPersonIsTakenAndChangesThePicture()
    {
        NetworkWish wish;
        wish.choices["activation"] = 1;
        const ReadNetwork read = readNetwork(root() / "dcgan.pth", wish);
        const auto activation = std::ranges::find(read.questions, "activation", &NetworkQuestion::id);
        QVERIFY(activation != read.questions.end());
        QCOMPARE(activation->chosen, 1);
        QVERIFY(furthestOff(network("dcgan.pth"), read) > 0.01F);
    }

    void choiceThatThereIsNotIsRefusedAsAnArgument()
    {
        NetworkWish wish;
        wish.choices["activation"] = 99;
        QVERIFY_EXCEPTION_THROWN((void)readNetwork(root() / "dcgan.pth", wish), ArgumentError);
        wish.choices = {{"colour", 0}};
        QVERIFY_EXCEPTION_THROWN((void)readNetwork(root() / "dcgan.pth", wish), ArgumentError);
        wish.choices = {};
        wish.family = "no-such-family";
        QVERIFY_EXCEPTION_THROWN((void)readNetwork(root() / "dcgan.pth", wish), ArgumentError);
    }

    void describingFindsTheSameAndCompilesNothing()
    {
        NetworkWish wish;
        wish.isCompiled = false;
        const ReadNetwork read = readNetwork(root() / "upsampling-classes.pth", wish);
        QVERIFY(read.decoder.empty());
        QCOMPARE(read.inputs.size(), std::size_t(2));
        QVERIFY(read.inputs[1].kind == NetworkInput::Kind::Class);
        QVERIFY(read.inputs[1].shape == std::vector{7});
        QVERIFY(read.image == (std::vector{1, 28, 28}));
    }

    void whatStandsBesideTheGeneratorIsNamed()
    {
        const ReadNetwork read = readNetwork(root() / "wrapped.ckpt", {});
        QCOMPARE(read.where, std::string("netG"));
        QVERIFY(std::ranges::any_of(read.unused,
                                    [](const std::string& each) { return each.starts_with("netD"); }));
    }
};

QTEST_GUILESS_MAIN(ReadNetworkTest)
#include "read_network_test.moc"
