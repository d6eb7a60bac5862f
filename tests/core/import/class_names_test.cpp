// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/import/class_names.h"
#include "core/import/import_model.h"
#include "core/model/model_folder.h"
#include "core/model/network_input.h"
#include "tests/core/support/sentence.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace flipside;

class ClassNamesTest : public QObject {
    Q_OBJECT

    QTemporaryDir _folder;

    std::filesystem::path written(const std::string& content)
    {
        std::filesystem::path file = _folder.filePath("names.txt").toStdString();
        writeFile(file, content);
        return file;
    }

private slots:
    void everyLineNamesAClassAndABlankOneLeavesItItsNumber()
    {
        using Names = std::vector<std::string>;
        QVERIFY(readClassNames(written("cat\ndog\n")) == (Names{"cat", "dog"}));
        QVERIFY(readClassNames(written("\xEF\xBB\xBF"
                                       "cat\r\n\r\n  große Häuser \r\n\r\n\r\n")) ==
                (Names{"cat", "", "große Häuser"}));
        QVERIFY(readClassNames(written("one")) == (Names{"one"}));
    }

    void aFileThatHasNoNamesIsRefusedInOneSentence_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << QByteArray() << "no names";
        QTest::newRow("blank") << QByteArray("\n \n") << "no names";
        QTest::newRow("latin-1") << QByteArray("cat\nH\xE4user\n") << "line 2 is no text";
        QTest::newRow("binary") << QByteArray("cat\n\x01\x02\n") << "line 2 is no text";
        QTest::newRow("long") << QByteArray("cat\ndog\n") + QByteArray(300, 'x') << "line 3 is too long";
    }
    void aFileThatHasNoNamesIsRefusedInOneSentence()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, said);
        const std::filesystem::path file = written(content.toStdString());
        const QString sentence = test::sentenceOf([&] { (void)readClassNames(file); });
        QVERIFY2(sentence.contains("names.txt: ") && sentence.contains(said) && !sentence.contains('\n'),
                 qPrintable(sentence));
    }

    void moreNamesThanClassesAndNoClassAreRefused()
    {
        std::vector<NetworkInput> inputs{{"z", NetworkInput::Kind::Latent, {8}},
                                         {"class", NetworkInput::Kind::Class, {2}}};
        QString sentence = test::sentenceOf([&] { nameClasses(inputs, {"a", "b", "c"}, "names.txt"); });
        QVERIFY2(sentence.contains("3 names") && sentence.contains("2 classes"), qPrintable(sentence));
        QVERIFY(inputs[1].labels.empty());
        nameClasses(inputs, {"a"}, "names.txt");
        QVERIFY(inputs[1].labels == std::vector<std::string>{"a"});
        inputs.pop_back();
        sentence = test::sentenceOf([&] { nameClasses(inputs, {"a"}, "names.txt"); });
        QVERIFY2(sentence.contains("takes no class"), qPrintable(sentence));
    }

    void namesComeIntoTheCardOfTheImportedModel()
    {
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral(FLIPSIDE_SOURCE_DIR "/tests/core/support/networks.py"), _folder.path()});
        QVERIFY2(python.waitForFinished(120000) && python.exitCode() == 0, python.readAllStandardError());
        const std::filesystem::path folder = _folder.path().toStdString();
        ModelImport given;
        given.decoder = folder / "upsampling-classes.pth";
        given.id = "named";
        given.classNames = written("zero\n\ntwo\n");
        Progress quiet;
        const ImportedModel imported = importModel(given, folder / "models", quiet);
        const std::vector<NetworkInput> inputs = ModelFolder(imported.folder).card().inputs;
        QCOMPARE(inputs.size(), std::size_t(1));
        QVERIFY(inputs.front().labels == (std::vector<std::string>{"zero", "", "two"}));

        given.id = "unnamed";
        given.classNames = written("1\n2\n3\n4\n5\n6\n7\n8\n");
        const QString sentence =
            test::sentenceOf([&] { (void)importModel(given, folder / "models", quiet); });
        QVERIFY2(sentence.contains("8 names") && sentence.contains("7 classes"), qPrintable(sentence));
        QVERIFY(!std::filesystem::exists(folder / "models" / "unnamed"));
    }
};

QTEST_GUILESS_MAIN(ClassNamesTest)
#include "class_names_test.moc"
