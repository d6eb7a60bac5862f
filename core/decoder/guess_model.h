// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/model_folder.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>
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
///
/// A file that this user has not opened before is tried in a process of its own (model/first_opening.h);
/// `progress` gets a fraction in [0, 1] now and then.
ModelGuess guessModel(const ModelFolder& folder, const std::vector<int>& latentShape = {},
                      const std::function<void(double)>& progress = {});

/// The same of decoder.pt's bytes, here and now. Throws Error with half a sentence.
ModelGuess guessFrom(std::string_view decoder, const std::vector<int>& latentShape,
                     const std::function<void(double)>& progress);

// For the way between the two processes.
void to_json(nlohmann::json& json, const ModelGuess& guess);
void from_json(const nlohmann::json& json, ModelGuess& guess);

} // namespace flipside
