// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/neuron_histogram.h"

#include "ui/style/theme.h"

#include <QEvent>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double axisText = 0.85;
constexpr int barsHeight = 80; // what the numbers below them need is added

} // namespace

NeuronHistogram::NeuronHistogram(QWidget* parent) : QWidget(parent)
{
    _plot = new QCustomPlot(this);
    _plot->setFocusPolicy(Qt::NoFocus);
    _plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    _plot->axisRect()->setAutoMargins(QCP::msBottom);
    _plot->axisRect()->setMargins({4, 4, 4, 0});
    _plot->yAxis->setScaleType(QCPAxis::stLogarithmic);
    _plot->yAxis->setVisible(false);
    _plot->xAxis->grid()->setVisible(false);
    _plot->xAxis->ticker()->setTickCount(4);
    _plot->xAxis->setTickLength(0, 3);
    _plot->xAxis->setSubTicks(false);
    _plot->xAxis->setTickLabelPadding(2);
    _bars = new QCPBars(_plot->xAxis, _plot->yAxis);
    _bars->setBaseValue(0.5);
    const auto mark = [this] {
        auto* line = new QCPItemStraightLine(_plot);
        line->setVisible(false);
        return line;
    };
    _on = mark();
    _present = mark();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(_plot);
    setAccessibleName(tr("How much it did, and how often"));
    takeTheme();
}

void NeuronHistogram::takeTheme()
{
    const Palette& colours = flipside::palette();
    _plot->setBackground(QBrush(colours.panel));
    _bars->setPen(Qt::NoPen);
    _bars->setBrush(colours.onMiddle);
    _plot->xAxis->setBasePen(QPen(colours.border));
    _plot->xAxis->setTickPen(QPen(colours.border));
    _plot->xAxis->setTickLabelColor(colours.dimText);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * axisText);
    _plot->xAxis->setTickLabelFont(small);
    setFixedHeight(sizeHint().height());
    _present->setPen(QPen(colours.text, 2.0));
    _on->setPen(QPen(colours.flippedOn, 2.0, Qt::DashLine));
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

QSize NeuronHistogram::sizeHint() const
{
    return {240, barsHeight + fontMetrics().height()};
}

void NeuronHistogram::setHistogram(const Histogram& histogram, double onValue)
{
    const auto bins = qsizetype(histogram.counts.size());
    const double width = double(histogram.binWidth);
    QVector<double> middles(bins);
    QVector<double> counts(bins);
    double most = 1.0;
    for (qsizetype i = 0; i < bins; ++i) {
        middles[i] = double(histogram.low) + (double(i) + 0.5) * width;
        // Nothing is below every bar on a logarithmic axis.
        counts[i] = std::max(0.5, double(histogram.counts[std::size_t(i)]));
        most = std::max(most, counts[i]);
    }
    _bars->setWidth(width > 0.0 ? width : 1.0);
    _bars->setData(middles, counts, true);
    const double low = std::min(double(histogram.low), onValue);
    const double high = std::max({double(histogram.low) + double(bins) * width, onValue, low + 1e-3});
    const double margin = (high - low) * 0.03;
    _plot->xAxis->setRange(low - margin, high + margin);
    _plot->yAxis->setRange(0.5, most * 1.5);
    _on->setVisible(onValue > double(histogram.low));
    _on->point1->setCoords(onValue, 1.0);
    _on->point2->setCoords(onValue, 2.0);
    _shown.reset();
    _present->setVisible(false);
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

void NeuronHistogram::setPresentValue(std::optional<double> value)
{
    const double pixel = _plot->xAxis->range().size() / std::max(1, _plot->width());
    if (value && _shown && std::abs(*value - *_shown) < pixel)
        return;
    if (!value && !_shown)
        return;
    _shown = value;
    _present->setVisible(value.has_value());
    if (value) {
        const double at = std::clamp(*value, _plot->xAxis->range().lower, _plot->xAxis->range().upper);
        _present->point1->setCoords(at, 1.0);
        _present->point2->setCoords(at, 2.0);
    }
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

void NeuronHistogram::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        takeTheme();
}

} // namespace flipside
