// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/style_mapping.h"

#include <cstddef>
#include <vector>

namespace flipside {

/// What a mapping network makes of latents from N(0, I), each of a class at random where it has classes: rows
/// × width, the same each time. Computed here, as no TorchScript has been compiled yet. Empty where the
/// layers are none that StyleGAN's own programs make, or are too large for that.
std::vector<float> sampledStyles(const StyleMapping& mapping, std::size_t rows);

/// The principal directions in which w differs (Härkönen et al., "GANSpace: Discovering Interpretable GAN
/// Controls", NeurIPS 2020, section 3.1), the widest first, each as long as the standard deviation of w along
/// it.
struct StyleDirections {
    std::size_t count = 0;
    std::vector<float> numbers; ///< count × width
};

/// Of styles rows × width: as many directions as asked for, or fewer where w differs in no more.
StyleDirections principalStyleDirections(const std::vector<float>& styles, std::size_t width,
                                         std::size_t wanted);

} // namespace flipside
