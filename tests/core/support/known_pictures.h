// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"

namespace flipside::test {

/// What LibTorch's bicubic curve makes of a picture, `times` as large each way, in [0, 1].
Image bicubic(const Image& picture, int times);

/// Discs, bars and rings with smooth edges in several colours, on a ground that goes from one to another.
Image shapes(int height, int width);

/// Peak signal-to-noise ratio in dB of two pictures of one size.
double psnr(const Image& one, const Image& other);

} // namespace flipside::test
