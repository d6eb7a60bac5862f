// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"
#include "core/families/style_layers.h"

#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// StyleGAN's mapping network: from z, and a class where there are any, to w (Karras et al., 2019, section
/// 2).
struct StyleMapping {
    std::string path;
    int latent = 0;
    int classes = 0;
    std::optional<StyleLinear> embedding{}; ///< of the class; there where there are classes
    std::vector<StyleLinear> layers;
    WeightTensor average; ///< of w: as many numbers, or layers × as many; that to which ψ draws
    int width = 0;        ///< of w
    int styles = 0;       ///< how many w the synthesis network takes
};

struct StyleInputs;

/// Whether each layer can be run a second time without a second row of neurons to flip, which style mixing
/// needs: each has a function that can be written so that it is none of the decoder's layers.
bool canRunTwice(const StyleMapping& mapping);

/// Adds the modules of a mapping network. That at its path makes all w, B × styles × width, of a tensor with
/// all inputs (style_inputs.h). Throws Error, half a sentence, where its layers do not follow one another.
void addStyleMapping(Blueprint& blueprint, const StyleMapping& mapping, const StyleInputs& inputs);

/// The average of w over latents drawn here, for files that have none of their own; the same each time. Zeros
/// where a mapping network is too large for that.
WeightTensor averageStyle(const StyleMapping& mapping);

} // namespace flipside
