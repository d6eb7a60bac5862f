// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"
#include "core/weights/weight_tensor.h"

#include <string>
#include <vector>

namespace flipside {

/// A low-pass filter as StyleGAN's `upfirdn2d` takes one: a convolution with these taps. Where it is a
/// product of taps for rows and taps for columns, it has both.
struct ResamplingFilter {
    int height = 0;
    int width = 0;
    std::vector<float> square; ///< height × width
    std::vector<float> down;   ///< `height` taps; empty where it is no product
    std::vector<float> across; ///< `width` taps
};

/// Of a tensor of two dimensions, or of one that stands for both. All taps together are multiplied by `gain`.
/// Throws Error, half a sentence with the name, where it is none, or has more than 64 taps a side.
ResamplingFilter resamplingFilter(const WeightTensor& tensor, double gain);
/// The usual one of StyleGAN2, (1, 3, 3, 1) both ways, whose taps add up to `gain`.
ResamplingFilter usualResamplingFilter(double gain);

struct MapSize {
    int height = 0;
    int width = 0;
};

/// What `upfirdn2d` adds to a map's sides after it has put zeros between its pixels; negative to cut off.
struct MapMargins {
    int left = 0;
    int right = 0;
    int top = 0;
    int bottom = 0;
};

/// Text that makes x, B × channels × size, `factor` times as large: puts factor - 1 zeros behind each pixel,
/// adds the margins and filters. Here only what does not meet a zero is computed: a convolution for each of
/// the places that a pixel's neighbours come to (a polyphase filter). The taps become weights of the module,
/// whose names begin with `name`; size becomes that after it. Throws Error, half a sentence, for margins that
/// nobody needs, wider than the filter, and for maps beyond 8192.
std::string upsamplingText(BlueprintModule& module, const std::string& name, const ResamplingFilter& filter,
                           int channels, int factor, const MapMargins& margins, MapSize& size);

/// Text that filters x and keeps every `factor`th pixel of each side.
std::string downsamplingText(BlueprintModule& module, const std::string& name, const ResamplingFilter& filter,
                             int channels, int factor, MapSize& size);

} // namespace flipside
