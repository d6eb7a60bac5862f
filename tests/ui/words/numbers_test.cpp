// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/numbers.h"

#include <QtTest>

using namespace flipside;

class NumbersTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void aMinusIsARealOne()
    {
        QCOMPARE(decimalText(-0.3, 2), QString("−0.30"));
        QCOMPARE(roundedText(-1.7e-56, 2), QString("−1.7e−56"));
        QCOMPARE(percentText(-0.25, 0), QString("−25 %"));
        QCOMPARE(signedText(-4.3, 1), QString("−4.3"));
    }

    void nothingIsLessThanNothing_data()
    {
        QTest::addColumn<double>("value");
        QTest::newRow("zero") << 0.0;
        QTest::newRow("negative zero") << -0.0;
        QTest::newRow("rounded up to it") << -0.004;
        QTest::newRow("rounded down to it") << 0.004;
    }
    void nothingIsLessThanNothing()
    {
        QFETCH(double, value);
        QCOMPARE(decimalText(value, 2), QString("0.00"));
        QCOMPARE(signedText(value, 2), QString("0.00"));
        QCOMPARE(percentText(value / 100.0, 1), QString("0.0 %"));
    }

    void aGainHasAPlusWhereThatIsAsked()
    {
        QCOMPARE(signedText(4.26, 1), QString("+4.3"));
        QCOMPARE(decimalText(4.25, 2), QString("4.25"));
    }

    void bothMinusesCanBeTyped()
    {
        QCOMPARE(numberFrom("-1.5"), std::optional(-1.5));
        QCOMPARE(numberFrom(" −1.5 "), std::optional(-1.5));
        QCOMPARE(numberFrom("−"), std::optional<double>());
        QCOMPARE(numberFrom("inf"), std::optional<double>());
    }

    void whatWasWrittenIsReadBack()
    {
        for (const double value : {-2.125, -0.001, 0.0, 3.5})
            QCOMPARE(numberFrom(decimalText(value, 3)), std::optional(value));
    }

    void othersNumbersAreMended()
    {
        QCOMPARE(withRealMinus("-0"), QString("0"));
        QCOMPARE(withRealMinus("-0.5"), QString("−0.5"));
        QCOMPARE(withRealMinus("1e-5"), QString("1e−5"));
    }
};

QTEST_MAIN(NumbersTest)
#include "numbers_test.moc"
