// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/layer_profile.h"

#include "core/base/error.h"
#include "core/base/percentile.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

namespace flipside {

namespace {

void refusePercentileWithout(bool known)
{
    if (!known)
        throw ArgumentError("percentiles of single cells are not in a profile: use max or mean, or flip "
                            "whole channels");
}

} // namespace

double Histogram::percentile(double percent, double off) const
{
    const BinPlace place = percentilePlace(counts, percent);
    const double edge = double(low) + double(place.bin) * double(binWidth);
    if (edge != 0.0 || place.bin == counts.size())
        return edge + place.share * double(binWidth);
    // A rectified unit that is off is exactly 0, and not spread over the bin that begins there.
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    const double atEdge = std::min(1.0, off * total / double(counts[place.bin]));
    return place.share <= atEdge ? edge : edge + double(binWidth) * (place.share - atEdge) / (1.0 - atEdge);
}

int LayerProfile::deadCount() const
{
    int count = 0;
    for (int unit = 0; unit < units(); ++unit)
        count += dead(unit) ? 1 : 0;
    return count;
}

float LayerProfile::correlation(int a, int b) const
{
    if (a == b)
        return deviation[std::size_t(a)] > 0.0f ? 1.0f : 0.0f;
    if (packedCorrelation.empty())
        return 0.0f;
    if (a > b)
        std::swap(a, b);
    const std::size_t n = percentActivation.size();
    const auto row = std::size_t(a);
    const std::size_t index = row * (2 * n - row - 1) / 2 + std::size_t(b - a - 1);
    return float(packedCorrelation[index]) / 32767.0f;
}

float LayerProfile::onValue(int unit, double gamma, Statistic statistic) const
{
    return static_cast<float>(gamma * activation(unit, statistic));
}

double LayerProfile::activation(int unit, Statistic statistic) const
{
    const auto index = std::size_t(unit);
    switch (statistic.kind) {
    case Statistic::Kind::Max:
        return double(maximum[index]);
    case Statistic::Kind::Mean:
        return double(mean[index]);
    case Statistic::Kind::Percentile:
        refusePercentileWithout(!histograms.empty());
        return std::clamp(histograms[index].percentile(statistic.percent, 1.0 - percentActivation[index]),
                          double(minimum[index]), double(maximum[index]));
    }
    return 0.0;
}

std::optional<float> LayerProfile::cellOnValue(int unit, const Cell& cell, double gamma,
                                               Statistic statistic) const
{
    if (!cells || cell.row < 0 || cell.row >= cells->height || cell.column < 0 || cell.column >= cells->width)
        return std::nullopt;
    refusePercentileWithout(statistic.kind != Statistic::Kind::Percentile);
    const auto& values = statistic == Statistic::Max ? cells->maximum : cells->mean;
    const std::size_t row = std::size_t(unit) * std::size_t(cells->height) + std::size_t(cell.row);
    return static_cast<float>(gamma *
                              double(values[row * std::size_t(cells->width) + std::size_t(cell.column)]));
}

std::vector<float> LayerProfile::patternMap(int unit, Pattern pattern, int exemplar, int height,
                                            int width) const
{
    return patterns ? patterns->map(unit, pattern, exemplar, height, width) : std::vector<float>();
}

double LayerProfile::percentile(double p) const
{
    std::vector<float> live;
    for (int unit = 0; unit < units(); ++unit)
        if (!dead(unit))
            live.push_back(percentActivation[std::size_t(unit)]);
    return percentileOf(std::move(live), p);
}

double LayerProfile::cellPercentile(double p) const
{
    std::vector<float> live;
    std::ranges::copy_if(cells->percentActivation, std::back_inserter(live),
                         [](float share) { return share >= deadBelow; });
    return percentileOf(std::move(live), p);
}

std::vector<int> LayerProfile::mostCorrelated(int unit, int count) const
{
    if (packedCorrelation.empty())
        return {};
    std::vector<std::pair<float, int>> others;
    for (int other = 0; other < units(); ++other)
        if (other != unit && !dead(other))
            others.emplace_back(-correlation(unit, other), other);
    const std::size_t kept = std::min(others.size(), std::size_t(std::max(count, 0)));
    std::partial_sort(others.begin(), others.begin() + std::ptrdiff_t(kept), others.end());
    std::vector<int> result;
    for (std::size_t i = 0; i < kept; ++i)
        result.push_back(others[i].second);
    return result;
}

int LayerProfile::rank(int unit) const
{
    const float own = percentActivation[std::size_t(unit)];
    return 1 + int(std::count_if(percentActivation.begin(), percentActivation.end(),
                                 [own](float other) { return other > own; }));
}

LayerProfile LayerProfile::cellByCell() const
{
    LayerProfile layer;
    layer.id = id;
    layer.percentActivation = cells->percentActivation;
    layer.maximum = cells->maximum;
    layer.mean = cells->mean;
    layer.deviation = cells->deviation;
    return layer;
}

std::vector<int> LayerProfile::correlationOrder() const
{
    std::vector<int> left;
    std::vector<int> deadUnits;
    for (int unit = 0; unit < units(); ++unit)
        (dead(unit) ? deadUnits : left).push_back(unit);
    std::vector<int> order;
    if (packedCorrelation.empty())
        order.swap(left);
    if (!left.empty()) {
        auto next = std::max_element(left.begin(), left.end(), [this](int a, int b) {
            return percentActivation[std::size_t(a)] < percentActivation[std::size_t(b)];
        });
        for (;;) {
            const int unit = *next;
            order.push_back(unit);
            left.erase(next);
            if (left.empty())
                break;
            next = std::max_element(left.begin(), left.end(), [this, unit](int a, int b) {
                return correlation(unit, a) < correlation(unit, b);
            });
        }
    }
    order.insert(order.end(), deadUnits.begin(), deadUnits.end());
    return order;
}

} // namespace flipside
