// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/play/word_slider.h"

#include "ui/style/relative_font.h"
#include "ui/widgets/term_label.h"

#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>

namespace flipside {

WordSlider::WordSlider(const QString& name, const QString& least, const QString& most, QWidget* parent)
    : QWidget(parent), _slider(new QSlider(Qt::Horizontal, this)), _value(new QLabel(this))
{
    auto* title = new QLabel(name, this);
    setRelativeFont(*title, 1.15, true);
    title->setBuddy(_slider);
    _slider->setAccessibleName(name);
    _slider->setMinimumSize(90, 26);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(2);
    grid->addWidget(title, 0, 0, 1, 3, Qt::AlignHCenter);
    grid->addWidget(_slider, 1, 0, 1, 3);
    grid->addWidget(_value, 2, 1, Qt::AlignHCenter);
    const auto addEnd = [&](const QString& text, int column, Qt::Alignment side) {
        auto* end = new QLabel(text, this);
        end->setForegroundRole(QPalette::PlaceholderText);
        grid->addWidget(end, 2, column, side);
    };
    addEnd(least, 0, Qt::AlignLeft);
    addEnd(most, 2, Qt::AlignRight);
    connect(_slider, &QSlider::valueChanged, this, &WordSlider::moved);
}

void WordSlider::setExplanation(const QString& term, const QString& use)
{
    explain(*_slider, term, use);
    setToolTip(_slider->toolTip()); // over its words, too
}

void WordSlider::setLast(int last)
{
    const QSignalBlocker quiet(_slider);
    _slider->setRange(0, std::max(0, last));
    _slider->setPageStep(std::max(1, last / 8));
}

void WordSlider::show(int value)
{
    const QSignalBlocker quiet(_slider);
    _slider->setValue(value);
}

void WordSlider::setValueText(const QString& text)
{
    _value->setText(text);
}

} // namespace flipside
