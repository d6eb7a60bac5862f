// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace flipside {

/// How likely the network under a key is the one that makes the pictures, 0 being likeliest; nothing for keys
/// that do not say. Capitals, underscores and `_state_dict` behind a name make no difference.
std::optional<int> rankOfNetworkKey(std::string_view key);

/// Whether a key says that what is there belongs to training, and not to a network.
bool isTrainingKey(std::string_view key);

} // namespace flipside
