// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/made_tensor.h"
#include "core/families/chain_reading.h"
#include "core/families/family.h"
#include "core/families/layer_weights.h"

#include <algorithm>

namespace flipside::family_kinds {

namespace {

using Kind = LayerWeights::Kind;

constexpr std::int64_t mostClasses = 100'000;

/// A vector for each class: classes × numbers, without a bias.
bool isEmbedding(const LayerWeights& layer)
{
    return layer.kind == Kind::Linear && !layer.bias && layer.size(0) >= 2 && layer.size(0) <= mostClasses &&
           layer.size(1) >= 1;
}

/// How a class comes to the latent.
struct Joining {
    const char* words;
    const char* expression; ///< of `e`, what the classes are embedded as, and `x`, the latent
};

constexpr Joining multiplied{"multiplied with it", "e * x"};
constexpr Joining before{"in front of it", "torch.cat([e, x], 1)"};
constexpr Joining behind{"behind it", "torch.cat([x, e], 1)"};

/// Those that the sizes allow.
std::vector<Joining> joinings(std::int64_t latent, std::int64_t embedding)
{
    std::vector<Joining> possible;
    if (latent > embedding)
        possible.insert(possible.end(), {before, behind});
    if (latent == embedding)
        possible.push_back(multiplied);
    return possible;
}

std::string part(int from, int to)
{
    return "torch.slice(x, 1, " + std::to_string(from) + ", " + std::to_string(to) + ")";
}

std::optional<NetworkReading> readConditionalStack(const StateDict& weights, const NetworkChoices& choices)
{
    std::vector<LayerWeights> layers = layersIn(weights.tensors);
    const auto embedding = std::ranges::find_if(layers, isEmbedding);
    if (embedding == layers.end() || layers.size() < 2)
        return std::nullopt;
    const LayerWeights classes = *embedding;
    layers.erase(embedding);
    std::optional<ChainReading> chain = readChain(layers, choices);
    if (!chain)
        return std::nullopt;
    const std::int64_t taken = chain->chain.latent.front();
    const std::vector<Joining> ways = joinings(taken, classes.size(1));
    if (ways.empty())
        return std::nullopt;
    Joining way = ways.front();
    if (ways.size() > 1) {
        NetworkQuestion question{"class", "Where does the class come to the latent?", {}};
        for (const Joining& each : ways)
            question.choices.emplace_back(each.words);
        chain->questions.push_back(answered(std::move(question), choices));
        way = ways[std::size_t(chain->questions.back().chosen)];
    }
    const bool isMultiplied = ways.size() == 1;
    const int latent = int(isMultiplied ? taken : taken - classes.size(1));
    const int count = int(classes.size(0));

    NetworkReading reading;
    reading.decoder = blueprintOf(chain->chain, "picture");
    BlueprintModule module{classes.path, {renamed(*classes.weight, "weight")}, {}};
    // A mixture of classes is one of their vectors.
    module.source = "def forward(self, x: Tensor) -> Tensor:\n    return torch.matmul(x, self.weight)\n";
    reading.decoder.add(std::move(module));
    const std::string embedded = callOf(classes.path, part(latent, latent + count));
    reading.decoder.add({{},
                         {},
                         "def forward(self, x: Tensor) -> Tensor:\n    e = " + embedded + "\n    x = " +
                             part(0, latent) + "\n    return self.picture(" + way.expression + ")\n"});
    reading.inputs = {{"z", NetworkInput::Kind::Latent, {latent}},
                      {"class", NetworkInput::Kind::Class, {count}}};
    reading.range = chain->range;
    reading.questions = std::move(chain->questions);
    return reading;
}

} // namespace

Family conditional_stack()
{
    return {"conditional-stack", "Layers in a row, with classes",
            "generators that take a class beside the latent, as conditional GANs of courses do", 70,
            &readConditionalStack};
}

} // namespace flipside::family_kinds
