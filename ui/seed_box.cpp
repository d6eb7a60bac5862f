// SPDX-License-Identifier: GPL-3.0-or-later
#include "seed_box.h"

#include <QLineEdit>
#include <QStyle>
#include <QStyleOptionSpinBox>

#include <algorithm>

namespace flipside {
namespace {

/// Most seeds are small; longer ones scroll.
constexpr int digitsInView = 6;

} // namespace

SeedBox::SeedBox(QWidget* parent) : QAbstractSpinBox(parent)
{
    lineEdit()->setText(QString::number(_value));
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    connect(this, &QAbstractSpinBox::editingFinished, this, [this] { setValue(text().toULongLong()); });
}

void SeedBox::setValue(quint64 value)
{
    const bool changes = value != _value;
    _value = value;
    lineEdit()->setText(QString::number(value));
    lineEdit()->setCursorPosition(0);
    if (changes)
        emit valueChanged(value);
}

void SeedBox::stepBy(int steps)
{
    setValue(text().toULongLong() + quint64(qint64(steps)));
    selectAll();
}

QValidator::State SeedBox::validate(QString& input, int&) const
{
    bool isSeed = false;
    input.toULongLong(&isSeed);
    if (isSeed && std::all_of(input.begin(), input.end(), [](QChar c) { return c.isDigit(); }))
        return QValidator::Acceptable;
    return input.isEmpty() ? QValidator::Intermediate : QValidator::Invalid;
}

void SeedBox::fixup(QString& input) const
{
    input = QString::number(_value);
}

QSize SeedBox::sizeHint() const
{
    ensurePolished();
    QStyleOptionSpinBox option;
    initStyleOption(&option);
    const QSize text(fontMetrics().horizontalAdvance(QString(digitsInView, QLatin1Char('0'))),
                     lineEdit()->sizeHint().height());
    return style()->sizeFromContents(QStyle::CT_SpinBox, &option, text, this);
}

} // namespace flipside
