// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "decoder/decoder.h"
#include "decoder/encoder.h"
#include "picture/image.h"

#include <atomic>
#include <span>
#include <vector>

namespace flipside {

/// D_r = ‖x − E[θ(x|z)]‖₂ with z the encoding of x: one encode–decode pass, L2 over pixels in [0, 1] (long
/// paper, section 3, Reconstruction distance). One number for each picture. Throws Cancelled between batches
/// once `abandon` is true.
std::vector<float> reconstructionDistance(Decoder& decoder, const Encoder& encoder,
                                          std::span<const Image> pictures,
                                          const std::atomic<bool>* abandon = nullptr);

} // namespace flipside
