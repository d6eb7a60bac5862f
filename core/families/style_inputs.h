// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/family.h"
#include "core/families/style_samples.h"

#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// How a network with a style for each layer is asked. One tensor, B × total, has side by side
///  - "z", drawn from N(0, I);
///  - "class", where it has any;
///  - "psi", the truncation ψ: w becomes average + ψ (w - average); 1 leaves it as it is;
///  - "psiLayers", how many of the layers ψ is for, counted from the coarsest;
///  - "noise", the strength of the noise maps that the file holds: 1 is the author's, 0 is none. Only where
///    it holds any;
///  - "noiseSeed", from 1 on, which maps are drawn instead of the file's (drawn_noise.h); 0: the file's own;
///  - "space", whether w comes of z (0) or is given (1);
///  - "w", which is then given;
///  - "directions", how far w is moved along each of its principal directions (style_samples.h), in standard
///    deviations. Only where they can be found;
///  - "mixFrom" and "mixTo": the layers from the one to before the other, counted from the coarsest and 0,
///  have
///    the style of another picture (style mixing: Karras et al., 2019, section 3.1), which is asked for with
///    "mixZ", "mixClass", "mixSpace", "mixW" and "mixDirections" as this one is with their like. Only where
///    canRunTwice().
/// ψ is for all of these.
struct StyleInputs {
    std::vector<NetworkInput> inputs;
    int total = 0;
    StyleDirections directions{};
    bool mixes = false;

    /// Text of the numbers of an input, B × as many, in a tensor `x` that has all; empty where there is none.
    std::string of(std::string_view name) const;
};
StyleInputs styleInputs(const StyleMapping& mapping, bool hasNoise);

} // namespace flipside
