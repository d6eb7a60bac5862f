// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace flipside {

/// A map of fromHeight × fromWidth at another size: what becomes smaller is the mean of what it covers, what
/// becomes larger lies linearly between the middles of its places. The mean stays nearly the same.
std::vector<float> resizedMap(std::span<const float> map, int fromHeight, int fromWidth, int toHeight,
                              int toWidth);

} // namespace flipside
