// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/chain_reading.h"
#include "core/families/family.h"
#include "core/families/layer_weights.h"

namespace flipside::family_kinds {

namespace {

std::optional<NetworkReading> readPlainStack(const StateDict& weights, const NetworkChoices& choices)
{
    const std::vector<LayerWeights> layers = layersIn(weights.tensors);
    std::optional<ChainReading> chain = readChain(layers, choices);
    if (!chain)
        return std::nullopt;
    NetworkReading reading;
    reading.decoder = blueprintOf(chain->chain);
    reading.inputs = {{"z", NetworkInput::Kind::Latent, chain->chain.latent}};
    reading.range = chain->range;
    reading.questions = std::move(chain->questions);
    return reading;
}

} // namespace

Family plain_stack()
{
    return {
        "plain-stack", "Layers in a row",
        "linear layers and convolutions one after the other, as in DCGAN and in most generators of courses",
        90, &readPlainStack};
}

} // namespace flipside::family_kinds
