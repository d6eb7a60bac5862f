// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network_input.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace flipside::test {

/// [[name, kind, shape], …], as the scripts beside this write them.
inline nlohmann::json inputsJson(const std::vector<NetworkInput>& inputs)
{
    nlohmann::json list = nlohmann::json::array();
    for (const NetworkInput& input : inputs)
        list.push_back(nlohmann::json::array({input.name, toString(input.kind), input.shape}));
    return list;
}

} // namespace flipside::test
