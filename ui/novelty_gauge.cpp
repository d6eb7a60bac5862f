// SPDX-License-Identifier: GPL-3.0-or-later
#include "novelty_gauge.h"

#include "theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double barHeight = 5.0;
constexpr double barGap = 2.0;
constexpr int scaleHeight = 22;
/// How much of the scale lies beyond the two bars, on each side.
constexpr double beyond = 0.15;

} // namespace

NoveltyGauge::NoveltyGauge(const QString& title, const TypicalRange& regular, const TypicalRange& lowActive,
                           QWidget* parent)
    : QWidget(parent), _title(title), _regular(regular), _lowActive(lowActive)
{
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("%1\nNine of ten regular samples: %2 to %3\nNine of ten low-active samples: %4 to %5")
                   .arg(title, number(regular.low), number(regular.high), number(lowActive.low),
                        number(lowActive.high)));
    setAccessibleDescription(toolTip());
}

void NoveltyGauge::setValue(std::optional<double> value)
{
    if (_value == value)
        return;
    _value = value;
    update();
}

QSize NoveltyGauge::sizeHint() const
{
    return {240, fontMetrics().height() + scaleHeight};
}

QSize NoveltyGauge::minimumSizeHint() const
{
    return {140, sizeHint().height()};
}

QString NoveltyGauge::number(double value) const
{
    const double largest = std::max({std::abs(_regular.low), std::abs(_regular.high),
                                     std::abs(_lowActive.low), std::abs(_lowActive.high)});
    return QLocale().toString(value, 'f', largest < 100.0 ? 2 : 0);
}

void NoveltyGauge::paintEvent(QPaintEvent*)
{
    const Palette& colours = flipside::palette();
    QPainter painter(this);
    const QRect head(0, 0, width(), fontMetrics().height());
    const QString shown = _value ? number(*_value) : QStringLiteral("–");
    painter.setPen(colours.dimText);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(_title, Qt::ElideRight,
                                              width() - fontMetrics().horizontalAdvance(shown) - 8));
    painter.setPen(_value ? colours.text : colours.dimText);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, shown);

    const double low = std::min(_regular.low, _lowActive.low);
    const double high = std::max(_regular.high, _lowActive.high);
    const double span = std::max(high - low, 1e-9);
    const auto x = [&](double value) {
        const double place = (value - low + beyond * span) / (span * (1.0 + 2.0 * beyond));
        return 6.0 + std::clamp(place, 0.0, 1.0) * (width() - 12.0);
    };
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double top = head.bottom() + 5.0;
    const auto drawBar = [&](const TypicalRange& range, double y, const QColor& colour) {
        painter.setBrush(colour);
        painter.drawRoundedRect(QRectF(QPointF(x(range.low), y), QPointF(x(range.high), y + barHeight)), 2.5,
                                2.5);
    };
    drawBar(_regular, top, colours.dimText);
    drawBar(_lowActive, top + barHeight + barGap, colours.lowActive);
    if (!_value)
        return;
    painter.setPen(QPen(colours.text, 2.0));
    painter.drawLine(QPointF(x(*_value), top - 2.0),
                     QPointF(x(*_value), top + 2.0 * barHeight + barGap + 2.0));
}

} // namespace flipside
