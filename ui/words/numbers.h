// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace flipside {

// Numbers as people read them, everywhere in the window: in their language, with a real minus (U+2212) and
// without a negative zero. Files and the command line write numbers their own way.

/// A fixed number of places after the point: "−0.30".
QString decimalText(double value, int decimals);
/// The same, with a plus before what is more than nothing: "+4.3", "−0.2", "0.0".
QString signedText(double value, int decimals);
/// A number of digits that matter, whatever its size: "0.04213", "−1.7e−56".
QString roundedText(double value, int digits);
/// A share of 0 to 1 in percent: "4.8 %".
QString percentText(double share, int decimals);
/// A number that something else has written, with a real minus and without a negative zero.
QString withRealMinus(QString number);

/// As keyboards write it, which is what QLocale reads.
QString withTypedMinus(QString number);
/// What was typed, with either minus; nothing where it is no number.
std::optional<double> numberFrom(const QString& text);

} // namespace flipside
