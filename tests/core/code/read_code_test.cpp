// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/code/read_code.h"
#include "core/import/read_network.h"
#include "core/weights/weights_file.h"
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

/// Generators whose code people wrote (support/coded_networks.py), with weights that PyTorch saved and the
/// pictures that it makes.
class ReadCodeTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;
    Json _networks;

    std::filesystem::path file(const std::string& name) const
    {
        return std::filesystem::path(_temporary.path().toStdString()) / name;
    }

    const Json& network(const std::string& name) const
    {
        return *std::ranges::find_if(_networks, [&](const Json& each) { return each.at("name") == name; });
    }

    ReadNetwork read(const std::string& weights, const std::string& code) const
    {
        NetworkWish wish;
        wish.code = code;
        return readNetwork(file(weights + ".pth"), wish);
    }

    /// z and, behind each, its class.
    static std::vector<float> inputs(const Json& network, int classes)
    {
        const auto z = network.at("z").get<std::vector<float>>();
        const auto labels = network.at("labels").get<std::vector<int>>();
        if (labels.empty())
            return z;
        std::vector<float> all;
        const std::size_t length = z.size() / labels.size();
        for (std::size_t i = 0; i < labels.size(); ++i) {
            all.insert(all.end(), z.begin() + std::ptrdiff_t(i * length),
                       z.begin() + std::ptrdiff_t((i + 1) * length));
            all.resize(all.size() + std::size_t(classes));
            all[all.size() - std::size_t(classes) + std::size_t(labels[i])] = 1.0F;
        }
        return all;
    }

    void compare(const std::string& name, const ReadNetwork& read) const
    {
        const Json& expected = network(name);
        std::vector<std::int64_t> shape{2};
        for (const int size : read.takenShape())
            shape.push_back(size);
        const int classes = read.inputs.size() > 1 ? read.inputs[1].shape[0] : 0;
        const std::vector<float> made = runTorchScript(read.decoder, inputs(expected, classes), shape);
        const auto image = expected.at("image").get<std::vector<float>>();
        QCOMPARE(made.size(), image.size());
        for (std::size_t i = 0; i < image.size(); ++i)
            QVERIFY2(
                std::abs(made[i] - image[i]) < 1e-5F,
                qPrintable(QString::fromStdString(name) +
                           QStringLiteral(": number %1 is %2, not %3").arg(i).arg(made[i]).arg(image[i])));
    }

    QString refusal(const std::string& weights, const std::string& code) const
    {
        try {
            (void)read(weights, code);
        } catch (const Error& error) {
            return QString::fromUtf8(error.what());
        }
        return {};
    }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/coded_networks.py"), _temporary.path()});
        QVERIFY2(python.waitForFinished(120000) && python.exitCode() == 0, python.readAllStandardError());
        _networks = Json::parse(readFile(file("networks.json")));
        QCOMPARE(_networks.size(), std::size_t(5));
    }

    void codeMakesThePicturesThatPyTorchMakes_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("a training's file") << QStringLiteral("dcgan");
        QTest::newRow("functions that make layers") << QStringLiteral("blocks");
        QTest::newRow("residual blocks, attention, normalised weights") << QStringLiteral("residual");
        QTest::newRow("a VAE's decoder") << QStringLiteral("vae");
        QTest::newRow("a class that is looked up") << QStringLiteral("conditional");
    }
    void codeMakesThePicturesThatPyTorchMakes()
    {
        QFETCH(QString, name);
        const std::string id = name.toStdString();
        const ReadNetwork network = read(id, readFile(file(id + ".py")));
        QCOMPARE(network.inputs.front().shape.front(), latentOf(id));
        compare(id, network);
        if (id == "vae")
            QVERIFY(std::ranges::any_of(
                network.unused, [](const std::string& entry) { return entry.starts_with("fc1.weight"); }));
    }

    void whatWasPrintedMakesThemToo_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("transposed convolutions") << QStringLiteral("dcgan");
        QTest::newRow("rows") << QStringLiteral("blocks");
    }
    void whatWasPrintedMakesThemToo()
    {
        QFETCH(QString, name);
        const std::string id = name.toStdString();
        compare(id, read(id, readFile(file(id + ".txt"))));
    }

    void whatIsNotUnderstoodIsSaidWithItsLine_data()
    {
        QTest::addColumn<QString>("weights");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("words");
        QTest::newRow("a layer that is none")
            << QStringLiteral("vae") << QStringLiteral("self.fc3 = nn.Linear(6, 24)")
            << QStringLiteral("self.fc3 = nn.Liner(6, 24)")
            << QStringLiteral("does not know its layer torch.nn.Liner (line 13)");
        QTest::newRow("a choice by a tensor")
            << QStringLiteral("vae") << QStringLiteral("h3 = F.relu(self.fc3(z))")
            << QStringLiteral("h3 = F.relu(self.fc3(z)) if z.sum() > 0 else z")
            << QStringLiteral("line 26 of its code is not understood: its choice depends on");
        QTest::newRow("another network's weights")
            << QStringLiteral("vae") << QStringLiteral("nn.Linear(6, 24)")
            << QStringLiteral("nn.Linear(7, 24)")
            << QStringLiteral("its code makes fc3.weight of 24×7, and the file has 24×6");
        QTest::newRow("a call of the system")
            << QStringLiteral("vae") << QStringLiteral("h3 = F.relu(self.fc3(z))")
            << QStringLiteral("h3 = __import__('os').system('touch /tmp/flipside')")
            << QStringLiteral("line 26 of its code is not understood");
        QTest::newRow("a loop without an end")
            << QStringLiteral("vae") << QStringLiteral("self.fc3 = nn.Linear(6, 24)")
            << QStringLiteral("while True: pass; pass") << QStringLiteral("done more than a network needs");
    }
    void whatIsNotUnderstoodIsSaidWithItsLine()
    {
        QFETCH(QString, weights);
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QString, words);
        QString code = QString::fromStdString(readFile(file(weights.toStdString() + ".py")));
        QVERIFY(code.contains(before));
        code.replace(before, after);
        const QString said = refusal(weights.toStdString(), code.toStdString());
        QVERIFY2(said.contains(words), qPrintable(said));
    }

    void whatIsNoCodeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("nothing") << QByteArray("\n");
        QTest::newRow("bytes") << QByteArray("\x80\x02\x00}q", 5);
        QTest::newRow("a letter") << QByteArray("Dear all, here is my generator.\n");
        QTest::newRow("brackets") << QByteArray("x = ") + QByteArray(100000, '(');
        QTest::newRow("an open printed network") << QByteArray("Generator(\n  (0): Linear(in_features=6)\n");
        QTest::newRow("a network in itself") << QByteArray(
            "class G(nn.Module):\n  def __init__(self):\n    super().__init__()\n    self.me = self\n"
            "    self.fc3 = nn.Linear(6, 24)\n  def forward(self, z):\n    return self.me(z)\n");
        QTest::newRow("lists that double")
            << QByteArray("a = [0]\n") + QByteArray("a = [a, a]\n").repeated(60) +
                   QByteArray(
                       "class G(nn.Module):\n  def __init__(self):\n    self.fc3 = nn.Linear(6, len(a))\n");
    }
    void whatIsNoCodeIsRefused()
    {
        QFETCH(QByteArray, code);
        QVERIFY(!refusal("vae", code.toStdString()).isEmpty());
    }

private:
    int latentOf(const std::string& name) const
    {
        return network(name).at("shape").get<std::vector<int>>().front();
    }
};

QTEST_GUILESS_MAIN(ReadCodeTest)
#include "read_code_test.moc"
