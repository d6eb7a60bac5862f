// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/chain_reading.h"
#include "core/families/family.h"
#include "core/families/layer_weights.h"

#include <algorithm>
#include <iterator>

namespace flipside::family_kinds {

namespace {

using Kind = LayerWeights::Kind;
constexpr int usualEnd = 1; // a sigmoid: its loss is most often the cross entropy of pixels

/// Where the encoder ends: two layers of one size that see the same, for mean and log variance. The mean
/// comes first.
std::optional<std::size_t> firstOfTwins(const std::vector<LayerWeights>& layers)
{
    for (std::size_t i = 0; i + 1 < layers.size(); ++i) {
        const LayerWeights& one = layers[i];
        const LayerWeights& other = layers[i + 1];
        if (one.kind == Kind::Linear && other.kind == Kind::Linear &&
            one.weight->shape == other.weight->shape && one.size(0) < one.size(1) &&
            one.parent() == other.parent())
            return i;
    }
    return std::nullopt;
}

/// The questions of both halves, each once: functions between layers are the same in both.
void addQuestions(std::vector<NetworkQuestion>& all, const std::vector<NetworkQuestion>& more)
{
    std::ranges::copy_if(more, std::back_inserter(all), [&](const NetworkQuestion& question) {
        return std::ranges::find(all, question.id, &NetworkQuestion::id) == all.end();
    });
}

/// Choices of those questions that a chain of numbers has too.
NetworkChoices ofEncoder(NetworkChoices choices)
{
    std::erase_if(choices, [](const auto& choice) { return choice.first != "activation"; });
    return choices;
}

std::optional<NetworkReading> readVae(const StateDict& weights, const NetworkChoices& choices)
{
    const std::vector<LayerWeights> layers = layersIn(weights.tensors);
    std::vector<LayerWeights> seeing;
    std::vector<LayerWeights> making;
    if (const std::optional<std::size_t> twins = firstOfTwins(layers)) {
        const auto border = layers.begin() + std::ptrdiff_t(*twins);
        seeing.assign(layers.begin(), border + 1);
        making.assign(border + 2, layers.end());
    } else {
        seeing = layersUnder(layers, "encoder");
        making = layersUnder(layers, "decoder");
    }
    if (seeing.empty() || making.empty())
        return std::nullopt;
    std::optional<ChainReading> decoder = readChain(making, choices, ChainEnd::Picture, usualEnd);
    if (!decoder)
        return std::nullopt;
    NetworkReading reading;
    reading.decoder = blueprintOf(decoder->chain);
    reading.inputs = {{"z", NetworkInput::Kind::Latent, decoder->chain.latent}};
    reading.range = decoder->range;
    reading.questions = std::move(decoder->questions);
    const std::optional<ChainReading> encoder = readChain(seeing, ofEncoder(choices), ChainEnd::Numbers);
    if (encoder && encoder->chain.output == decoder->chain.latent) {
        reading.encoder = blueprintOf(encoder->chain);
        addQuestions(reading.questions, encoder->questions);
    } else {
        reading.remarks.emplace_back("Its encoder is left out: its layers do not simply follow one another.");
        for (const LayerWeights& layer : seeing)
            reading.unused.push_back(layer.path);
    }
    return reading;
}

} // namespace

Family vae()
{
    return {"vae", "Variational autoencoder",
            "encoder and decoder in one file, as in PyTorch's example, each with its layers in a row", 80,
            &readVae};
}

} // namespace flipside::family_kinds
