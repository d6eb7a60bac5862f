// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace flipside::test {

/// A parameter of a module that a test writes.
struct Weight {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values; ///< row by row
};

/// A TorchScript module: methods as Python source ("def forward(self, z):\n    return …"), and what they use.
struct Script {
    std::string source;
    std::vector<Weight> weights;
    std::vector<std::pair<std::string, std::int64_t>> integers; ///< attributes that are not tensors
};

/// A card for pictures of channels × height × width and a flat latent; without layers, which a Decoder finds.
ModelCard testCard(const std::string& id, int latent, int channels, int height, int width);

/// Writes a TorchScript file.
void writeScript(const std::filesystem::path& file, const Script& script);

/// Writes a model folder: decoder.pt, encoder.pt if there is one, and the card with their hashes.
void writeModel(const std::filesystem::path& folder, ModelCard card, const Script& decoder,
                const Script* encoder = nullptr);

/// Rewrites the card of a model folder without hashes, so that damage reaches the loader.
void removeHashes(const std::filesystem::path& folder);

/// `count` numbers from N(0, deviation²), the same for the same seed.
std::vector<float> randomNumbers(std::size_t count, double deviation, std::uint64_t seed);

/// The decoder 2→3→2→4 with ReLU whose numbers are in decoder_test.cpp, worked out by hand. Pictures are
/// 1×2×2. Its encoder returns the mean of the picture's rows. The model's id is "tiny".
void writeTinyModel(const std::filesystem::path& folder);

/// A decoder with random weights: Linear and ReLU for every size in `hidden`, then Linear and Sigmoid to a
/// grey picture; with `withEncoder` also an encoder picture→hidden (reversed)→z. The id is the folder's name.
void writeRandomMlpModel(const std::filesystem::path& folder, int latent, const std::vector<int>& hidden,
                         int height, int width, bool withEncoder = false, std::uint64_t seed = 1);

/// A decoder of eight layers that takes about `seconds` for one decode on this machine, an eighth in each
/// layer. Pictures are 1×8×8, the latent has 4 numbers, the id is the folder's name.
void writeSlowModel(const std::filesystem::path& folder, double seconds);

/// A decoder that adds to a small picture until it is large, from 3×16×16 over 3×32×32 to 3×64×64, in about
/// `seconds`, half of them before each doubling. The latent has 4 numbers, the id is the folder's name.
void writeSketchingModel(const std::filesystem::path& folder, double seconds);

/// A generator as people train them: from a latent of 128 numbers to `maps` maps of 8×8, then, until they are
/// of side × side, twice as large and half as many (16 at least) by upsampling, convolution and ReLU; at last
/// colours in [0, 1]. The id is the folder's name.
void writeUpsamplingModel(const std::filesystem::path& folder, int maps, int side);

/// Decoders whose graphs are harder to cut. Each also has a method `edited(z, layer, unit, value)`, written
/// out in its source, that holds one unit at a value; evaluateEdited calls it.
void writeResidualModel(const std::filesystem::path& folder); ///< skip connections over several layers, dense
void writeConvolutionModel(
    const std::filesystem::path& folder); ///< transposed convolutions, skips, tanh at the end
void writeInPlaceModel(
    const std::filesystem::path& folder); ///< relu_ and leaky_relu_ whose result is not used
void writeBranchModel(const std::filesystem::path& folder);   ///< an activation inside a branch and a loop
void writeSequenceModel(const std::filesystem::path& folder); ///< N×T×U activations

/// The decoder's numbers for one latent as LibTorch itself computes them, neither tapped, frozen nor clamped.
std::vector<float> evaluate(const std::filesystem::path& folder, const std::vector<float>& z);
/// The same with unit `unit` of layer `layer` (0-based) held at `value`.
std::vector<float> evaluateEdited(const std::filesystem::path& folder, const std::vector<float>& z, int layer,
                                  int unit, float value);

/// A TorchScript-like archive of a few kilobytes that unpacks to `bytes` zeros.
void writeArchiveBomb(const std::filesystem::path& file, std::size_t bytes);

/// Two linear steps with a ReLU of 3 units between them: a latent of 2 numbers, a picture of 1×2×2.
Script linearScript();

} // namespace flipside::test
