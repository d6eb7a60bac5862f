// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/weights/state_dict.h"
#include "core/weights/torch_file.h"
#include "core/weights/weights_file.h"
#include "tests/core/support/sentence.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace flipside;
using namespace flipside::test;
using Json = nlohmann::json;

/// Files that PyTorch and NumPy have written (support/weights.py), and what those read from them.
class TorchFileTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir _temporary;
    Json _files;

    std::filesystem::path root() const { return _temporary.path().toStdString(); }
    StateDict stateDict(const std::string& file) const
    {
        return findStateDict(readWeights(root() / file).nest);
    }
    QString refusalOf(const std::string& content) const
    {
        return sentenceOf([&] { (void)findStateDict(readWeights(content, nullptr).nest); });
    }

    void eachFile(const char* with = nullptr) const
    {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < _files.size(); ++i)
            if (!with || _files[i].contains(with))
                QTest::newRow(_files[i].at("file").get<std::string>().c_str()) << int(i);
    }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.start(
            QStringLiteral("/usr/bin/python3"),
            {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/weights.py"), _temporary.path()});
        QVERIFY2(python.waitForFinished(120000) && python.exitCode() == 0, python.readAllStandardError());
        _files = Json::parse(readFile(root() / "weights.json"));
        QVERIFY(_files.size() >= 35);
    }

    void namesShapesAndNumbersAreThoseOfPython_data() { eachFile(); }
    void namesShapesAndNumbersAreThoseOfPython()
    {
        QFETCH(int, number);
        const Json& expected = _files[std::size_t(number)];
        const StateDict dict = stateDict(expected.at("file"));
        QCOMPARE(dict.where, expected.at("where").get<std::string>());
        QCOMPARE(dict.tensors.size(), expected.at("tensors").size());
        for (std::size_t i = 0; i < dict.tensors.size(); ++i) {
            const WeightTensor& tensor = dict.tensors[i];
            QCOMPARE(tensor.name, expected.at("tensors")[i][0].get<std::string>());
            QCOMPARE(tensor.shape, expected.at("tensors")[i][1].get<std::vector<std::int64_t>>());
            QCOMPARE(tensor.floats(), expected.at("tensors")[i][2].get<std::vector<float>>());
        }
    }

    void modulesSayTheirClasses_data() { eachFile("modules"); }
    void modulesSayTheirClasses()
    {
        QFETCH(int, number);
        const Json& expected = _files[std::size_t(number)];
        const StateDict dict = stateDict(expected.at("file"));
        Json found = Json::array();
        for (const WeightModule& module : dict.modules)
            found.push_back({module.path, module.className});
        QCOMPARE(QString::fromStdString(found.dump()), QString::fromStdString(expected.at("modules").dump()));
    }

    void modulesSayWhatTheirAuthorGaveThem()
    {
        const StateDict dict = stateDict("module.pt");
        const auto attribute = [&](const char* path, std::string_view name) {
            const auto module = std::find_if(dict.modules.begin(), dict.modules.end(),
                                             [&](const WeightModule& one) { return one.path == path; });
            const auto found = std::find_if(module->attributes.begin(), module->attributes.end(),
                                            [&](const auto& one) { return one.first == name; });
            return found == module->attributes.end() ? NestValue() : found->second;
        };
        const NestPart* stride = dict.nest->part(attribute("0.conv", "stride"), PartKind::Tuple);
        QVERIFY(stride && stride->items.size() == 2);
        QCOMPARE(stride->items[0].integer, 2);
        QCOMPARE(attribute("0.norm", "eps").real, 0.8);
        QCOMPARE(attribute("0.act", "negative_slope").real, 0.2);
        QCOMPARE(attribute("0", "scale").real, 0.5);
        QCOMPARE(dict.nest->part(attribute("0", "names"), PartKind::List)->items[1].text,
                 std::string_view("b"));
        QCOMPARE(attribute("1", "in_channels").integer, 4);
        QVERIFY(dict.nest->part(attribute("1", "padding"), PartKind::Tuple));
        QVERIFY(attribute("1", "_forward_hooks").kind == NestKind::None);
    }

    void whatIsNotUsedIsSaid()
    {
        const StateDict lightning = stateDict("lightning.pth");
        QVERIFY(std::find(lightning.unused.begin(), lightning.unused.end(),
                          "optimizer_states: a list of 1") != lightning.unused.end());
        const StateDict rosinality = stateDict("rosinality.pth");
        QCOMPARE(rosinality.beside.size(), std::size_t(1));
        QCOMPARE(rosinality.beside[0].name, std::string("latent_avg"));
        QCOMPARE(rosinality.beside[0].floats(), std::vector<float>(4, 1.0F));
        QCOMPARE(stateDict("optimized.pth").unused, std::vector<std::string>{"optimizer: a dictionary of 2"});
    }

    void whatIsCutShortIsRefusedWhereverItEnds_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : {"floats.pth", "legacy-2.pth", "bare-4.pkl", "arrays-5.pkl", "deflated.pth"})
            QTest::newRow(file) << QString(file);
    }
    void whatIsCutShortIsRefusedWhereverItEnds()
    {
        QFETCH(QString, file);
        const std::string content = readFile(root() / file.toStdString());
        QCOMPARE(refusalOf(content), QString());
        for (std::size_t length = 0; length < content.size();
             length += std::max<std::size_t>(1, content.size() / 500)) {
            const QString refusal = refusalOf(content.substr(0, length));
            QVERIFY2(refusal.contains("; ") && !refusal.contains('\n'), qPrintable(refusal));
        }
    }

    void changedBytesAreReadOrRefusedAndNothingElse()
    {
        for (const char* file : {"floats.pth", "legacy-2.pth", "bare-2.pkl", "module.pkl", "deflated.pth"}) {
            const std::string content = readFile(root() / file);
            for (std::size_t at = 0; at < content.size();
                 at += std::max<std::size_t>(1, content.size() / 700))
                for (const char byte : {'\0', '\x7f', '\xff', '.'}) {
                    std::string changed = content;
                    changed[at] = byte;
                    (void)refusalOf(changed); // any other exception ends the test
                }
        }
    }

    void aSmallFileThatUnpacksToAnEnormousOneIsRefused()
    {
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral("-c"),
                      QStringLiteral("import sys, zipfile\n"
                                     "with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:\n"
                                     "    z.writestr('a/data.pkl', b'\\x80\\x02}.')\n"
                                     "    with z.open('a/data/0', 'w') as f:\n"
                                     "        for i in range(80): f.write(bytes(1 << 20))\n"),
                      QString::fromStdString((root() / "bomb.pth").string())});
        QVERIFY(python.waitForFinished(60000) && python.exitCode() == 0);
        const QString refusal = sentenceOf([&] { (void)readWeights(root() / "bomb.pth"); });
        QVERIFY2(refusal.contains("unpacks to an enormous one"), qPrintable(refusal));
        QVERIFY2(refusal.startsWith(_temporary.path()), qPrintable(refusal));
    }

    void otherKindsAreCalledByTheirName()
    {
        QVERIFY(refusalOf("").contains("it is empty"));
        QVERIFY(refusalOf("<!DOCTYPE html><html></html>").contains("a web page"));
        QVERIFY(refusalOf("hello, this is a text.").contains("it is a text"));
        QVERIFY(refusalOf("GGUF" + std::string(100, '\0')).contains("GGUF"));
        QVERIFY(refusalOf(std::string("\x80\x02]q\0(K\1K\2e.", 12)).contains("a list of 2 and no weights"));
    }
};

QTEST_GUILESS_MAIN(TorchFileTest)
#include "torch_file_test.moc"
