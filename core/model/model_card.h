// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/first_sight.h"
#include "core/model/network_input.h"
#include "core/recipe/recipe.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

class LatentSpace;

/// How z is drawn: by N(0, I), or by the model's latent space (model/latent_space.h).
namespace prior {
inline constexpr const char* normal = "normal";
inline constexpr const char* starts = "starts";
} // namespace prior

/// What a layer's units are: neurons of a dense layer, or channels of a convolutional one.
enum class LayerKind { Dense, Conv };

/// One layer of a decoder: the output of one activation function, listed from z to image.
struct LayerInfo {
    std::string id; ///< "hidden1", "hidden2", … from z to image
    LayerKind kind = LayerKind::Dense;
    std::string activation; ///< "relu", "tanh", …: the function's name
    int units = 0;
    int height = 1; ///< of a unit's map; 1 for dense layers
    int width = 1;
    int dead = 0; ///< units that (almost) never come on, METHOD: percent activation < 1e-4; 0 unprofiled
    std::string module{}; ///< what the model's author calls the module it comes from, "main.4"; may be empty

    bool operator==(const LayerInfo&) const = default;
};

/// A metric over many samples.
struct TypicalRange {
    double low = 0.0; ///< 5th percentile
    double mean = 0.0;
    double high = 0.0; ///< 95th percentile
    /// From the smallest value to the largest in equal steps of samples, two or more, never falling; empty
    /// where only the three numbers above are known.
    std::vector<double> quantiles{};

    /// The share of the samples that are smaller than `value`, 0 to 1, linear between quantiles; without
    /// quantiles between the three numbers, where the mean stands for the median. What lies outside all
    /// samples goes on below 0 and above 1, by 1 for each width from `low` to `high`.
    double shareBelow(double value) const;

    bool operator==(const TypicalRange&) const = default;
};

/// By metric and scheme: ["dr"]["low-active"].
using TypicalRanges = std::map<std::string, std::map<std::string, TypicalRange>>;

/// card.json: what a model is, what it was trained on and under which terms, and the hashes of its files.
struct ModelCard {
    std::string id;   ///< letters, digits, '-', '_' and '.'; what --model takes and recipes carry
    std::string name; ///< for people
    std::string description;
    std::string dataset; ///< dataset names, '+' between those of a union
    std::string terms;   ///< the terms of the training data and of the weights

    int channels = 1, height = 0, width = 0; ///< of the picture
    double rangeLow = 0.0, rangeHigh = 1.0;  ///< the decoder's output range, mapped to pixels [0, 1]
    std::vector<int> latentShape; ///< without the batch dimension, for instance {50} or {32, 16, 16}
    std::string prior = prior::normal;
    /// Of a model whose prior is prior::starts; from its folder, not from card.json.
    std::shared_ptr<const LatentSpace> latentSpace{};
    std::vector<NetworkInput> inputs{}; ///< what the network takes beside z, in its order
    std::vector<LayerInfo> layers;      ///< from z to image
    std::string schemeLayer; ///< id of the layer that the author found best for schemes; may be empty
    /// The way of flipping that the author found best (study/novelty_value.h), instead; its seed says
    /// nothing.
    std::optional<SchemeCall> scheme;
    /// What the model is opened with; empty: a latent with nothing flipped.
    std::optional<FirstSight> firstSight;

    /// What a metric usually is: what gauges show beside a picture's own, and what makes the novelty of
    /// pictures of several models comparable (novelty/novelty_rank.h).
    TypicalRanges typical;
    std::map<std::string, std::string> provenance; ///< architecture, seed, epochs, elbo, code version, …
    std::map<std::string, std::string> hashes;     ///< file name -> SHA-256

    /// Product of latentShape: how many numbers a recipe's z has.
    int latentLength() const;
    /// How many numbers the decoder takes: z, and all inputs beside it.
    int packedLength() const;
    /// What the decoder takes for this recipe.
    std::vector<float> packed(const Recipe& recipe) const;
    /// Whether z is drawn and moved as a whole, by the latent space, and not number by number.
    bool hasLatentSpace() const { return prior == prior::starts; }
    /// Share of the largest part of a picture, around its middle, that the model was trained on; in (0, 1].
    double pictureCrop() const;
    /// Index of a layer by id, or of a 1-based number written as text ("3"); -1 if there is none.
    int layerIndex(const std::string& layer) const;
    /// What to do where a layer is asked for that is not there: "use one of hidden1, hidden2".
    std::string layerChoice() const;
    /// The layer that schemes use unless told otherwise, in the window as on the command line: the author's,
    /// else the 3rd, or the last if there are fewer (METHOD, Schemes).
    std::string defaultLayer() const;
    /// What is called unless told otherwise: the author's way, else low-active decoding of five neurons of
    /// the default layer.
    SchemeCall defaultScheme() const;
};

nlohmann::json toJson(const ModelCard& card);

inline constexpr std::int64_t mostLatentNumbers = std::int64_t{1} << 24;

/// Reads and checks a card: every field present, mistyped ones named, sizes in 1..65536 pixels and at most
/// 2^24 latent numbers. Throws Error naming the file.
ModelCard readCard(const std::filesystem::path& path);
void writeCard(const std::filesystem::path& path, const ModelCard& card);

} // namespace flipside
