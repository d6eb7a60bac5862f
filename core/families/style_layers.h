// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"
#include "core/weights/weight_tensor.h"

#include <optional>
#include <string>
#include <string_view>

namespace flipside {

/// What StyleGAN's `bias_act` does behind a layer: a function, a factor, a limit.
struct StyleActivation {
    std::string function = "linear";
    double gain = 1.0;
    std::optional<double> clamp{}; ///< to [-clamp, clamp], last of all

    /// Whether the factor may stand in front of the function as well: f(gain · x) = gain · f(x).
    bool scalesThrough() const;
    /// The factor where it does, which spares a walk through the map; 1 where it must come behind.
    double gainInFront() const;
    /// Text that does it to x, of which all of gainInFront() was done.
    std::string text() const;
};

/// With the function's usual factor, √2 for those that lose half of what comes in. Throws Error, half a
/// sentence, for functions that are none of StyleGAN's.
StyleActivation styleActivation(std::string_view function);

/// A fully connected layer whose weights are multiplied by a number as they are used (an equalised learning
/// rate: Karras et al., 2018, section 4.1).
struct StyleLinear {
    std::string path;
    const WeightTensor* weight = nullptr; ///< outputs × inputs
    const WeightTensor* bias = nullptr;   ///< may be missing
    double weightGain = 1.0;
    double biasGain = 1.0;
    StyleActivation activation{};

    int inputs() const { return int(weight->shape[1]); }
    int outputs() const { return int(weight->shape[0]); }
};

/// Text of a layer's product and bias, with that of its factor which may stand in front of its function.
std::string styleLinearText(const StyleLinear& layer);
BlueprintModule styleLinearModule(const StyleLinear& layer);

/// "self.weight * 0.125", or without the number where it is 1.
std::string scaled(const std::string& what, double factor);

/// Throws Error, half a sentence, for a number that no network has: not finite, or beyond 10^6.
double usableGain(double gain);

} // namespace flipside
