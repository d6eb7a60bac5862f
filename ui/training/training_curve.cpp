// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_curve.h"

#include "ui/style/theme.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double narrowestEpochs = 10.0;
/// The first epochs are so bad that everything after them would look the same: this share of the worst values
/// may leave the plot.
constexpr double worstShare = 0.1;

/// From the best value to the worst that must be seen, with some room around.
QCPRange rangeOf(const QVector<double>& values, bool lowerIsBetter)
{
    QVector<double> sorted;
    std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
                 [](double value) { return std::isfinite(value); });
    if (sorted.isEmpty())
        return {0.0, 1.0};
    std::sort(sorted.begin(), sorted.end());
    const auto left = qsizetype(worstShare * double(sorted.size()));
    const double low = sorted[lowerIsBetter ? 0 : left];
    const double high = sorted[sorted.size() - 1 - (lowerIsBetter ? left : 0)];
    const double room = high > low ? 0.08 * (high - low) : std::max(1e-3, 0.05 * std::abs(high));
    return {low - room, high + room};
}

void styleTrainingAxis(QCPAxis& axis, const Palette& colours)
{
    axis.setBasePen(QPen(colours.border));
    axis.setTickPen(QPen(colours.border));
    axis.setSubTicks(false);
    axis.setTickLabelColor(colours.dimText);
    axis.setLabelColor(colours.dimText);
    axis.grid()->setPen(QPen(colours.border, 0.0, Qt::DotLine));
    axis.grid()->setZeroLinePen(Qt::NoPen);
}

} // namespace

TrainingCurve::TrainingCurve(QWidget* parent) : QWidget(parent)
{
    _caption = new QLabel(this);
    _caption->setForegroundRole(QPalette::PlaceholderText);
    _plot = new QCustomPlot(this);
    _plot->setFocusPolicy(Qt::NoFocus);
    _plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    _plot->xAxis->setLabel(tr("Epoch"));
    _plot->yAxis2->setVisible(true);
    for (QCPAxis* axis : {_plot->yAxis, _plot->yAxis2})
        axis->ticker()->setTickCount(4);
    const QSharedPointer<QCPAxisTickerFixed> whole(new QCPAxisTickerFixed);
    whole->setTickStep(1.0);
    whole->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    _plot->xAxis->setTicker(whole);
    _lossGraph = _plot->addGraph(_plot->xAxis, _plot->yAxis2);
    _scoreGraph = _plot->addGraph();
    _bestGraph = _plot->addGraph();
    _bestGraph->setLineStyle(QCPGraph::lsNone);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(_caption);
    layout->addWidget(_plot, 1);
    setAccessibleName(tr("Score and loss of each epoch"));
    takeTheme();
}

void TrainingCurve::takeTheme()
{
    const Palette& colours = flipside::palette();
    _plot->setBackground(QBrush(colours.panel));
    for (QCPAxis* axis : {_plot->xAxis, _plot->yAxis, _plot->yAxis2})
        styleTrainingAxis(*axis, colours);
    _scoreGraph->setPen(QPen(colours.onHigh, 2.0));
    _lossGraph->setPen(QPen(colours.dimText, 1.0, Qt::DashLine));
    _bestGraph->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(colours.flippedOn), QBrush(colours.flippedOn), 8.0));
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

void TrainingCurve::begin(const Architecture& architecture)
{
    _lowerIsBetter = architecture.lowerIsBetter;
    QString score = QString::fromUtf8(architecture.score);
    score[0] = score[0].toUpper();
    _caption->setText(_lowerIsBetter ? tr("%1 after each epoch (less is better); dashed: loss").arg(score)
                                     : tr("%1 after each epoch (more is better); dashed: loss").arg(score));
    _epochs.clear();
    _scores.clear();
    _losses.clear();
    _bestGraph->data()->clear();
    showRanges();
}

void TrainingCurve::add(const TrainingEpoch& epoch)
{
    _epochs.append(epoch.number);
    _scores.append(epoch.score);
    _losses.append(epoch.loss);
    if (epoch.best)
        _bestGraph->setData({double(epoch.number)}, {epoch.score});
    showRanges();
}

void TrainingCurve::showRanges()
{
    _scoreGraph->setData(_epochs, _scores, true);
    _lossGraph->setData(_epochs, _losses, true);
    const double first = _epochs.isEmpty() ? 1.0 : _epochs.first();
    const double last = _epochs.isEmpty() ? first : _epochs.last();
    const double end = std::max(last, first + narrowestEpochs - 1.0);
    _plot->xAxis->setRange(first, end + 0.015 * (end - first)); // room for the mark
    _plot->yAxis->setRange(rangeOf(_scores, _lowerIsBetter));
    _plot->yAxis2->setRange(rangeOf(_losses, true));
    _plot->replot(QCustomPlot::rpQueuedReplot);
}

void TrainingCurve::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takeTheme();
}

} // namespace flipside
