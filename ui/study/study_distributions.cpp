// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_distributions.h"

#include "ui/document/display_names.h"
#include "ui/style/theme.h"

#include <qcustomplot.h>

#include <algorithm>

namespace flipside {
namespace {

struct Outline {
    QVector<double> values, shares; ///< middle of a bin, percent of the samples in it
};

Outline outlineOf(const MetricSums& sums, const Metric& metric)
{
    Outline outline;
    const double width = (metric.highest - metric.lowest) / MetricSums::bins;
    for (int i = 0; i < MetricSums::bins; ++i) {
        outline.values.append(metric.lowest + (i + 0.5) * width);
        outline.shares.append(
            sums.samples == 0 ? 0.0 : 100.0 * sums.histogram[std::size_t(i)] / double(sums.samples));
    }
    return outline;
}

} // namespace

void StudyDistributions::draw(const Palette& colours)
{
    QCustomPlot& plot = this->plot();
    const StudyPlan& plan = study()->results.plan;
    const Metric metric = shownMetric();
    plot.xAxis->setLabel(metricTitle(metric));
    if (metric.ofASet()) {
        plot.yAxis->setLabel(tr("One number for the whole set: see Curves"));
        return;
    }
    double low = metric.highest;
    double high = metric.lowest;
    for (int scheme = 0; scheme < int(plan.schemes.size()); ++scheme) {
        const StudySeries* series = study()->results.find(choice().model, scheme, choice().neurons);
        if (!series)
            continue;
        const MetricSums& sums = series->result.metrics[std::size_t(choice().metric)];
        low = std::min(low, sums.percentile(0.2, metric.lowest, metric.highest));
        high = std::max(high, sums.percentile(99.8, metric.lowest, metric.highest));
        const Outline outline = outlineOf(sums, metric);
        const QColor colour = seriesColour(scheme, colours);
        QColor fill = colour;
        fill.setAlpha(40);
        auto* graph = new QCPGraph(plot.xAxis, plot.yAxis);
        graph->setLineStyle(QCPGraph::lsStepCenter);
        graph->setPen(QPen(colour, 2.0, scheme < 8 ? Qt::SolidLine : Qt::DashLine));
        graph->setBrush(fill);
        graph->setData(outline.values, outline.shares, true);
        graph->setName(schemeName(scheme));
    }
    plot.yAxis->setLabel(tr("Samples (%)"));
    plot.rescaleAxes();
    const double margin = std::max((high - low) * 0.05, (metric.highest - metric.lowest) / MetricSums::bins);
    plot.xAxis->setRange(low - margin, high + margin);
    plot.yAxis->setRange(0.0, plot.yAxis->range().upper * 1.05);
    plot.legend->setVisible(true);
}

QByteArray StudyDistributions::csv() const
{
    QByteArray text = "scheme,value,percent\n";
    const StudyPlan& plan = study()->results.plan;
    if (shownMetric().ofASet())
        return text;
    for (int scheme = 0; scheme < int(plan.schemes.size()); ++scheme) {
        const StudySeries* series = study()->results.find(choice().model, scheme, choice().neurons);
        if (!series)
            continue;
        const Outline outline =
            outlineOf(series->result.metrics[std::size_t(choice().metric)], shownMetric());
        for (qsizetype i = 0; i < outline.values.size(); ++i)
            text += csvField(schemeLabel(scheme)) + ',' + QByteArray::number(outline.values[i], 'g', 9) +
                    ',' + QByteArray::number(outline.shares[i], 'g', 9) + '\n';
    }
    return text;
}

} // namespace flipside
