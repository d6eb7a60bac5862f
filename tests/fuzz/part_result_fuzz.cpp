// SPDX-License-Identifier: GPL-3.0-or-later
// What was measured of a part of a study with two metrics.
#include "core/instrument/part_result.h"
#include "core/novelty/class_entropy.h"
#include "tests/fuzz/support/reading.h"

#include <nlohmann/json.hpp>

using namespace flipside;

namespace {

const std::vector<std::string> metrics{"dr", "inception"};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& text) {
        PartResult part;
        try {
            part = partResultFromJson(nlohmann::json::parse(text), metrics);
        } catch (const nlohmann::json::exception&) {
            return;
        }
        PartResult sum;
        sum.add(part);
        sum.add(part);
        require(sum.metrics.size() == 2 && sum.examples.size() == 2, "a sum has its parts' metrics");
        for (const MetricSums& metric : sum.metrics) {
            (void)metric.mean();
            (void)metric.deviation();
            (void)metric.percentile(50.0, 0.0, 20.0);
        }
        for (const SetSums& set : sum.sets)
            (void)inceptionScore(set);
        const std::string written = toJson(part).dump();
        require(toJson(partResultFromJson(nlohmann::json::parse(written), metrics)).dump() == written,
                "a part that is written is read as it was");
    });
}
