// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_folder.h"

#include <chrono>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace torch::jit {
struct Graph;
}

namespace flipside {

/// What can be found out about a generator by trying it.
struct ModelGuess {
    std::vector<int> latentShape; ///< without the batch dimension
    int channels = 0;
    int height = 0;
    int width = 0;
    double rangeLow = 0.0; ///< of its output
    double rangeHigh = 1.0;
    int pictures = 0; ///< how many were tried
    /// What else a person may want to know of it, a sentence each: that its latent may be of any size, that
    /// its pictures have a fourth channel.
    std::vector<std::string> remarks;
};

/// How many pictures a guess looks at: 16 of a generator of usual speed, and 2 at least.
struct GuessEffort {
    std::chrono::milliseconds time{20'000}; ///< after which 2 are enough; of 0, 1 of a slow generator
};

/// Tries decoder.pt, checked as always, with latents of `latentShape` or, if that is empty, of the shapes
/// that its first weights suggest (import/likely_latents.h), and looks at what comes out. A map whose sides
/// may be of any size gets those that give a picture of 64 pixels. The folder's card may still say anything.
/// The range is [0, 1] or [-1, 1] as the numbers need it, or [0, 255]. Throws Error with one sentence where
/// no latent makes it return a picture of 1, 3 or 4 channels, or where it turns pictures into pictures,
/// Cancelled as a RunScope around it asks.
///
/// All this happens in a process of its own (sandbox/first_opening.h); `progress` gets a fraction in [0, 1]
/// now and then.
ModelGuess guessModel(const ModelFolder& folder, const std::vector<int>& latentShape = {},
                      const GuessEffort& effort = {}, const std::function<void(double)>& progress = {});

/// The same of decoder.pt's graph, here and now. `progress` is called before every picture. Throws Error, or
/// WrongKind with a way out, with half a sentence.
ModelGuess guessFrom(const std::shared_ptr<torch::jit::Graph>& graph, const std::vector<int>& latentShape,
                     const GuessEffort& effort, const std::function<void(double)>& progress);

/// The range of a graph's pictures, which are the part of this number of what it returns: [0, 1], [-1, 1] or
/// [0, 255], as its last function can give, or else as the lowest and highest numbers of some pictures are.
std::pair<double, double> likelyRange(const torch::jit::Graph& graph, std::size_t part, float low,
                                      float high);

// For the way between the two processes.
void to_json(nlohmann::json& json, const ModelGuess& guess);
void from_json(const nlohmann::json& json, ModelGuess& guess);

} // namespace flipside
