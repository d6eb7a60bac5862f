// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_trade_off.h"

#include "core/study/novelty_value.h"
#include "ui/document/display_names.h"
#include "ui/style/theme.h"

#include <qcustomplot.h>

#include <algorithm>
#include <optional>

namespace flipside {
namespace {

double valueOf(const PartResult& result, std::size_t index, const Metric& metric)
{
    return metric.ofASet() ? metric.valueOf(result.sets[index]) : result.metrics[index].mean();
}

} // namespace

std::vector<StudyScatter::Point> StudyTradeOff::points() const
{
    std::vector<Point> points;
    if (choice().metric == choice().otherMetric)
        return points;
    const StudyResults& results = study()->results;
    const auto x = std::size_t(choice().metric);
    const auto y = std::size_t(choice().otherMetric);
    const Metric across = findMetric(results.plan.metrics[x]);
    const Metric up = findMetric(results.plan.metrics[y]);
    for (const StudySeries& series : results.series)
        if (series.model == choice().model)
            points.push_back({valueOf(series.result, x, across),
                              valueOf(series.result, y, up),
                              {series.model, series.scheme, series.neurons, 0}});
    if (up.needing(MetricNeed::Critic))
        for (const double regular = regularValue(points); Point & point : points)
            point.y = worth(up, point.y, regular);
    return points;
}

double StudyTradeOff::regularValue(const std::vector<Point>& all) const
{
    const auto regular = std::ranges::find_if(all, [this](const Point& point) {
        return study()->results.plan.schemes[std::size_t(point.sample.scheme)].call.name == "regular";
    });
    return regular == all.end() ? 0.0 : regular->y;
}

std::vector<StudyScatter::Point> StudyTradeOff::front() const
{
    // The metric that goes right is how novel, the one that goes up what a picture is worth.
    const std::vector<std::string>& metrics = study()->results.plan.metrics;
    const double right = findMetric(metrics[std::size_t(choice().metric)]).higherIsNovel ? 1.0 : -1.0;
    const double up = findMetric(metrics[std::size_t(choice().otherMetric)]).higherIsNovel ? -1.0 : 1.0;
    std::vector<Point> all = points();
    std::ranges::sort(all, [&](const Point& a, const Point& b) {
        return a.x != b.x ? right * a.x > right * b.x : up * a.y > up * b.y;
    });
    std::vector<Point> front;
    for (const Point& point : all)
        if (front.empty() || up * point.y > up * front.back().y)
            front.push_back(point);
    return front;
}

void StudyTradeOff::draw(const Palette& colours)
{
    StudyScatter::draw(colours);
    const Metric value = findMetric(study()->results.plan.metrics[std::size_t(choice().otherMetric)]);
    if (value.needing(MetricNeed::Critic))
        plot().yAxis->setLabel(tr("%1, less what is above regular pictures").arg(metricTitle(value)));
    const std::vector<Point> best = front();
    if (best.size() < 2)
        return;
    auto* line = new QCPCurve(plot().xAxis, plot().yAxis);
    for (const Point& point : best)
        line->addData(point.x, point.y);
    line->setPen(QPen(colours.accent, 1.5));
    line->setName(tr("Not beaten in both"));
}

QString StudyTradeOff::caption(const StudySample& sample) const
{
    return QStringLiteral("%1 · %2").arg(schemeLabel(sample.scheme),
                                         tr("%n neuron(s)", nullptr, sample.neurons));
}

QString StudyTradeOff::reasonWithoutPoints() const
{
    return tr("Nothing was measured of this model.");
}

QByteArray StudyTradeOff::csv() const
{
    const std::vector<std::string>& metrics = study()->results.plan.metrics;
    QByteArray text = "scheme,neurons," +
                      csvField(QString::fromStdString(metrics[std::size_t(choice().metric)])) + ',' +
                      csvField(QString::fromStdString(metrics[std::size_t(choice().otherMetric)])) + '\n';
    for (const Point& point : points())
        text += csvField(schemeLabel(point.sample.scheme)) + ',' + QByteArray::number(point.sample.neurons) +
                ',' + QByteArray::number(point.x, 'g', 9) + ',' + QByteArray::number(point.y, 'g', 9) + '\n';
    return text;
}

} // namespace flipside
