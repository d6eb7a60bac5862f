// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/decimal_box.h"

#include "ui/words/numbers.h"

namespace flipside {

QString DecimalBox::textFromValue(double value) const
{
    return withRealMinus(QDoubleSpinBox::textFromValue(value));
}

double DecimalBox::valueFromText(const QString& text) const
{
    return QDoubleSpinBox::valueFromText(withTypedMinus(text));
}

QValidator::State DecimalBox::validate(QString& input, int& position) const
{
    QString typed = withTypedMinus(input); // of the same length, so that the cursor stays where it is
    return QDoubleSpinBox::validate(typed, position);
}

} // namespace flipside
