// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/numbers.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr QChar realMinus(0x2212);
constexpr QLatin1Char typedMinus('-');

/// Lends tr() to free functions.
struct NumberWords {
    Q_DECLARE_TR_FUNCTIONS(flipside::NumberWords)
};

bool isZero(const QString& number)
{
    return std::all_of(number.begin(), number.end(),
                       [](QChar c) { return !c.isDigit() || c.digitValue() == 0; });
}

} // namespace

QString withRealMinus(QString number)
{
    number.replace(typedMinus, realMinus);
    const bool hasDigits = std::any_of(number.begin(), number.end(), [](QChar c) { return c.isDigit(); });
    return hasDigits && isZero(number) ? number.remove(realMinus) : number;
}

QString decimalText(double value, int decimals)
{
    return withRealMinus(QLocale().toString(value, 'f', decimals));
}

QString signedText(double value, int decimals)
{
    const QString text = decimalText(value, decimals);
    return value > 0.0 && !isZero(text) ? QLatin1Char('+') + text : text;
}

QString roundedText(double value, int digits)
{
    return withRealMinus(QLocale().toString(value, 'g', digits));
}

QString percentText(double share, int decimals)
{
    return NumberWords::tr("%1 %").arg(decimalText(100.0 * share, decimals));
}

QString withTypedMinus(QString number)
{
    return number.replace(realMinus, typedMinus);
}

std::optional<double> numberFrom(const QString& text)
{
    const QString plain = withTypedMinus(text.trimmed());
    bool isNumber = false;
    double value = QLocale().toDouble(plain, &isNumber);
    if (!isNumber)
        value = plain.toDouble(&isNumber);
    return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

} // namespace flipside
