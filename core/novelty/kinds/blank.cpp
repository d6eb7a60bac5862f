// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"

#include <algorithm>

namespace flipside::metric_kinds {

namespace {

constexpr float nearBlack = 0.2f;
constexpr float nearWhite = 0.8f;
/// Of a picture's numbers, how many may be otherwise.
constexpr double exceptions = 0.01;

bool isBlank(const Image& picture)
{
    const auto allowed = std::ptrdiff_t(exceptions * double(picture.pixels.size()));
    return std::ranges::count_if(picture.pixels, [](float number) { return number > nearBlack; }) <=
               allowed ||
           std::ranges::count_if(picture.pixels, [](float number) { return number < nearWhite; }) <= allowed;
}

} // namespace

std::vector<Metric> blank()
{
    Metric metric;
    metric.name = "blank";
    metric.label = "Nothing to see";
    metric.symbol = "blank";
    metric.term = "nothing-to-see";
    metric.description =
        "1 of a picture that is nearly all black or all white, otherwise 0; the mean is the share of "
        "such pictures.";
    metric.place = 16;
    metric.prepare = [](MetricInput& /*input*/, const std::string& /*model*/) {
        return [](MetricBatch& batch) {
            std::vector<float> values;
            for (const Image& picture : batch.pictures())
                values.push_back(isBlank(picture) ? 1.0f : 0.0f);
            return values;
        };
    };
    return {metric};
}

} // namespace flipside::metric_kinds
