// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graphs/graph_sizes.h"

#include <vector>

namespace flipside {

/// Whether a network's output is B × height × width × channels, as TensorFlow and Keras have pictures, and
/// not B × channels × height × width.
bool hasChannelsLast(const Sizes& output);
/// Whether it can be a picture, or the numbers of one.
bool mayBePicture(const Sizes& output);

/// Sizes for one picture, as ints.
std::vector<int> forOne(const Sizes& sizes);

} // namespace flipside
