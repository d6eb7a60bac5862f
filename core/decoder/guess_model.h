// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/model_folder.h"

#include <vector>

namespace flipside {

/// What can be found out about a generator by trying it.
struct ModelGuess {
    std::vector<int> latentShape; ///< without the batch dimension
    int channels = 0;
    int height = 0;
    int width = 0;
    double rangeLow = 0.0; ///< of its output
    double rangeHigh = 1.0;
};

/// Tries decoder.pt, checked as always, with latents of `latentShape` or, if that is empty, of the shapes
/// that its first weights suggest, and looks at what comes out. The folder's card may still say anything. The
/// range is [0, 1] or [-1, 1] as the numbers need it, or [0, 255]. Throws Error with one sentence where no
/// latent makes it return a picture of 1 or 3 channels, Cancelled as a RunScope around it asks.
ModelGuess guessModel(const ModelFolder& folder, const std::vector<int>& latentShape = {});

} // namespace flipside
