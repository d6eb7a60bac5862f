// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/novelty/status_gauge.h"

#include "ui/document/display_names.h"
#include "ui/style/theme.h"
#include "ui/words/glossary.h"
#include "ui/words/numbers.h"

#include <QLinearGradient>
#include <QPainter>

#include <algorithm>

namespace flipside {
namespace {

constexpr int barWidth = 150;
constexpr int numberWidth = 104;

} // namespace

StatusGauge::StatusGauge(QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Novelty gauge"));
    setTypical({}, {});
}

void StatusGauge::setTypical(std::optional<double> regular, std::optional<double> lowActive)
{
    _regular = regular;
    _lowActive = lowActive;
    QString text = tr("%1: %2 The higher, the newer it is to the model.")
                       .arg(metricTitle("dr"), meaningOf(QStringLiteral("how-odd")));
    if (hasScale())
        text += QStringLiteral("\n") + tr("Left mark: a typical regular picture, %1. Right mark: a typical "
                                          "one with quiet neurons switched on, %2.")
                                           .arg(decimalText(*_regular, 2), decimalText(*_lowActive, 2));
    setToolTip(text);
    setAccessibleDescription(text);
    updateGeometry();
    update();
}

void StatusGauge::setDistance(std::optional<double> distance)
{
    if (_distance == distance)
        return;
    _distance = distance;
    update();
}

QSize StatusGauge::sizeHint() const
{
    return {(hasScale() ? barWidth : 0) + numberWidth, 20};
}

QString StatusGauge::number() const
{
    return tr("%1 %2").arg(metricName(findMetric("dr")),
                           _distance ? decimalText(*_distance, 2) : QStringLiteral("–"));
}

void StatusGauge::paintEvent(QPaintEvent*)
{
    const Palette& colours = flipside::palette();
    QPainter painter(this);
    painter.setPen(_distance ? colours.text : colours.dimText);
    painter.drawText(QRect(0, 0, numberWidth - 8, height()), Qt::AlignRight | Qt::AlignVCenter, number());
    if (!hasScale())
        return;

    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF bar(numberWidth + 2.0, height() / 2.0 - 3.0, barWidth - 8.0, 6.0);
    // The two marks stand at a quarter and three quarters of the bar.
    const double span = 2.0 * (*_lowActive - *_regular);
    const double low = *_regular - span / 4.0;
    const auto x = [&](double value) {
        return bar.left() + std::clamp((value - low) / span, 0.0, 1.0) * bar.width();
    };

    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.border);
    painter.drawRoundedRect(bar, 3.0, 3.0);
    painter.setPen(QPen(colours.dimText, 1.5));
    for (const double mark : {*_regular, *_lowActive})
        painter.drawLine(QPointF(x(mark), bar.top() - 4.0), QPointF(x(mark), bar.bottom() + 4.0));
    if (!_distance)
        return;
    painter.setPen(QPen(colours.panel, 1.5));
    painter.setBrush(colours.accent);
    painter.drawEllipse(QPointF(x(*_distance), bar.center().y()), 5.5, 5.5);
}

} // namespace flipside
