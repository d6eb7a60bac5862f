// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

#include <QTest>

using namespace flipside;

class CsvTest : public QObject {
    Q_OBJECT

private slots:
    void cellsAreQuotedWhereTheyMustBeOnly()
    {
        QCOMPARE(csvCell("Low-active"), std::string("Low-active"));
        QCOMPARE(csvCell("low-active, 5"), std::string("\"low-active, 5\""));
        QCOMPARE(csvCell("a \"b\""), std::string("\"a \"\"b\"\"\""));
        QCOMPARE(csvCell(""), std::string());
    }

    void whatIsWrittenIsReadAsItWas()
    {
        const std::vector<std::string> cells{"plain", "with, comma", "two\nlines", "\"", "a\r\nb", "é,ß"};
        std::string line;
        for (const std::string& cell : cells)
            line += (line.empty() ? "" : ",") + csvCell(cell);
        const std::vector<CsvRow> rows = rowsOfCsv(line + "\n", "it");
        QCOMPARE(rows.size(), std::size_t(1));
        QVERIFY(rows.front().cells == cells);
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "csv_test.moc"
