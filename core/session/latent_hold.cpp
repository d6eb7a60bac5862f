// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/latent_hold.h"

#include "core/base/json_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace flipside {

std::vector<bool> LatentHold::mask() const
{
    std::vector<bool> stays(locked.empty() ? 0 : std::size_t(locked.back()) + 1);
    for (const int dimension : locked)
        stays[std::size_t(dimension)] = true;
    return stays;
}

nlohmann::json toJson(const LatentHold& hold)
{
    nlohmann::json json = {{"psi", hold.psi}};
    if (!hold.base.empty())
        json["base"] = hold.base;
    if (!hold.locked.empty())
        json["locked"] = hold.locked;
    if (hold.seed)
        json["seed"] = *hold.seed;
    return json;
}

LatentHold latentHoldFromJson(const nlohmann::json& json, const std::string& where)
{
    if (!json.is_object())
        refuseJson(where, "it must be an object with psi");
    LatentHold hold;
    hold.psi = finiteNumber(jsonField(json, "psi", where), "\"psi\"", where);
    if (hold.psi < 0.0 || hold.psi > 1.0)
        refuseJson(where, "\"psi\" must lie between 0 and 1");
    for (const nlohmann::json& number : listField(json, "base", where))
        hold.base.push_back(float(finiteNumber(number, "\"base\"", where)));
    for (const nlohmann::json& dimension : listField(json, "locked", where))
        hold.locked.push_back(wholeNumber(dimension, "\"locked\"", where));
    if (!std::is_sorted(hold.locked.begin(), hold.locked.end()))
        refuseJson(where, "\"locked\" must be in ascending order");
    if (const auto seed = json.find("seed"); seed != json.end()) {
        if (!seed->is_number_unsigned())
            refuseJson(where, "\"seed\" must be a whole number, 0 or more");
        hold.seed = seed->get<std::uint64_t>();
    }
    return hold;
}

} // namespace flipside
