// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/labels/significance.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace flipside;

class SignificanceTest : public QObject {
    Q_OBJECT

private slots:
    void knownTables_data()
    {
        QTest::addColumn<QVector<QVector<double>>>("counts");
        QTest::addColumn<double>("chiSquared");
        QTest::addColumn<double>("chiSquaredP");
        QTest::addColumn<double>("g");
        QTest::addColumn<double>("gP");
        QTest::addColumn<int>("freedom");
        // Computed with scipy.stats.chi2_contingency, correction=False, and for G lambda_="log-likelihood".
        QTest::newRow("table 1") << QVector<QVector<double>>{{10, 20}, {30, 5}} << 18.726190476190474
                                 << 1.5089565704354248e-05 << 19.71720513603048 << 8.9789333277244e-06 << 1;
        QTest::newRow("table 2") << QVector<QVector<double>>{{39, 50, 11, 0},
                                                             {17, 7, 76, 0},
                                                             {24, 46, 30, 0},
                                                             {10, 3, 85, 2}}
                                 << 172.5296137160886 << 1.8332235163019522e-32 << 194.18530341398986
                                 << 5.476208598996172e-37 << 9;
        QTest::newRow("table 3") << QVector<QVector<double>>{{120, 90, 40}, {110, 95, 50}}
                                 << 1.6316838577708133 << 0.4422668133629811 << 1.6339742405977056
                                 << 0.4417606231035557 << 2;
        QTest::newRow("table 4") << QVector<QVector<double>>{{1, 2, 3}, {4, 5, 6}} << 0.2799999999999999
                                 << 0.8693582353988059 << 0.29026921569869146 << 0.8649058621566655 << 2;
    }
    void knownTables()
    {
        QFETCH(QVector<QVector<double>>, counts);
        QFETCH(double, chiSquared);
        QFETCH(double, chiSquaredP);
        QFETCH(double, g);
        QFETCH(double, gP);
        QFETCH(int, freedom);
        ContingencyTable table;
        for (const auto& row : counts)
            table.emplace_back(row.begin(), row.end());
        const Significance chi = chiSquaredTest(table);
        const Significance likelihood = gTest(table);
        QVERIFY(std::abs(chi.statistic - chiSquared) < 1e-9 * std::max(1.0, chiSquared));
        QVERIFY(std::abs(chi.p - chiSquaredP) < 1e-9);
        QVERIFY(std::abs(likelihood.statistic - g) < 1e-9 * std::max(1.0, g));
        QVERIFY(std::abs(likelihood.p - gP) < 1e-9);
        QCOMPARE(chi.degreesOfFreedom, freedom);
        QCOMPARE(likelihood.degreesOfFreedom, freedom);
    }

    void tablesWithoutContrastSayNothing()
    {
        for (const ContingencyTable& table :
             {ContingencyTable{}, ContingencyTable{{1, 2, 3}}, ContingencyTable{{1}, {2}},
              ContingencyTable{{0, 0}, {0, 0}}, ContingencyTable{{3, 0}, {4, 0}}}) {
            QCOMPARE(chiSquaredTest(table).p, 1.0);
            QCOMPARE(gTest(table).p, 1.0);
        }
    }

    void badTablesAreRefused()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        for (const ContingencyTable& table :
             {ContingencyTable{{1, 2}, {3}}, ContingencyTable{{1, -2}, {3, 4}},
              ContingencyTable{{1, nan}, {3, 4}}})
            QVERIFY_THROWS_EXCEPTION(ArgumentError, chiSquaredTest(table));
    }
};

QTEST_APPLESS_MAIN(SignificanceTest)
#include "significance_test.moc"
