// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/graphs/read_graph.h"
#include "core/sandbox/file_kind.h"
#include "tests/core/support/blueprint_run.h"
#include "tests/core/support/network_inputs.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/strangers_files.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace flipside;
using namespace flipside::test;

/// ONNX files, a group of operators each, make what PyTorch makes of the same by its own functions
/// (support/graphs.py).
class OnnxTest : public QObject {
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

    static std::string textOf(const GraphReading& reading)
    {
        std::string text;
        for (const BlueprintModule& module : reading.decoder.modules())
            text += module.path + "\n" + module.source;
        return text;
    }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        python.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/graphs.py"), _folder.path()});
        QVERIFY(python.waitForFinished(300'000));
        QCOMPARE(python.exitCode(), 0);
        _cases = nlohmann::json::parse(readFile(_folder.path().toStdString() + "/graphs.json"));
        QVERIFY(_cases.size() > 100);
    }

    void operatorsMakeWhatPyTorchMakes_data()
    {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < _cases.size(); ++i)
            if (!_cases[i].contains("refused"))
                QTest::newRow(_cases[i].at("file").get<std::string>().c_str()) << int(i);
    }
    void operatorsMakeWhatPyTorchMakes()
    {
        QFETCH(int, number);
        const nlohmann::json& one = _cases[std::size_t(number)];
        const GraphReading network = reading(one.at("file"));
        // Three pictures at once, also where the file was written for one.
        const auto shape = one.at("z_shape").get<std::vector<std::int64_t>>();
        const std::vector<float> made =
            runBlueprint(network.decoder, one.at("z").get<std::vector<float>>(), shape);
        const float off = furthest(made, one.at("y").get<std::vector<float>>());
        QVERIFY2(off < 2e-5F, qPrintable(QString::number(double(off))));
        auto picture = one.at("y_shape").get<std::vector<int>>();
        picture.erase(picture.begin());
        QCOMPARE(network.outputShape, picture);
        if (one.contains("inputs")) {
            QCOMPARE(inputsJson(network.inputs).dump(), one.at("inputs").dump());
        } else {
            QCOMPARE(network.inputs.size(), 1U);
            QCOMPARE(network.inputs.front().shape, std::vector<int>(shape.begin() + 1, shape.end()));
        }
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

    void writtenOutFunctionBecomesOneLayer_data()
    {
        QTest::addColumn<QString>("function");
        for (const auto& [file, function] :
             {std::pair("gelu", "torch.gelu(x)"), std::pair("gelu-halved", "torch.gelu(x)"),
              std::pair("gelu-of-scaled", "torch.gelu(x)"),
              std::pair("gelu-tanh", "torch.gelu(x, approximate=\"tanh\")"),
              std::pair("silu", "torch.silu(x)"), std::pair("mish", "torch.mish(x)"),
              std::pair("hardswish", "torch.hardswish(x)"), std::pair("softplus", "torch.softplus(x)")})
            QTest::newRow(file) << QString(function);
    }
    void writtenOutFunctionBecomesOneLayer()
    {
        QFETCH(QString, function);
        const QString text = QString::fromStdString(
            textOf(reading(std::string("written-") + QTest::currentDataTag() + ".onnx")));
        QVERIFY2(text.contains("return " + function), qPrintable(text));
        for (const char* part : {"torch.erf", "torch.sigmoid", "torch.tanh(", "torch.exp", "torch.clamp"})
            QVERIFY2(!text.contains(part), qPrintable(text));
    }

    void layersKeepTheNamesOfTheirModules()
    {
        const std::string text = textOf(reading("channels-last.onnx"));
        QVERIFY2(text.find("model.leaky_re_lu\ndef forward") != std::string::npos, text.c_str());
    }

    void turnedMapsAreNotTurned()
    {
        const QString text = QString::fromStdString(textOf(reading("channels-last.onnx")));
        QCOMPARE(text.count("torch.permute"), 1); // the first, of what the dense layer makes
    }

    void damagedFilesAreRefusedInASentence()
    {
        const std::string whole = readFile(_folder.path().toStdString() + "/conv.onnx");
        for (std::size_t length = 16; length < whole.size(); length += 7) {
            const std::string part = whole.substr(0, length);
            try {
                (void)readGraph(part, nullptr);
            } catch (const Error& error) {
                QVERIFY2(*error.what() != '\0', "a refusal says why");
            }
        }
    }
};

QTEST_GUILESS_MAIN(OnnxTest)
#include "onnx_test.moc"
