// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/graphs/read_graph.h"
#include "tests/core/support/blueprint_run.h"
#include "tests/core/support/network_inputs.h"
#include "tests/core/support/strangers_files.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace flipside;
using namespace flipside::test;

/// Archives of torch.export, for any batch and for fixed ones, make what PyTorch makes of the same by its own
/// functions (support/torch_exports.py).
class TorchExportTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _folder;
    nlohmann::json _cases;

    GraphReading reading(const std::string& file) const
    {
        const auto content =
            std::make_shared<const std::string>(readFile(_folder.path().toStdString() + "/" + file));
        return readGraph(*content, content);
    }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        python.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/torch_exports.py"), _folder.path()});
        QVERIFY(python.waitForFinished(300'000));
        QCOMPARE(python.exitCode(), 0);
        _cases = nlohmann::json::parse(readFile(_folder.path().toStdString() + "/graphs.json"));
    }

    void exportMakesWhatPyTorchMakes_data()
    {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < _cases.size(); ++i)
            if (!_cases[i].contains("refused"))
                QTest::newRow(_cases[i].at("file").get<std::string>().c_str()) << int(i);
    }
    void exportMakesWhatPyTorchMakes()
    {
        QFETCH(int, number);
        const nlohmann::json& one = _cases[std::size_t(number)];
        const GraphReading network = reading(one.at("file"));
        // Three pictures at once, whatever the batch that it was exported for.
        const auto shape = one.at("z_shape").get<std::vector<std::int64_t>>();
        const std::vector<float> made =
            runBlueprint(network.decoder, one.at("z").get<std::vector<float>>(), shape);
        const float off = furthest(made, one.at("y").get<std::vector<float>>());
        QVERIFY2(off < 2e-5F, qPrintable(QString::number(double(off))));
        auto picture = one.at("y_shape").get<std::vector<int>>();
        picture.erase(picture.begin());
        QCOMPARE(network.outputShape, picture);
        if (one.contains("inputs"))
            QCOMPARE(inputsJson(network.inputs).dump(), one.at("inputs").dump());
        QVERIFY(network.unused.empty());
    }

    void whatCannotBePlayedIsRefusedByName_data()
    {
        QTest::addColumn<QString>("words");
        for (const nlohmann::json& one : _cases)
            if (one.contains("refused"))
                QTest::newRow(one.at("file").get<std::string>().c_str())
                    << QString::fromStdString(one.at("refused"));
    }
    void whatCannotBePlayedIsRefusedByName()
    {
        QFETCH(QString, words);
        const std::string file = QTest::currentDataTag();
        try {
            (void)reading(file);
            QFAIL("it was read");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(words), error.what());
        }
    }

    void layersKeepTheNamesOfTheirModules()
    {
        const GraphReading network = reading("convolutional-any.pt2");
        const auto& modules = network.decoder.modules();
        const auto found = std::ranges::find(modules, "main.2", &BlueprintModule::path);
        QVERIFY(found != modules.end());
        QVERIFY(found->source.find("torch.leaky_relu") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TorchExportTest)
#include "torch_export_test.moc"
