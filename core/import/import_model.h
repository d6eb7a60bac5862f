// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/families/family.h"
#include "core/model/model_folder.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace flipside {

/// A generator that somebody exported, and what they say of it.
struct ModelImport {
    std::filesystem::path decoder; ///< TorchScript, or weights in which a network is recognised
    std::filesystem::path encoder; ///< TorchScript from pictures to latents; may be empty
    std::string family;            ///< of weights: the kind of network (families/family.h); empty to find it
    NetworkChoices choices{};      ///< of weights: answers to what they leave open
    std::filesystem::path code{};  ///< of weights: their network's Python file, or what print() shows of it
    std::string id;                ///< the id it gets; a model of that id under `root` is replaced
    std::string name;              ///< for people; by default the id
    std::vector<int> latentShape;  ///< without the batch dimension; empty to guess
    std::optional<std::pair<double, double>> range; ///< of its output; empty to guess
    std::filesystem::path classNames{}; ///< of the classes that it takes (import/class_names.h); may be empty
    std::string data; ///< dataset to profile it with through its encoder; empty for the prior
};

/// A latent's shape as people write it, "128" or "32x16x16" (also with ',' or '×'). Throws ArgumentError.
std::vector<int> latentShapeFrom(const std::string& text);

/// Where a generator was kept.
struct ImportedModel {
    std::filesystem::path folder;
    bool replaced = false; ///< a model of that id was there, and is gone
    /// What was found out about it, a sentence each: its latent, pictures, range and layers, and what else
    /// would work.
    std::vector<std::string> found{};
};

/// Checks a TorchScript file, or compiles one of the network in a file of weights, finds its layers and keeps
/// it as a model folder under `root`. Nothing is left there if that fails or is cancelled. Not yet profiled:
/// it can be played, but schemes need profileModel. Throws ArgumentError for an id that is bad or taken
/// elsewhere, or options that do not go together, Error with one sentence for what is wrong with a file,
/// Cancelled.
ImportedModel importModel(const ModelImport& given, const std::filesystem::path& root, Progress& progress);

} // namespace flipside
