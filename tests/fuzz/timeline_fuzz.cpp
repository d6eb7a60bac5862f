// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline of a session.
#include "core/base/json_fields.h"
#include "core/motion/timeline_json.h"
#include "tests/fuzz/support/reading.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& text) {
        const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
        if (json.is_discarded())
            return;
        const Timeline timeline = timelineFromJson(json, "it");
        require(timelineFromJson(nlohmann::json::parse(toJson(timeline).dump()), "it") == timeline,
                "a timeline that is written is read as it was");
        require(timeline.frames(60.0) >= 1, "a film has a frame");
        require(std::isfinite(timeline.duration()), "a film ends");
        const auto sameLatent = [&](const Keyframe& one) {
            return one.recipe.z.size() == timeline.keyframes.front().recipe.z.size();
        };
        if (timeline.keyframes.empty() || !std::ranges::all_of(timeline.keyframes, sameLatent))
            return;
        for (const double share : {-0.5, 0.0, 0.3, 0.999, 1.0, 7.7})
            (void)timeline.at(share * timeline.duration());
        if (timeline.timeOf(1) > 0.0)
            require(timeline.at(0.0) == timeline.keyframes.front().recipe,
                    "a film begins with its first picture");
    });
}
