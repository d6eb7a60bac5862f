// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/guess_model.h"
#include "core/model/network_input.h"
#include "core/picture/image.h"

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flipside {

/// As many as a sheet of three rows has, which tells how pictures differ.
inline constexpr int usualSamples = 9;

struct SampledPictures {
    std::vector<Image> pictures;
    std::vector<int> image; ///< channels, height, width of the generator's own, which are larger
};

/// Small pictures that a stranger's generator makes, to look at: of the first latents of N(0, I), the same
/// ones whatever else is said of the network; of its classes one after the other; of its settings as they
/// stand. `most` of them, or fewer of a generator that is large (4) or slow (1), no side longer than it is
/// shown. `range` is that of its output, guessed of the pictures where it is not known. `inputs` are what
/// compiled forwards take (network_input.h). Throws Error, half a sentence, where it makes no pictures.
/// `progress` gets a fraction in [0, 1].
SampledPictures samplePictures(const std::shared_ptr<torch::jit::Graph>& graph,
                               const std::vector<NetworkInput>& inputs,
                               const std::optional<std::pair<double, double>>& range, int most,
                               const std::function<void(double)>& progress);

/// What can be found out about the generator in a TorchScript file's bytes (import/guess_model.h), and
/// pictures of it, if any are wanted. Throws as both do.
std::pair<ModelGuess, std::vector<Image>> guessWithPictures(std::string_view decoder,
                                                            const std::vector<int>& latentShape,
                                                            const GuessEffort& effort, int most,
                                                            const std::function<void(double)>& progress);

// For the way between the two processes: pictures of one size, as bytes, and what says their sizes.
nlohmann::json samplesJson(const std::vector<Image>& samples);
std::string sampleBytes(const std::vector<Image>& samples);
/// Throws Error where the bytes are not as many as `json` says.
std::vector<Image> samplesFrom(const nlohmann::json& json, std::string_view bytes);

} // namespace flipside
