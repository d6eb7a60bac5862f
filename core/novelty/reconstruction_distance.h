// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decoder/decoder.h"
#include "core/picture/image.h"

#include <span>
#include <stop_token>
#include <vector>

namespace flipside {

/// Reconstruction distance D_r = ‖x - E[θ(x|z)]‖₂ over the pixels in [0, 1] (long paper, section 3), one
/// number for each picture, where `latents` (n × latentLength) are the pictures' encodings: one pass through
/// encoder and decoder, whose magnitudes are the published ones (METHOD, Novelty metrics). Throws Cancelled
/// once `stop` asks for it.
std::vector<float> reconstructionDistances(Decoder& decoder, std::span<const Image> pictures,
                                           std::span<const float> latents, const std::stop_token& stop = {});

/// ‖a - b‖₂ over the pixels of pictures of one size.
double pictureDistance(const Image& a, const Image& b);

} // namespace flipside
