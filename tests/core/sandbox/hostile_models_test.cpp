// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/import/import_model.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace flipside;
using namespace flipside::test;

/// Files that would do harm, made with PyTorch (support/hostile_models.py) or written by hand, opened as a
/// user opens a stranger's model.
class HostileModelsTest : public QObject {
    Q_OBJECT

private:
    // It takes 2 s on a quiet machine, three times as much beside other tests on a slow one, and under a
    // sanitizer some ten times. What does not end at all takes a minute or more.
#if defined(__SANITIZE_ADDRESS__)
    static constexpr qint64 longestRefusal = 200000; // milliseconds
#else
    static constexpr qint64 longestRefusal = 30000;
#endif

    QTemporaryDir _temporary;

    std::filesystem::path root() const
    {
        return _temporary.path().toStdString();
    }
    std::filesystem::path prey() const
    {
        return root() / "written-by-the-model";
    }

    QString refusalOf(const std::filesystem::path& file, const std::vector<int>& latent = {}) const
    {
        ModelImport given;
        given.decoder = file;
        given.id = "stranger";
        given.latentShape = latent;
        Progress progress;
        return sentenceOf([&] { (void)importModel(given, root() / "models", progress); });
    }

private slots:
    void initTestCase()
    {
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/hostile_models.py"),
                      _temporary.path(), QString::fromStdString(prey().string())});
        QVERIFY2(python.waitForFinished(120000) && python.exitCode() == 0, python.readAllStandardError());
    }

    void cleanup()
    {
        std::filesystem::remove_all(root() / "models");
    }

    void theSameModelWithoutHarmOpens()
    {
        QCOMPARE(refusalOf(root() / "plain.pt"), QString());
    }

    void everyHarmIsRefusedByNameAndNothingRuns_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::newRow("part") << "the operator aten::save";
        QTest::newRow("hook") << "the operator aten::save (in saving_hook)";
        QTest::newRow("class") << "the operator prim::CreateObject";
        QTest::newRow("fork") << "the operator prim::fork";
        QTest::newRow("quantised") << "LinearPackedParamsBase";
        QTest::newRow("builtin") << "builtins::exec";
        QTest::newRow("import") << "import";
        QTest::newRow("foreign") << "image::read_file";
    }
    void everyHarmIsRefusedByNameAndNothingRuns()
    {
        QFETCH(QString, reason);
        const QString refusal = refusalOf(root() / (std::string(QTest::currentDataTag()) + ".pt"));
        QVERIFY2(refusal.contains(reason), qPrintable(refusal));
        QVERIFY(!std::filesystem::exists(prey()));
        QVERIFY(!std::filesystem::exists(root() / "models" / "stranger"));
    }

    void codeWithoutEndEndsInOneSentence_data()
    {
        QTest::addColumn<QString>("reason");
        const auto said = nlohmann::json::parse(readFile(root() / "bottomless.json"));
        QVERIFY(said.size() >= 50);
        for (const auto& [name, reason] : said.items())
            QTest::newRow(name.c_str()) << QString::fromStdString(reason);
    }
    void codeWithoutEndEndsInOneSentence()
    {
        QFETCH(QString, reason);
        QElapsedTimer timer;
        timer.start();
        const QString refusal = refusalOf(root() / (std::string(QTest::currentDataTag()) + ".pt"), {4});
        QVERIFY2(!refusal.isEmpty() && refusal.contains(reason) && !refusal.contains('\n'),
                 qPrintable(refusal.left(300)));
        QVERIFY2(timer.elapsed() < longestRefusal, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!std::filesystem::exists(root() / "models" / "stranger"));
    }

    void memoryThatIsNotInTensorsIsBoundedToo_data()
    {
        QTest::addColumn<QString>("code");
        QTest::newRow("a list repeated") << "    x = [0] * 100000000000\n    n = len(x)\n";
        QTest::newRow("a list repeated by what the latent says")
            << "    x = [0] * (int(z.size(0)) * 50000000000)\n    n = len(x)\n";
        QTest::newRow("a list doubled in a loop")
            << "    x = [0]\n    for i in range(60):\n        x = x + x\n    n = len(x)\n";
        QTest::newRow("a text doubled in a loop")
            << "    x = 'a'\n    for i in range(60):\n        x = x + x\n    n = len(x)\n";
        QTest::newRow("a list that extends itself")
            << "    x = [0]\n    for i in range(60):\n        x.extend(x)\n    n = len(x)\n";
        QTest::newRow("a tensor in too many pieces")
            << "    x = torch.zeros([100000000]).unbind(0)\n    n = len(x)\n";
    }
    void memoryThatIsNotInTensorsIsBoundedToo()
    {
#if defined(__SANITIZE_ADDRESS__)
        QSKIP("the address sanitizer allocates in a way of its own, without this bound");
#endif
        QFETCH(QString, code);
        Script script = linearScript();
        script.source = "def forward(self, z):\n" + code.toStdString() +
                        "    return torch.relu(torch.zeros([1, 1, 2, 2]) + z.sum()) + n\n";
        writeScript(root() / "greedy.pt", script);
        const QString refusal = refusalOf(root() / "greedy.pt", {2});
        // Where memory is slow, its time is up before so much of it is taken.
        QVERIFY2(refusal.contains("memory") || refusal.contains("was stopped"), qPrintable(refusal));
    }
};

QTEST_GUILESS_MAIN(HostileModelsTest)
#include "hostile_models_test.moc"
