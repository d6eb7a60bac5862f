// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/motion/timeline.h"

#include <nlohmann/json_fwd.hpp>

namespace flipside {

/// {"keyframes":[{"recipe":{…},"length":2,"easing":"smooth"}],"loops":true,"beatsPerMinute":120}.
nlohmann::json toJson(const Timeline& timeline);
/// Throws Error naming `where` for a bad recipe, a length or tempo that is not above 0, an unknown easing, a
/// film without end.
Timeline timelineFromJson(const nlohmann::json& json, const std::string& where);

} // namespace flipside
