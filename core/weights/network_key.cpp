// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/network_key.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace flipside {

namespace {

/// "netG_state_dict" -> "netg"
std::string bareKey(std::string_view key)
{
    constexpr std::size_t longest = 40; // no key of these is longer
    std::string bare;
    for (const char c : key.substr(0, longest))
        if (std::isalnum(static_cast<unsigned char>(c)))
            bare += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (const std::string_view ending : {"statedict", "weights", "state"})
        if (bare.size() > ending.size() && bare.ends_with(ending)) {
            bare.resize(bare.size() - ending.size());
            break;
        }
    return bare;
}

} // namespace

std::optional<int> rankOfNetworkKey(std::string_view key)
{
    static constexpr std::array<std::string_view, 31> inOrder = {
        "gema",      "generatorema", "netgema",    "genema",      "emagenerator", "emag",
        "modelema",  "paramsema",    "emamodel",   "ema",         "emaparams",    "averagemodel",
        "generator", "netg",         "gen",        "g",           "modelg",       "gmodel",
        "gnet",      "statedict",    "model",      "params",      "net",          "network",
        "weights",   "module",       "parameters", "modelparams", "nets",         "networks",
        "models"};
    const auto found = std::find(inOrder.begin(), inOrder.end(), bareKey(key));
    if (found == inOrder.end())
        return std::nullopt;
    return static_cast<int>(found - inOrder.begin());
}

bool isTrainingKey(std::string_view key)
{
    const std::string bare = bareKey(key);
    static constexpr std::array<std::string_view, 5> starts = {"optim", "sched", "lrsched", "callback",
                                                               "gradscaler"};
    return std::any_of(starts.begin(), starts.end(),
                       [&](std::string_view start) { return bare.starts_with(start); });
}

} // namespace flipside
