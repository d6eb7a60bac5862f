// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/source_check.h"

#include "tests/core/support/sentence.h"

#include <QTest>

#include <string>

using namespace flipside;
using namespace flipside::test;

class SourceCheckTest : public QObject {
    Q_OBJECT

private:
    static std::string repeated(const std::string& text, int times)
    {
        std::string all;
        for (int i = 0; i < times; ++i)
            all += text;
        return all;
    }
    static QString refusalOf(const std::string& source)
    {
        return sentenceOf([&] { SourceCheck().add("code/generator.py", source); });
    }

private slots:
    void whatCompilersWriteIsTaken_data()
    {
        QTest::addColumn<QString>("source");
        const auto row = [](const char* name, const std::string& source) {
            QTest::newRow(name) << QString::fromStdString(source);
        };
        row("many statements", repeated("    x = torch.add(x, 1)\n", 20000));
        row("a long list of numbers", "    x = [" + repeated("-0.25, ", 20000) + "]\n");
        row("many arguments", "    x = torch.cat([" + repeated("a.b.c + 1, ", 2000) + "])\n");
        row("brackets in texts", repeated("    ops.prim.RaiseException(\"expected ( or [, got {\")\n", 2000));
        row("quotes in texts", repeated("    x = 'it\\'s \"here\"' \n", 2000));
        row("texts of many lines", repeated("    x = \"\"\"a ( b\n[ c\n\"\"\"\n", 2000));
        row("remarks", repeated("    # (((( not a bracket\n    x = 1\n", 2000));
        row("many classes",
            repeated("class A(Module):\n  def forward(self: A) -> Tensor:\n    return self.x\n", 5000));
        row("a name of thirty parts", "    x = " + repeated("layer_1.", 30) + "weight\n");
    }
    void whatCompilersWriteIsTaken()
    {
        QFETCH(QString, source);
        QCOMPARE(refusalOf(source.toStdString()), QString());
    }

    void whatWouldExhaustAParserIsRefusedWithItsPlace_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const std::string& source, const char* reason) {
            QTest::newRow(name) << QString::fromStdString(source) << reason;
        };
        row("a sum", "x = 1" + repeated(" + 1", 2000) + "\n",
            "longer than any (in code/generator.py, line 1)");
        row("a sum over lines", "\nx = (1" + repeated(" +\n1", 2000) + ")\n", "longer than any");
        row("a chain with commas", "x = z" + repeated(".view(1, 4,)", 2000) + "\n", "longer than any");
        row("a chain in arguments", "x = f(a, z" + repeated(".relu()", 2000) + ", b)\n", "longer than any");
        row("signs", "x = " + repeated("-", 2000) + "1\n", "longer than any");
        row("words", "x = " + repeated("not ", 2000) + "True\n", "longer than any");
        row("a text that ends with its line", "x = '\ny = 1" + repeated(" + 1", 2000) + "\n",
            "longer than any");
        row("brackets", "x = " + repeated("(", 200) + "1" + repeated(")", 200) + "\n", "nested");
        row("indentation", std::string(500, ' ') + "x = 1\n", "nested");
        row("methods", "class A(Module):\n" + repeated("  def f(self):\n    pass\n", 600), "methods");
        row("a method that runs while loading", "class A:\n  def __setstate__(self, x):\n    pass\n",
            "__setstate__");
    }
    void whatWouldExhaustAParserIsRefusedWithItsPlace()
    {
        QFETCH(QString, source);
        QFETCH(QString, reason);
        const QString refusal = refusalOf(source.toStdString());
        QVERIFY2(refusal.contains(reason), qPrintable(refusal));
    }

    void filesOfOneArchiveAreCountedTogether()
    {
        SourceCheck all;
        const std::string lines = repeated("x = 1\n", 40000);
        all.add("code/a.py", lines);
        all.add("code/b.py", lines);
        QVERIFY(sentenceOf([&] { all.add("code/c.py", lines); }).contains("100000 lines"));
    }
};

QTEST_APPLESS_MAIN(SourceCheckTest)
#include "source_check_test.moc"
