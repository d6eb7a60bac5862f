// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"
#include "core/blueprint/layer_modules.h"
#include "core/families/layer_weights.h"

#include <string>
#include <vector>

namespace flipside {

/// Layers that follow one another, from a latent to a picture, with all that they do.
struct Chain {
    struct Link {
        LayerWeights layer;
        bool isTransposed = false; ///< of a convolution
        ConvolutionSteps steps;
        double epsilon = 1e-5; ///< of a normalisation
        int groups = 1;        ///< of a normalisation without running statistics
        /// What its input is made before it comes in; no channels: it stays as it is.
        int mapChannels = 0;
        int mapSide = 0;
        // What follows it, in this order.
        bool isActivated = false;
        std::string activationPath; ///< the module that does it; empty where that is not known
        bool isShuffled = false;    ///< pixels of four channels become four pixels of one
        bool isDoubled = false;     ///< in height and width, by the nearest neighbour
    };
    std::vector<Link> links;
    std::vector<int> latent; ///< {numbers}, or {numbers, 1, 1} where the first layer is a convolution
    std::string activation;  ///< TorchScript of x: "torch.relu(x)"
    std::string end;         ///< the same, of the picture; "x" for nothing
    std::vector<int> output; ///< without the batch: channels × height × width of a picture, or {numbers}
};

/// Its network, which computes it in a function of this name; another may be added that calls it as
/// `self.NAME(x)`.
Blueprint blueprintOf(const Chain& chain, const std::string& function = "forward");

} // namespace flipside
