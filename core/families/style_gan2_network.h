// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/family.h"
#include "core/families/resampling.h"
#include "core/families/style_mapping.h"

#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// A convolution whose inputs a style scales (Karras et al., 2020, section 2.2).
struct StyledConvolution {
    std::string path;
    StyleLinear affine;  ///< from w to a factor for each input; its path is below this one's
    WeightTensor weight; ///< outputs × inputs × side × side
    double weightGain = 1.0;
    const WeightTensor* bias = nullptr; ///< outputs, in any shape
    StyleActivation activation{};
    std::optional<WeightTensor> noise{}; ///< height × width, behind any ones
    const WeightTensor* noiseStrength = nullptr;
    std::optional<ResamplingFilter> blur{}; ///< there where it makes its map twice as large

    int inputs() const { return int(weight.shape[1]); }
    int outputs() const { return int(weight.shape[0]); }
};

/// A convolution of single pixels whose result is made twice as large: the way around a block of the
/// architecture "resnet".
struct StyleDetour {
    std::string path;
    const WeightTensor* weight = nullptr;
    double gain = 1.0;
    ResamplingFilter filter;
};

/// Layers of one resolution.
struct StyleBlock {
    std::vector<StyledConvolution> convolutions;
    std::optional<StyledConvolution> picture{}; ///< to colours; without demodulation
    std::optional<StyleDetour> detour{};
    std::string enlargementPath; ///< of a module that makes the picture of the block before twice as large
    std::optional<ResamplingFilter> enlargement{};
};

/// StyleGAN2 (Karras et al., 2020, arXiv:1912.04958), however its file names its layers.
struct StyleGan2Network {
    StyleMapping mapping;
    std::string constantPath;
    WeightTensor constant; ///< channels × height × width, where its synthesis begins
    std::vector<StyleBlock> blocks;
};

/// What it is as a network that can be compiled. A style scales the inputs of a convolution and its outputs
/// are demodulated, so that all pictures of a batch share its weights; the transposed convolutions are done
/// as four ordinary ones, a place each (LibTorch's own take several times as long). Throws Error, half a
/// sentence, where its layers do not fit one another.
NetworkReading styleGan2Reading(const StyleGan2Network& network);

} // namespace flipside
