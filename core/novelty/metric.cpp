// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric.h"

#include "core/base/error.h"

#include <algorithm>

namespace flipside {

bool Metric::needing(MetricNeed need) const
{
    return std::find(needs.begin(), needs.end(), need) != needs.end();
}

Metric findMetric(const std::string& name)
{
    const std::size_t colon = name.find(':');
    const std::string kind = name.substr(0, colon);
    std::string known;
    for (const Metric& metric : allMetrics()) {
        known += (known.empty() ? "" : ", ") + metric.name;
        if (metric.name != kind || (colon != std::string::npos && !metric.byOtherModels))
            continue;
        if (colon == std::string::npos)
            return metric;
        const std::string model = name.substr(colon + 1);
        Metric byOther = metric;
        byOther.name = name;
        byOther.label += " by " + model;
        std::erase(byOther.needs, MetricNeed::Classifier); // of its own
        byOther.prepare = [prepare = metric.prepare, model](MetricInput& input, const std::string&) {
            return prepare(input, model);
        };
        return byOther;
    }
    throw ArgumentError("unknown metric \"" + name + "\": use one of " + known);
}

} // namespace flipside
