// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/import/describe_file.h"
#include "tests/core/support/sentence.h"
#include "tests/core/support/test_models.h"

#include <QTemporaryDir>
#include <QTest>

using namespace flipside;

class DescribeFileTest : public QObject {
    Q_OBJECT

    QTemporaryDir _folder;

    std::filesystem::path written(const char* name, const std::string& content)
    {
        std::filesystem::path file = _folder.filePath(name).toStdString();
        writeFile(file, content);
        return file;
    }

    std::filesystem::path tinyDecoder()
    {
        const std::filesystem::path folder = _folder.filePath("tiny").toStdString();
        test::writeTinyModel(folder);
        return folder / "decoder.pt";
    }

private slots:
    void weightsAreListedAndTheirLackIsSaid()
    {
        std::string header = R"({"g_ema.0.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},)"
                             R"("g_ema.0.bias":{"dtype":"F16","shape":[3],"data_offsets":[24,30]}})";
        header.resize((header.size() + 7) / 8 * 8, ' ');
        const std::string length{char(header.size()), 0, 0, 0, 0, 0, 0, 0};
        const FileDescription description =
            describeFile(written("named-wrong.txt", length + header + std::string(30, '\0')));
        QCOMPARE(description.kind, std::string("safetensors"));
        const std::vector<TensorOutline>& tensors = description.network.tensors;
        QCOMPARE(tensors.size(), std::size_t(2));
        QVERIFY(tensors[0].shape == (std::vector<std::int64_t>{3, 2}));
        QCOMPARE(tensors[1].type, std::string("float16"));
        QVERIFY(QString::fromStdString(description.lack).contains("weights"));
    }

    void aGeneratorLacksNothing()
    {
        const FileDescription description = describeFile(tinyDecoder());
        QCOMPARE(description.kind, std::string("torchscript"));
        QVERIFY(description.lack.empty());
    }

    void whatIsNoNetworkIsCalledByItsKind()
    {
        const FileDescription pointer = describeFile(
            written("model.pth", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n"));
        QCOMPARE(pointer.kind, std::string("lfs-pointer"));
        QVERIFY(!pointer.lack.empty());
        QCOMPARE(describeFile(written("page.pth", "<!DOCTYPE html><html></html>")).kind, std::string("page"));
        QCOMPARE(describeFile(written("nothing.pt", "")).kind, std::string("empty"));
        const QString sentence =
            test::sentenceOf([&] { describeFile(_folder.filePath("none").toStdString()); });
        QVERIFY2(sentence.contains("none"), qPrintable(sentence));
    }
};

QTEST_GUILESS_MAIN(DescribeFileTest)
#include "describe_file_test.moc"
