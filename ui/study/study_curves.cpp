// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_curves.h"

#include "ui/document/display_names.h"
#include "ui/style/theme.h"

#include <qcustomplot.h>

#include <cmath>

namespace flipside {
namespace {

/// A mean of many independent samples lies within this many standard errors of the true one in 95 of 100
/// cases.
constexpr double confidence95 = 1.96;

struct Curve {
    QVector<double> neurons, mean, low, high;
};

Curve curveOf(const FinishedStudy& study, int model, int scheme, int metric)
{
    Curve curve;
    const StudyPlan& plan = study.results.plan;
    const Metric measured = findMetric(plan.metrics[std::size_t(metric)]);
    for (const int neurons : plan.neurons) {
        const StudySeries* series = study.results.find(model, scheme, neurons);
        if (!series)
            continue;
        const MetricSums& sums = series->result.metrics[std::size_t(metric)];
        const double mean =
            measured.ofASet() ? measured.valueOf(series->result.sets[std::size_t(metric)]) : sums.mean();
        const double error = measured.ofASet() || sums.samples == 0
                                 ? 0.0
                                 : confidence95 * sums.deviation() / std::sqrt(double(sums.samples));
        curve.neurons.append(neurons);
        curve.mean.append(mean);
        curve.low.append(mean - error);
        curve.high.append(mean + error);
    }
    return curve;
}

/// A band has no width over one number of neurons.
void addErrorBars(QCPGraph& mean, const Curve& curve, const QColor& colour)
{
    auto* bars = new QCPErrorBars(mean.keyAxis(), mean.valueAxis());
    bars->removeFromLegend();
    bars->setDataPlottable(&mean);
    bars->setPen(QPen(colour, 1.5));
    for (qsizetype i = 0; i < curve.mean.size(); ++i)
        bars->addData(curve.mean[i] - curve.low[i], curve.high[i] - curve.mean[i]);
}

} // namespace

void StudyCurves::draw(const Palette& colours)
{
    QCustomPlot& plot = this->plot();
    const StudyPlan& plan = study()->results.plan;
    const bool single = plan.neurons.size() < 2;
    for (int scheme = 0; scheme < int(plan.schemes.size()); ++scheme) {
        const Curve curve = curveOf(*study(), choice().model, scheme, choice().metric);
        const QColor colour = seriesColour(scheme, colours);
        QColor band = colour;
        band.setAlpha(60);
        auto* low = new QCPGraph(plot.xAxis, plot.yAxis);
        auto* high = new QCPGraph(plot.xAxis, plot.yAxis);
        for (QCPGraph* edge : {low, high}) {
            edge->setPen(Qt::NoPen);
            edge->removeFromLegend();
        }
        low->setData(curve.neurons, curve.low, true);
        high->setData(curve.neurons, curve.high, true);
        high->setBrush(band);
        high->setChannelFillGraph(low);
        auto* mean = new QCPGraph(plot.xAxis, plot.yAxis);
        // The second round of colours is dashed.
        mean->setPen(QPen(colour, 2.0, scheme < 8 ? Qt::SolidLine : Qt::DashLine));
        if (single)
            mean->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 8));
        mean->setData(curve.neurons, curve.mean, true);
        mean->setName(schemeName(scheme));
        if (single)
            addErrorBars(*mean, curve, colour);
    }
    const auto wholeNumbers = QSharedPointer<QCPAxisTickerFixed>::create();
    wholeNumbers->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    plot.xAxis->setTicker(wholeNumbers);
    plot.xAxis->setLabel(tr("Neurons"));
    plot.yAxis->setLabel(metricTitle(shownMetric()));
    plot.rescaleAxes();
    plot.yAxis->scaleRange(1.1, plot.yAxis->range().center());
    if (single)
        plot.xAxis->setRange(plan.neurons.front() - 1.0, plan.neurons.front() + 1.0);
    plot.legend->setVisible(true);
}

QByteArray StudyCurves::csv() const
{
    QByteArray text = "scheme,neurons,mean,low95,high95\n";
    const StudyPlan& plan = study()->results.plan;
    for (int scheme = 0; scheme < int(plan.schemes.size()); ++scheme) {
        const Curve curve = curveOf(*study(), choice().model, scheme, choice().metric);
        for (qsizetype i = 0; i < curve.neurons.size(); ++i)
            text += csvField(schemeLabel(scheme)) + ',' + QByteArray::number(curve.neurons[i]) + ',' +
                    QByteArray::number(curve.mean[i], 'g', 9) + ',' +
                    QByteArray::number(curve.low[i], 'g', 9) + ',' +
                    QByteArray::number(curve.high[i], 'g', 9) + '\n';
    }
    return text;
}

} // namespace flipside
