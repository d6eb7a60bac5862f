// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_machine.h"
#include "core/weights/state_dict.h"
#include "core/weights/torch_file.h"
#include "core/weights/weights_file.h"
#include "tests/core/support/sentence.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <filesystem>

using namespace flipside;
using namespace flipside::test;
using namespace std::string_literals;

namespace {

std::string global(const std::string& module, const std::string& name)
{
    return "c" + module + "\n" + name + "\n";
}

std::string littleEndian(std::uint64_t number, int bytes)
{
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += static_cast<char>(number >> (8 * i));
    return text;
}

std::string text(const std::string& words)
{
    return "X" + littleEndian(words.size(), 4) + words;
}

std::string shortText(const std::string& words)
{
    return "\x8c" + littleEndian(words.size(), 1) + words;
}

std::string repeated(const std::string& part, std::size_t times)
{
    std::string all;
    all.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        all += part;
    return all;
}

/// A file of torch.save's older kind.
std::string legacyFile(const std::string& object, const std::string& keys, const std::string& storages)
{
    const std::string magic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."s;
    return magic + "\x80\x02M\xe9\x03.\x80\x02}.\x80\x02"s + object + ".\x80\x02"s + keys + "." + storages;
}

/// What stands for a storage of `count` floats.
std::string storageId(const std::string& count)
{
    return "(" + text("storage") + global("torch", "FloatStorage") + text("0") + text("cpu") + count + "NtQ";
}

} // namespace

/// Pickles written by hand: what they would do in Python, they do not do here.
class PickleMachineTest : public QObject {
    Q_OBJECT

private:
    // It takes a second on a quiet machine, and under a sanitizer beside other tests some fifty. What does
    // not end takes hours.
#if defined(__SANITIZE_ADDRESS__)
    static constexpr qint64 longestRefusal = 200000; // milliseconds
#else
    static constexpr qint64 longestRefusal = 30000;
#endif

    QTemporaryDir _temporary;

