// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/family.h"
#include "core/families/resampling.h"
#include "core/families/style_mapping.h"

#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// Where StyleGAN3's synthesis begins: waves whose direction, length and place a style turns and shifts.
struct FourierInput {
    std::string path;
    StyleLinear affine;                        ///< from w to (cos, sin, x, y)
    const WeightTensor* weight = nullptr;      ///< channels × channels
    const WeightTensor* frequencies = nullptr; ///< channels × 2
    const WeightTensor* phases = nullptr;      ///< channels
    const WeightTensor* transform = nullptr;   ///< 3 × 3, of the whole plane
    MapSize size;
    double samplingRate = 1.0;
    double bandwidth = 0.0;
};

/// A convolution whose inputs a style scales, then a leaky ReLU on a finer map, between two filters.
struct AliasFreeLayer {
    std::string path;
    StyleLinear affine;
    const WeightTensor* weight = nullptr; ///< outputs × inputs × side × side
    const WeightTensor* bias = nullptr;
    double inputGain = 1.0;
    bool makesPicture = false; ///< without demodulation and without a function
    int upFactor = 1;
    int downFactor = 1;
    std::optional<ResamplingFilter> upFilter{}; ///< with all that upsampling needs in its taps
    std::optional<ResamplingFilter> downFilter{};
    MapMargins margins;
    std::optional<double> clamp{};
    MapSize size; ///< behind it
};

/// StyleGAN3 (Karras et al., 2021, arXiv:2106.12423), T and R.
struct AliasFreeNetwork {
    StyleMapping mapping;
    FourierInput input;
    std::vector<AliasFreeLayer> layers; ///< the last one makes the picture
    double outputScale = 1.0;
};

/// What it is as a network that can be compiled. Throws Error, half a sentence, where its layers do not fit
/// one another. Its author's code scales styles by their mean square in the whole batch before it
/// demodulates; here each picture's own is taken, so that it is the same in any company: the two differ by as
/// much as the 10⁻⁸ that demodulation adds.
NetworkReading aliasFreeReading(const AliasFreeNetwork& network);

} // namespace flipside
