// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/file_kind.h"

#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/decoder/decoder.h"
#include "core/import/import_model.h"
#include "tests/core/support/sentence.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <filesystem>
#include <string>

using namespace flipside;
using namespace flipside::test;

/// Files that people take for generators: real ones made with PyTorch and Python (support/wrong_kinds.py),
/// others as their formats begin.
class FileKindTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;

    std::filesystem::path path(const std::string& name) const
    {
        return std::filesystem::path(_temporary.path().toStdString()) / name;
    }

private slots:
    void aDesktopOffersTheFilesThatTheWindowLists()
    {
        const std::string types = readFile(FLIPSIDE_SOURCE_DIR "/resources/flipside-mime.xml");
        for (const std::string_view ending : generatorEndings()) {
            const bool isOthers = ending == ".ts" || ending == ".bin";
            QCOMPARE(types.find("<glob pattern=\"*" + std::string(ending) + "\"/>") == std::string::npos,
                     isOthers);
        }
        const std::string entry = readFile(FLIPSIDE_SOURCE_DIR "/resources/flipside.desktop");
        for (std::size_t at = 0; (at = types.find("type=\"", at)) != std::string::npos;) {
            at += 6;
            const std::string type = types.substr(at, types.find('"', at) - at);
            if (type != "application/json")
                QVERIFY2(entry.find(type + ";") != std::string::npos, type.c_str());
        }
    }

    void initTestCase()
    {
        QProcess python;
        python.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/wrong_kinds.py"), _temporary.path()});
        QVERIFY2(python.waitForFinished(120000) && python.exitCode() == 0, python.readAllStandardError());
    }

    void contentTellsTheKind_data()
    {
        using namespace std::string_literals;
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char* name, const std::string& content, const char* kind) {
            QTest::newRow(name) << QByteArray::fromStdString(content) << kind;
        };
        const std::string filling(600, '\0');
        row("nothing", "", "empty");
        row("Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
            "lfs-pointer");
        row("a page", "\n <!DOCTYPE html><html><body>Sign in</body></html>", "page");
        row("a page in capitals", "<HTML><HEAD>", "page");
        row("GGUF", "GGUF\3\0\0\0"s + filling, "gguf");
        row("HDF5", "\x89HDF\r\n\x1a\n" + filling, "hdf5");
        row("an array", "\x93NUMPY\1\0v\0{'descr'"s, "numpy");
        row("safetensors", "\x10\0\0\0\0\0\0\0{\"a\":{\"dtype\":1}}"s + filling, "safetensors");
        row("ONNX",
            "\x08\x08\x12\x07pytorch\x1a\x05"
            "2.6.0" +
                filling,
            "onnx");
        row("a TensorFlow model", "\x08\x01\x12\x10" + filling, "saved-model");
        row("TensorFlow Lite", "\x1c\0\0\0TFL3"s + filling, "tensorflow-lite");
        row("PNG", "\x89PNG\r\n\x1a\n" + filling, "picture");
        row("JPEG", "\xff\xd8\xff\xe0" + filling, "picture");
        row("WebP", "RIFF\0\0\0\0WEBPVP8 "s + filling, "picture");
        row("HEIC",
            "\0\0\0\x18"
            "ftypheic"s +
                filling,
            "picture");
        row("gzip", "\x1f\x8b\x08" + filling, "packed");
        row("tar",
            "generator.pt" + std::string(245, '\0') +
                "ustar\0"
                "00"s +
                filling,
            "packed");
        row("7z", "7z\xbc\xaf\x27\x1c" + filling, "packed");
        row("Python", "import torch\nprint(1)\n", "python");
        row("JSON", " {\"a\": 1}", "json");
        row("a text", "Hello.\n", "text");
        row("part of a zip archive", "PK\3\4" + filling, "zip");
        row("noise", "\xfe\x01\x02\x03" + filling, "");
    }
    void contentTellsTheKind()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, kind);
        const std::optional<FileKind> found = kindOf(content.toStdString());
        QCOMPARE(found ? QString::fromStdString(found->id) : QString(), kind);
        if (found)
            QVERIFY(found->what.starts_with("it ") && !found->wayOut.empty());
    }

    void eachKindIsRefusedWithItsNameAndTheWayOut_data()
    {
        QTest::addColumn<QString>("says");
        QTest::newRow("numbers.pkl") << "it is a Python pickle without a network in it; ";
        QTest::newRow("arrays.npz") << "it holds arrays of NumPy's, without a network; ";
        QTest::newRow("model.keras") << "it is a Keras model; ";
        QTest::newRow("lite.ptl") << "PyTorch's lite interpreter";
        QTest::newRow("zipped.zip") << "it is a zip archive with good.pt in it; unpack it";
        QTest::newRow("cut.pt") << "it is cut short or damaged; download or copy it again";
    }
    void eachKindIsRefusedWithItsNameAndTheWayOut()
    {
        QFETCH(QString, says);
        ModelImport given;
        given.decoder = path(QTest::currentDataTag());
        given.id = "stranger";
        Progress progress;
        const QString refusal = sentenceOf([&] { (void)importModel(given, path("models"), progress); });
        QVERIFY2(refusal.startsWith(QStringLiteral("the model file %1 cannot be used: it ")
                                        .arg(QString::fromStdString(given.decoder.string()))),
                 qPrintable(refusal));
        QVERIFY2(refusal.contains(says), qPrintable(refusal));
        QVERIFY(!refusal.contains("enforce fail"));
        QVERIFY(!std::filesystem::exists(path("models") / "stranger"));
    }

    void weightsInEveryFormatBecomeTheSameModel_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : {"state_dict.pth", "state_dict_legacy.pth", "whole_module.pt",
                                 "lightning.ckpt", "model.safetensors"})
            QTest::newRow(file) << file;
    }
    void weightsInEveryFormatBecomeTheSameModel()
    {
        QFETCH(QString, file);
        const auto picture = [this](const std::string& name, const std::string& id) {
            ModelImport given;
            given.decoder = path(name);
            given.id = id;
            Progress progress;
            const ImportedModel model = importModel(given, path("models"), progress);
            Decoder decoder{ModelFolder(model.folder)};
            return decoder.render({id, {0.5F, -1.0F, 2.0F, 0.25F}, {}, {}}).image.pixels;
        };
        const std::vector<float> exported = picture("good.pt", "exported");
        const std::vector<float> compiled = picture(file.toStdString(), "compiled");
        QCOMPARE(compiled.size(), exported.size());
        for (std::size_t i = 0; i < exported.size(); ++i)
            QVERIFY(std::abs(compiled[i] - exported[i]) < 1e-6F);
    }

    void torchScriptIsTorchScript()
    {
        QCOMPARE(kindOfFile(path("good.pt"))->id, std::string("torchscript"));
        checkIsTorchScript(readFile(path("good.pt")));
    }
};

QTEST_APPLESS_MAIN(FileKindTest)
#include "file_kind_test.moc"
