// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/seed_box.h"

#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QStyle>
#include <QStyleOptionSpinBox>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

namespace flipside {
namespace {

/// Most seeds are small; longer ones scroll.
constexpr int digitsInView = 6;
constexpr quint64 largest = std::numeric_limits<quint64>::max();

} // namespace

SeedBox::SeedBox(QWidget* parent) : QAbstractSpinBox(parent)
{
    lineEdit()->setText(QString::number(_value));
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    connect(lineEdit(), &QLineEdit::textEdited, this, [this] { _typed = true; });
    connect(this, &QAbstractSpinBox::editingFinished, this, &SeedBox::finish);
}

void SeedBox::finish()
{
    const bool typed = std::exchange(_typed, false);
    const quint64 value = text().toULongLong();
    if (value != _value)
        setValue(value);
    else if (typed)
        emit confirmed();
}

void SeedBox::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        _typed = true;
    QAbstractSpinBox::keyPressEvent(event);
}

void SeedBox::setDimmed(bool dimmed)
{
    if (_dimmed == dimmed)
        return;
    _dimmed = dimmed;
    showDimmed();
}

void SeedBox::showDimmed()
{
    QPalette colours;
    if (_dimmed)
        colours.setColor(QPalette::Text, flipside::palette().dimText);
    lineEdit()->setPalette(colours);
    QFont shown = font();
    shown.setItalic(_dimmed);
    lineEdit()->setFont(shown);
}

void SeedBox::changeEvent(QEvent* event)
{
    QAbstractSpinBox::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && _dimmed)
        showDimmed();
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
    const quint64 from = text().toULongLong();
    const auto far = quint64(std::abs(qint64(steps)));
    if (steps < 0)
        setValue(from - std::min(far, from));
    else
        setValue(from + std::min(far, largest - from));
    selectAll();
}

QAbstractSpinBox::StepEnabled SeedBox::stepEnabled() const
{
    const quint64 from = text().toULongLong();
    StepEnabled enabled = StepNone;
    enabled.setFlag(StepUpEnabled, from < largest);
    enabled.setFlag(StepDownEnabled, from > 0);
    return enabled;
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