    std::unique_ptr<Nest> read(const std::string& pickle) const
    {
        auto nest = std::make_unique<Nest>(nullptr, pickle.size());
        (void)readPickle(*nest, pickle);
        return nest;
    }
    QString refusalOf(const std::string& pickle) const
    {
        return sentenceOf([&] { (void)read(pickle); });
    }
    /// As a user's file goes: read, and searched for weights.
    static QString refusalOfFile(const std::string& content)
    {
        return sentenceOf([&] { (void)findStateDict(readWeights(content, nullptr).nest); });
    }
    std::filesystem::path prey() const
    {
        return std::filesystem::path(_temporary.path().toStdString()) / "written-by-the-pickle";
    }

private slots:
    void valuesAreThoseOfPython_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<double>("number");
        const auto row = [](const char* name, const std::string& pickle, double number) {
            QTest::newRow(name) << QByteArray::fromStdString(pickle + ".") << number;
        };
        row("INT", "I-12\n", -12);
        row("INT that is a truth", "I01\n", 1);
        row("LONG", "L-7L\n", -7);
        row("BININT", "J\xff\xff\xff\xff", -1);
        row("BININT1", "K\xff", 255);
        row("BININT2", "M\xff\xff", 65535);
        row("LONG1 of no bytes", "\x8a\0"s, 0);
        row("LONG1", "\x8a\x02\x00\xff"s, -256);
        row("LONG1 of eight", "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\xff", -1);
        row("LONG4", "\x8b\x02\0\0\0\x00\x7f"s, 32512);
        row("FLOAT", "F1.5e-3\n", 1.5e-3);
        row("FLOAT without end", "Finf\n", INFINITY);
        row("BINFLOAT", "G\xbf\xf8\0\0\0\0\0\0"s, -1.5);
        row("true", "\x88", 1);
        row("false", "\x89", 0);
        row("what is left after POP", "K\1K\2" + "0"s, 1);
        row("what is left after POP_MARK", "K\1(K\2K\3" + "1"s, 1);
        row("remembered", "K\5q\0K\6h\0"s, 5);
    }
    void valuesAreThoseOfPython()
    {
        QFETCH(QByteArray, pickle);
        QFETCH(double, number);
        const std::string bytes = pickle.toStdString();
        const NestValue value = read(bytes)->root;
        QCOMPARE(value.kind == NestKind::Real ? value.real : double(value.integer), number);
    }

    void textsAreThoseOfPython_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isBytes");
        const auto row = [](const char* name, const std::string& pickle, const std::string& words,
                            bool isBytes = false) {
            QTest::newRow(name) << QByteArray::fromStdString(pickle + ".") << QByteArray::fromStdString(words)
                                << isBytes;
        };
        row("STRING", "S'a\\x41\\n\\101\\'\\\\\\q'\n", "aA\nA'\\\\q");
        row("STRING of bytes", "S\"\\xff\"\n", "\xff", true);
        row("SHORT_BINSTRING", "U\2ab", "ab");
        row("BINSTRING", "T\2\0\0\0\xfe\xff"s, "\xfe\xff", true);
        row("UNICODE", "Va\xe4\\u20ac\\U0001f600\n", "aä€😀");
        row("BINUNICODE", text("ä"), "ä");
        row("SHORT_BINUNICODE", shortText("b"), "b");
        row("BINUNICODE8", "\x8d" + littleEndian(1, 8) + "c", "c");
        row("BINBYTES", "B\1\0\0\0\0"s, "\0"s, true);
        row("SHORT_BINBYTES", "C\1\x80", "\x80", true);
        row("BINBYTES8", "\x8e" + littleEndian(1, 8) + "d", "d", true);
        row("BYTEARRAY8", "\x96" + littleEndian(1, 8) + "e", "e", true);
        row("bytes before protocol 3",
            global("_codecs", "encode") + text("\xc3\xbf\xc2\x80z") + text("latin1") + "\x86R", "\xff\x80z",
            true);
    }
    void textsAreThoseOfPython()
    {
        QFETCH(QByteArray, pickle);
        QFETCH(QByteArray, text);
        QFETCH(bool, isBytes);
        const std::string bytes = pickle.toStdString();
        const auto nest = read(bytes);
        QCOMPARE(QByteArray(nest->root.text.data(), qsizetype(nest->root.text.size())), text);
        QVERIFY(nest->root.kind == (isBytes ? NestKind::Bytes : NestKind::Text));
    }

    void listsAndDictionariesKeepTheirOrder()
    {
        for (const std::string& pickle : {"(lp0\nI2\naI1\na."s, "]q\0(K\2K\1e."s, "]K\2aK\1a."s, "(K\2K\1l."s,
                                          "(K\2K\1t."s, "K\2K\1\x86."s, "(K\2K\1\x91."s, "\x8f(K\2K\1\x90."s,
                                          global("builtins", "list") + "K\2K\1\x86\x85R."}) {
            const auto nest = read(pickle);
            const NestPart* list = nest->part(nest->root);
            QVERIFY(list && list->items.size() == 2);
            QCOMPARE(list->items[0].integer, 2);
            QCOMPARE(list->items[1].integer, 1);
        }
        for (const std::string& pickle :
             {"(dS'b'\nI1\nsS'a'\nI2\ns."s, "}(" + text("b") + "K\1" + text("a") + "K\2u.",
              "(" + text("b") + "K\1" + text("a") + "K\2d.",
              global("collections", "OrderedDict") + ")R(" + text("b") + "K\1" + text("a") + "K\2u.",
              global("collections", "OrderedDict") + "](](" + text("b") + "K\1e](" + text("a") +
                  "K\2ee\x85R."}) {
            const auto nest = read(pickle);
            const NestPart* dictionary = nest->part(nest->root, PartKind::Dict);
            QVERIFY(dictionary && dictionary->entries.size() == 2);
            QCOMPARE(dictionary->entries[0].first.text, std::string_view("b"));
            QCOMPARE(nest->find(nest->root, "a")->integer, 2);
        }
    }

    void whateverIsCalledIsOnlyWrittenDown_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("name");
        const std::string command = "touch " + prey().string();
        const std::string call = text(command) + "\x85R";
        const auto row = [](const char* name, const std::string& pickle, const char* called) {
            QTest::newRow(name) << QByteArray::fromStdString(pickle + ".") << called;
        };
        row("REDUCE, protocol 0", "cposix\nsystem\n(S'" + command + "'\ntR", "posix.system");
        row("REDUCE, protocol 2", "\x80\x02" + global("os", "system") + call, "os.system");
        row("REDUCE, protocol 4",
            "\x80\x04" + shortText("os") + "\x94" + shortText("system") + "\x94\x93\x94" + call, "os.system");
        row("INST", "(S'" + command + "'\nios\nsystem\n", "os.system");
        row("OBJ", "(" + global("os", "system") + text(command) + "o", "os.system");
        row("NEWOBJ", global("subprocess", "Popen") + text(command) + "\x85\x81", "subprocess.Popen");
        row("NEWOBJ_EX",
            global("subprocess", "Popen") + text(command) + "\x85}" + text("shell") + "\x88s\x92",
            "subprocess.Popen");
        row("eval", global("builtins", "eval") + call, "builtins.eval");
        row("exec of Python 2", global("__builtin__", "execfile") + call, "__builtin__.execfile");
        row("a chain of getattr",
            global("builtins", "getattr") + global("os", "path") + text("sys") + "\x86R" + call, "(called)");
        row("a name with dots", shortText("torch") + shortText("os.system") + "\x93" + call,
            "torch.os.system");
        row("BUILD", global("os", "system") + ")\x81}" + text("__setstate__") + global("os", "system") + "sb",
            "os.system");
        row("operator.attrgetter",
            global("operator", "attrgetter") + text("system") + "\x85R" + global("os", "path") + "\x85R",
            "(called)");
        row("map", global("builtins", "map") + global("os", "system") + "](" + text(command) + "e\x86R",
            "builtins.map");
        row("code", global("marshal", "loads") + call, "marshal.loads");
        row("a pickle in it", global("pickle", "loads") + call, "pickle.loads");
        row("torch.load", global("torch.serialization", "load") + call, "torch.serialization.load");
        row("a tensor's class with a call in it",
            global("torch._tensor", "_rebuild_from_type_v2") + "(" + global("os", "system") + "N" +
                text(command) + "\x85Nt" + "R",
            "torch._tensor._rebuild_from_type_v2");
        row("numpy's loader",
            global("numpy.core.multiarray", "_reconstruct") + "(" + global("os", "system") + "K\0\x85"s +
                "C\1btR"s,
            "numpy.core.multiarray._reconstruct");
        row("a persistent id", "Pos.system\n", "(persistent)");
        row("a persistent id, binary", text("os.system") + "Q", "(persistent)");
    }
    void whateverIsCalledIsOnlyWrittenDown()
    {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, name);
        const std::string bytes = pickle.toStdString();
        const auto nest = read(bytes);
        const NestPart* record = nest->part(nest->root, PartKind::Record);
        QVERIFY(record);
        QCOMPARE(QString::fromUtf8(record->className.data(), qsizetype(record->className.size())), name);
        QVERIFY(refusalOfFile(bytes).contains("; "));
        QVERIFY(!std::filesystem::exists(prey()));
    }

    void whatStandsOutsideOfTheFileIsRefused_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("reason");
        QTest::newRow("buffers") << QByteArray("\x80\x05\x97.") << "in buffers outside of the file; save";
        QTest::newRow("read-only buffers")
            << QByteArray("\x80\x05N\x98.") << "in buffers outside of the file";
        QTest::newRow("EXT1") << QByteArray("\x80\x02\x82\x01.") << "names classes by numbers";
        QTest::newRow("EXT2") << QByteArray("\x80\x02\x83\x01\x01.") << "names classes by numbers";
        QTest::newRow("EXT4") << QByteArray("\x80\x02\x84\x01\x01\x01\x01.") << "names classes by numbers";
        QTest::newRow("protocol 6") << QByteArray("\x80\x06N.") << "protocol above 5";
    }
    void whatStandsOutsideOfTheFileIsRefused()
    {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, reason);
        const QString refusal = refusalOf(pickle.toStdString());
        QVERIFY2(refusal.contains(reason), qPrintable(refusal));
    }

    void damageIsRefused_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        const auto row = [](const char* name, const std::string& pickle) {
            QTest::newRow(name) << QByteArray::fromStdString(pickle);
        };
        row("nothing", "");
        row("no end", "K\1");
        row("an empty stack", ".");
        row("a value below the mark", "K\1(.");
        row("no mark", "K\1t.");
        row("a dictionary of three", "(K\1K\2K\3d.");
        row("items of a number", "K\1K\2a.");
        row("entries of a list", "]K\1K\2s.");
        row("a call with a list", global("os", "system") + "]R.");
        row("a name that is a number", "K\1K\2\x93.");
        row("an unknown instruction", "\xff.");
        row("a text beyond the end", "X\xff\xff\xff\xff" + "abc."s);
        row("bytes beyond the end", "\x8e" + littleEndian(std::uint64_t{1} << 60, 8) + ".");
        row("bytes of all lengths", "\x8e\xff\xff\xff\xff\xff\xff\xff\xff.");
        row("a number beyond the end", "\x8b\xff\xff\xff\x7f.");
        row("a slot that nobody filled", "h\7.");
        row("a slot of gigabytes", "K\1r\xff\xff\xff\xff.");
        row("a slot of gigabytes, in digits", "K\1p18446744073709551615\n.");
        row("a slot below 0", "K\1p-1\n.");
        row("no digits", "I\n.");
        row("letters for digits", "L12x\n.");
        row("a text that is not UTF-8", "X\2\0\0\0\xc0\x80."s);
        row("half a surrogate", "X\3\0\0\0\xed\xa0\x80."s);
        row("an open quote", "S'abc\n.");
        row("a name without end", "cos\nsystem");
        row("a name of megabytes", global("os", std::string(2'000'000, 'x')) + ".");
        row("a tensor of nothing", global("torch._utils", "_rebuild_tensor_v2") + ")R.");
        row("marks without end", std::string(3'000'000, '(') + ".");
        row("a stack without end", std::string(3'000'000, 'N') + ".");
        row("lists without end", std::string(1'500'000, ']') + ".");
    }
    void damageIsRefused()
    {
        QFETCH(QByteArray, pickle);
        const QString refusal = refusalOf(pickle.toStdString());
        QVERIFY2(refusal.contains("; ") && !refusal.contains('\n') && refusal.size() < 300,
                 qPrintable(refusal.left(400)));
    }

    void everyInstructionBearsAnEmptyStack()
    {
        for (int instruction = 0; instruction < 256; ++instruction)
            for (const std::string& before : {""s, "("s, "N"s, "(N"s, ")"s, "]"s, "}"s, "K\1]"s}) {
                // Whatever it makes of it, it ends.
                (void)refusalOf(before + static_cast<char>(instruction) + std::string(16, '\0') + "\n.");
                (void)refusalOf(before + static_cast<char>(instruction) + ".");
            }
    }

    void circlesAndBombsEndSoon_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        const auto row = [](const char* name, const std::string& pickle) {
            QTest::newRow(name) << QByteArray::fromStdString("\x80\x02" + pickle + ".");
        };
        const std::string module = global("torch.nn.modules.module", "Module");
        const std::string doubling = "}q\1(" + text("a") + "h\0"s + text("b") + "h\0u"s + "q\0"s;
        row("a list in itself", "]q\0h\0a"s);
        row("a dictionary in itself", "}q\0"s + text("model") + "h\0s"s);
        row("a tuple in its own list", "]q\0h\0\x85q\1a0h\1"s);
        row("a module in itself",
            module + ")\x81q\0}"s + text("_modules") + "}" + text("a") + "h\0ss"s + "b");
        row("a state that is its own object", module + ")\x81q\0h\0b"s);
        row("an object called with itself", "]q\0h\0a0"s + global("a", "b") + "h\0\x85R"s);
        row("lists a million deep", "]q\0"s + repeated("]a", 1) + repeated("\x85", 900'000));
        row("modules a million deep", repeated("}" + text("a"), 300'000) + "N" + repeated("s", 300'000));
        row("two ways at each of sixty steps", "}q\0"s + text("w") + "K\1s" + repeated(doubling, 60));
        row("two ways at each of sixty steps, in lists", "]q\0"s + repeated("]q\1(h\0h\0eq\0"s, 60));
        row("one list copied without end",
            "](" + std::string(2000, 'N') + "eq\0"s +
                repeated("0" + global("builtins", "list") + "h\0\x85R"s, 50'000));
        row("one dictionary copied without end",
            "}(" + repeated("NN", 2000) + "uq\0"s +
                repeated("0" + global("builtins", "dict") + "h\0\x85R"s, 50'000));
        row("one long name made without end", text(std::string(400, 'm')) + "q\0"s +
                                                  text(std::string(500, 'n')) + "q\1" +
                                                  repeated("00h\0h\1\x93N"s, 1'000'000));
        row("one text encoded without end",
            text(std::string(100'000, 'x')) + "q\0"s +
                repeated("0" + global("_codecs", "encode") + "h\0"s + text("latin1") + "\x86R"s, 30'000));
        row("one attribute set without end", module + ")\x81" + repeated("}b", 900'000));
        row("a shape without end",
            "](" + std::string(1'000'000, 'N') + "eq\0"s +
                repeated("0" + global("torch._utils", "_rebuild_tensor") + "(NK\0h\0h\0tR"s, 100'000));
    }
    void circlesAndBombsEndSoon()
    {
        QFETCH(QByteArray, pickle);
        QElapsedTimer timer;
        timer.start();
        const QString refusal = refusalOfFile(pickle.toStdString());
        QVERIFY2(refusal.contains("; ") && !refusal.contains('\n'), qPrintable(refusal.left(400)));
        QVERIFY2(timer.elapsed() < longestRefusal, qPrintable(QString::number(timer.elapsed())));
    }

    void storagesThatAreNotThereAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("reason");
        const std::string key = "](" + text("0") + "e";
        const auto tensor = [](const std::string& count, const std::string& shape) {
            return "}" + text("w") + global("torch._utils", "_rebuild_tensor_v2") + "(" + storageId(count) +
                   "K\0"s + shape + "K\1\x85\x89" + global("collections", "OrderedDict") + ")RtRs";
        };
        const auto row = [](const char* name, const std::string& content, const char* reason) {
            QTest::newRow(name) << QByteArray::fromStdString(content) << reason;
        };
        const std::string two = littleEndian(2, 8) + std::string(8, '\0');
        row("all is there", legacyFile(tensor("K\2", "K\2\x85"), key, two), "");
        row("a tensor larger than its storage", legacyFile(tensor("K\2", "K\3\x85"), key, two),
            "are missing");
        row("a storage that is cut short", legacyFile(tensor("K\2", "K\2\x85"), key, two.substr(0, 15)),
            "cut short");
        row("a storage of another length",
            legacyFile(tensor("K\2", "K\2\x85"), key, littleEndian(3, 8) + std::string(12, '\0')),
            "not as long as the file says");
        row("a storage of terabytes",
            legacyFile(tensor("\x8a\x06\0\0\0\0\0\x10"s, "K\2\x85"), key,
                       littleEndian(std::uint64_t{1} << 44, 8) + std::string(8, '\0')),
            "cut short");
        row("a storage of more than all memory",
            legacyFile(tensor("\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f", "K\2\x85"), key, two), "damaged");
        row("a storage of less than nothing", legacyFile(tensor("J\xff\xff\xff\xff", "K\2\x85"), key, two),
            "damaged");
        row("no storage", legacyFile(tensor("K\2", "K\2\x85"), "]", ""), "not all of its storages");
        row("a storage twice",
            legacyFile(tensor("K\2", "K\2\x85"), "](" + text("0") + text("0") + "e", two + two), "damaged");
        row("a storage nobody speaks of", legacyFile(tensor("K\2", "K\2\x85"), "](" + text("1") + "e", two),
            "damaged");
        row("another version", "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02K\1.",
            "a layout that Flipside does not know");
        const std::string alone = legacyFile(storageId("K\2"), key, two);
        const auto saved = [](const std::string& file) {
            return global("torch.storage", "_load_from_bytes") + "B" + littleEndian(file.size(), 4) + file +
                   "\x85R";
        };
        row("a file in the file", "\x80\x02" + saved(alone) + ".", "no weights");
        row("a file in the file in the file", "\x80\x02" + saved(legacyFile(saved(alone), "]", "")) + ".",
            "damaged");
        row("one file in the file, read without end",
            "\x80\x02" + "B"s + littleEndian(alone.size(), 4) + alone + "q\0"s +
                repeated("0" + global("torch.storage", "_load_from_bytes") + "h\0\x85R"s, 20) + ".",
            "damaged");
    }
    void storagesThatAreNotThereAreRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, reason);
        const QString refusal = refusalOfFile(content.toStdString());
        QVERIFY2(reason.isEmpty() ? refusal.isEmpty() : refusal.contains(reason), qPrintable(refusal));
    }
};

QTEST_GUILESS_MAIN(PickleMachineTest)
#include "pickle_machine_test.moc"
