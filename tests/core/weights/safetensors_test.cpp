// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/safetensors.h"
#include "core/weights/state_dict.h"
#include "core/weights/weights_file.h"
#include "tests/core/support/sentence.h"

#include <QTest>

using namespace flipside;
using namespace flipside::test;

/// Files written here, by hand, as https://github.com/huggingface/safetensors describes them.
class SafetensorsTest : public QObject {
    Q_OBJECT

private:
    static std::string file(const std::string& header, std::size_t bytes, std::uint64_t length = 0)
    {
        std::string content;
        const std::uint64_t said = length != 0 ? length : header.size();
        for (int i = 0; i < 8; ++i)
            content += static_cast<char>(said >> (8 * i));
        content += header;
        for (std::size_t i = 0; i < bytes; ++i)
            content += static_cast<char>(i);
        return content;
    }

private slots:
    void tensorsComeInTheOrderOfTheHeader()
    {
        const std::string content = file(R"({"__metadata__":{"format":"pt"},)"
                                         R"("b.weight":{"dtype":"U8","shape":[2,3],"data_offsets":[2,8]},)"
                                         R"("a":{"shape":[],"data_offsets":[0,2],"dtype":"I16"},)"
                                         R"("none":{"dtype":"F32","shape":[0,4],"data_offsets":[8,8]}}   )",
                                         8);
        const WeightsFile read = readWeights(content, nullptr);
        QVERIFY(read.format == WeightsFormat::Safetensors);
        const StateDict dict = findStateDict(read.nest);
        QCOMPARE(dict.tensors.size(), std::size_t(3));
        QCOMPARE(dict.tensors[0].name, std::string("b.weight"));
        QCOMPARE(dict.tensors[0].shape, (std::vector<std::int64_t>{2, 3}));
        QCOMPARE(dict.tensors[0].floats(), (std::vector<float>{2, 3, 4, 5, 6, 7}));
        QCOMPARE(dict.tensors[1].floats(), std::vector<float>{256});
        QCOMPARE(dict.tensors[2].floats(), std::vector<float>());
        QCOMPARE(read.nest->find(read.nest->root, "format")->text, std::string_view("pt"));
    }

    void whatTheFormatForbidsIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const std::string& content, const char* reason) {
            QTest::newRow(name) << QByteArray::fromStdString(content) << reason;
        };
        const auto tensor = [](const std::string& fields) { return R"({"a":{)" + fields + "}}"; };
        const std::string good = R"("dtype":"U8","shape":[4],"data_offsets":[0,4])";
        row("nothing", "", "cut short");
        row("a length alone", file("", 0, 100), "cut short");
        row("a header beyond the file", file(tensor(good), 4, 5000), "cut short");
        row("a header of gigabytes", file(tensor(good), 4, std::uint64_t{1} << 40), "100 MB");
        row("not JSON", file("{]", 0), "not JSON");
        row("JSON and more", file(tensor(good) + "{}", 4), "not JSON");
        row("JSON and a zero", file(tensor(good) + std::string(3, '\0'), 4), "not JSON");
        row("a list", file("[]", 0), "not JSON");
        row("white space first", file(" " + tensor(good), 4), "not JSON");
        row("not UTF-8", file("{\"\xff\":{" + good + "}}", 4), "not JSON");
        row("a name twice", file(R"({"a":{)" + good + R"(},"a":{)" + good + "}}", 4), "the key a twice");
        row("metadata twice", file(R"({"__metadata__":{},"__metadata__":{}})", 0), "twice");
        row("a key of metadata twice", file(R"({"__metadata__":{"k":"1","k":"2"}})", 0), "the key k twice");
        row("metadata that is no text", file(R"({"__metadata__":{"k":1}})", 0), "do not, at k");
        row("metadata in metadata", file(R"({"__metadata__":{"k":{}}})", 0), "do not, at k");
        row("a field twice", file(tensor(good + R"(,"dtype":"U8")"), 4), "do not, at dtype");
        row("a field too many", file(tensor(good + R"(,"name":"x")"), 4), "do not, at name");
        row("a field too few", file(tensor(R"("dtype":"U8","shape":[4])"), 4), "does not say all");
        row("an unknown type", file(tensor(R"("dtype":"F4","shape":[4],"data_offsets":[0,4])"), 4),
            "the type F4");
        row("a negative size", file(tensor(R"("dtype":"U8","shape":[-4],"data_offsets":[0,4])"), 4),
            "at shape");
        row("a broken size", file(tensor(R"("dtype":"U8","shape":[4.0],"data_offsets":[0,4])"), 4),
            "at shape");
        row("lists in a list", file(tensor(R"("dtype":"U8","shape":[[4]],"data_offsets":[0,4])"), 4),
            "at shape");
        row("one offset", file(tensor(R"("dtype":"U8","shape":[4],"data_offsets":[0])"), 4), "two offsets");
        row("offsets turned", file(tensor(R"("dtype":"U8","shape":[4],"data_offsets":[4,0])"), 4),
            "not in the file");
        row("offsets beyond the end", file(tensor(R"("dtype":"U8","shape":[9],"data_offsets":[0,9])"), 4),
            "not in the file");
        row("too few bytes for the shape",
            file(tensor(R"("dtype":"F32","shape":[4],"data_offsets":[0,4])"), 4), "do not fit together");
        row("a shape that wraps",
            file(tensor(R"("dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0])"), 0),
            "larger than any memory");
        row("a size above all numbers",
            file(tensor(R"("dtype":"U8","shape":[18446744073709551615],"data_offsets":[0,0])"), 0),
            "larger than any memory");
        row("a gap",
            file(R"({"a":{)" + good + R"(},"b":{"dtype":"U8","shape":[1],"data_offsets":[5,6]}})", 6),
            "leave a gap");
        row("an overlap",
            file(R"({"a":{)" + good + R"(},"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}})", 5),
            "overlap");
        row("bytes at the end", file(tensor(good), 5), "bytes at its end");
        std::string deep = R"({"a":)";
        for (int i = 0; i < 100000; ++i)
            deep += "{\"a\":";
        row("objects without end", file(deep, 0), "do not, at a");
        row("lists without end", file("{\"a\":{\"shape\":" + std::string(100000, '['), 0), "at shape");
    }
    void whatTheFormatForbidsIsRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, reason);
        const std::string bytes = content.toStdString();
        const QString refusal = sentenceOf([&] { (void)readSafetensors(bytes, nullptr); });
        QVERIFY2(refusal.contains(reason) && refusal.contains("; "), qPrintable(refusal));
    }
};

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
