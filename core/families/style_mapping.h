// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/family.h"
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

/// How a network with a style for each layer is asked. One tensor, B × total, has side by side
///  - "z", drawn from N(0, I);
///  - "class", where it has any;
///  - "psi", the truncation ψ: w becomes average + ψ (w - average); 1 leaves it as it is;
///  - "psiLayers", how many of the layers ψ is for, counted from the coarsest;
///  - "noise", the strength of the noise maps that the file holds: 1 is the author's, 0 is none. Only where
///    it holds any;
///  - "noiseSeed", from 1 on, which maps are drawn instead of the file's (drawn_noise.h); 0: the file's own;
///  - "space", whether w comes of z (0) or is given (1);
///  - "w", which is then given.
/// ψ is for a given w as well. Styles of two latents are mixed by one w for each layer instead of one for
/// all: "w" would become that much longer.
struct StyleInputs {
    std::vector<NetworkInput> inputs;
    int total = 0;

    /// Text of the numbers of an input, B × as many, in a tensor `x` that has all; empty where there is none.
    std::string of(const std::string& name) const;
};
StyleInputs styleInputs(const StyleMapping& mapping, bool hasNoise);

/// Adds the modules of a mapping network. That at its path makes all w, B × styles × width, of a tensor with
/// all inputs. Throws Error, half a sentence, where its layers do not follow one another.
void addStyleMapping(Blueprint& blueprint, const StyleMapping& mapping, const StyleInputs& inputs);

/// The average of w over latents drawn here, for files that have none of their own; the same each time. Zeros
/// where a mapping network is too large for that.
WeightTensor averageStyle(const StyleMapping& mapping);

} // namespace flipside
