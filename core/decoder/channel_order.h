// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/script.h>

namespace flipside {

/// Where the channels are, as the operators tell that make a value. In three dimensions the last one is
/// usual (N×T×U), in more of them dimension 1 (N×C×H×W).
struct ChannelOrder {
    bool firstOfThree = false; ///< N×C×L, as one-dimensional convolutions make it
    bool lastOfMore = false;   ///< N×H×W×C, as linear layers and permutations make it

    bool operator==(const ChannelOrder&) const = default;
};

/// The usual where the graph does not tell.
ChannelOrder channelOrderOf(const torch::jit::Value& value);

} // namespace flipside
