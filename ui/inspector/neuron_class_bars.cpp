// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/neuron_class_bars.h"

#include "ui/style/relative_font.h"
#include "ui/style/theme.h"
#include "ui/words/numbers.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double classNameText = 0.9;
constexpr int leastUprightHeight = 58;
constexpr int uprightLines = 4; // as high as so many lines of text
constexpr int longestUprightName = 2;

QString percent(float share)
{
    return percentText(double(share), share < 0.1f ? 1 : 0);
}

} // namespace

NeuronClassBars::NeuronClassBars(QWidget* parent) : QWidget(parent)
{
    setRelativeFont(*this, classNameText);
    setAccessibleName(tr("How often on, class by class"));
}

void NeuronClassBars::setClasses(const QStringList& names, std::vector<float> shares)
{
    const bool sameNames = names == _names;
    _names = names;
    _shares = std::move(shares);
    if (!sameNames)
        setFixedHeight(preferredHeight());
    update();
}

bool NeuronClassBars::isUpright() const
{
    return std::all_of(_names.begin(), _names.end(),
                       [](const QString& name) { return name.size() <= longestUprightName; });
}

int NeuronClassBars::preferredHeight() const
{
    if (_names.isEmpty())
        return 0;
    const int bars = std::max(leastUprightHeight, uprightLines * lineHeight());
    return isUpright() ? bars + lineHeight() : int(_names.size()) * lineHeight();
}

void NeuronClassBars::paintUpright(QPainter& painter) const
{
    const Palette& colours = flipside::palette();
    const int count = int(_shares.size());
    const int bottom = height() - lineHeight();
    painter.fillRect(0, bottom, width(), 1, colours.border);
    for (int i = 0; i < count; ++i) {
        const int left = i * width() / count;
        const int room = (i + 1) * width() / count - left;
        const int bar = int(std::lround(float(bottom - 2) * _shares[std::size_t(i)]));
        painter.fillRect(left + 2, 2, room - 4, bottom - 2, colours.off);
        painter.fillRect(left + 2, bottom - bar, room - 4, bar, colours.onMiddle);
        painter.setPen(colours.dimText);
        painter.drawText(QRect(left, bottom + 1, room, lineHeight()), Qt::AlignCenter, _names[i]);
    }
}

void NeuronClassBars::paintLines(QPainter& painter) const
{
    const Palette& colours = flipside::palette();
    int nameWidth = 0;
    for (const QString& name : _names)
        nameWidth = std::max(nameWidth, fontMetrics().horizontalAdvance(name));
    nameWidth = std::min(nameWidth + 2, width() / 2); // widths are rounded
    const int numberWidth = fontMetrics().horizontalAdvance(percent(0.0999f)) + 4;
    const int left = nameWidth + 8;
    const int room = std::max(10, width() - left - numberWidth - 4);
    for (int i = 0; i < int(_shares.size()); ++i) {
        const QRect line(0, i * lineHeight(), width(), lineHeight());
        const float share = _shares[std::size_t(i)];
        painter.setPen(colours.dimText);
        painter.drawText(QRect(0, line.top(), nameWidth, line.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(_names[i], Qt::ElideRight, nameWidth));
        const QRect bar(left, line.top() + 3, room, line.height() - 6);
        painter.fillRect(bar, colours.off);
        painter.fillRect(QRect(bar.topLeft(), QSize(int(std::lround(float(room) * share)), bar.height())),
                         colours.onMiddle);
        painter.drawText(QRect(width() - numberWidth, line.top(), numberWidth, line.height()),
                         Qt::AlignRight | Qt::AlignVCenter, percent(share));
    }
}

void NeuronClassBars::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    if (_shares.empty())
        return;
    if (isUpright())
        paintUpright(painter);
    else
        paintLines(painter);
}

int NeuronClassBars::classAt(QPoint position) const
{
    const int count = int(_shares.size());
    if (count == 0)
        return -1;
    const int index = isUpright() ? position.x() * count / std::max(1, width()) : position.y() / lineHeight();
    return index >= 0 && index < count ? index : -1;
}

void NeuronClassBars::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFixedHeight(preferredHeight());
}

bool NeuronClassBars::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = classAt(help->pos());
    if (index >= 0)
        QToolTip::showText(help->globalPos(),
                           tr("On for %1 of %2").arg(percent(_shares[std::size_t(index)]), _names[index]),
                           this);
    return true;
}

} // namespace flipside
