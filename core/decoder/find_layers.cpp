// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/find_layers.h"

#include "core/base/error.h"
#include "core/decoder/picture_range.h"
#include "core/decoder/written_out_activations.h"
#include "core/sandbox/torch_script.h"

#include <algorithm>
#include <optional>
#include <set>
#include <torch/torch.h>

namespace flipside {

namespace {

FoundLayers tryOnce(const torch::jit::Graph& plain, const torch::Tensor& latent, const ModelCard& card)
{
    FoundLayers found{TappedGraph(plain), {}};
    std::vector<std::optional<UnitLayout>> layouts(found.graph.taps().size());
    TapSession session;
    session.layouts = &layouts;
    (void)picturesFrom(found.graph.runAll(latent, session), card, 1);
    // What stands in a branch that is not taken has no shape to show; and where one latent has many rows
    // (places or pixels in the place of the batch), they are not units.
    std::set<std::size_t> untapped;
    for (std::size_t tap = 0; tap < layouts.size(); ++tap)
        if (!layouts[tap] || layouts[tap]->rows != 1)
            untapped.insert(tap);
    if (!untapped.empty()) {
        if (untapped.size() == layouts.size())
            throw Error(
                "none of its activation functions has units: one row of numbers or maps for a latent");
        found.graph = TappedGraph(plain, untapped);
        std::erase_if(layouts, [](const auto& layout) { return !layout || layout->rows != 1; });
    }
    for (std::size_t tap = 0; tap < layouts.size(); ++tap) {
        const UnitLayout& layout = *layouts[tap];
        const TappedGraph::Tap& origin = found.graph.taps()[tap];
        found.layers.push_back({"hidden" + std::to_string(tap + 1), layout.kind, origin.function.name,
                                int(layout.units), int(layout.height), int(layout.width), 0, origin.module});
    }
    return found;
}

std::string described(const LayerInfo& layer)
{
    return layer.id + ", " + layer.activation + ", " + std::to_string(layer.units) + " units of " +
           std::to_string(layer.height) + "×" + std::to_string(layer.width);
}

/// But for what a card alone knows, and for names.
bool sameLayers(const std::vector<LayerInfo>& found, std::vector<LayerInfo> listed)
{
    for (std::size_t i = 0; i < std::min(found.size(), listed.size()); ++i) {
        listed[i].dead = found[i].dead;
        listed[i].module = found[i].module;
    }
    return found == listed;
}

void compare(std::vector<LayerInfo>& found, const ModelCard& card, const std::string& file)
{
    if (card.layers.empty())
        return;
    const auto refuse = [&](const std::string& what) {
        throw Error("the model file " + file + " and its card do not belong together: " + what +
                    "; copy the model folder again");
    };
    if (card.layers.size() != found.size())
        refuse("the file has " + std::to_string(found.size()) + " hidden layers, and its card lists " +
               std::to_string(card.layers.size()));
    for (std::size_t i = 0; i < found.size(); ++i) {
        LayerInfo expected = card.layers[i];
        found[i].dead = expected.dead;
        expected.module = found[i].module; // only a name; older cards have none
        if (expected != found[i])
            refuse("layer " + std::to_string(i + 1) + " is " + described(found[i]) + ", and the card says " +
                   described(expected));
    }
}

} // namespace

FoundLayers findLayers(const torch::jit::Graph& plain, const torch::Tensor& latent, const ModelCard& card,
                       const std::string& file)
{
    std::optional<FoundLayers> found;
    try {
        const std::shared_ptr<torch::jit::Graph> named = const_cast<torch::jit::Graph&>(plain).copy();
        nameWrittenOutActivations(*named);
        found = tryOnce(*named, latent, card);
        // Cards of models that were imported when these were no layers list what was found then.
        if (!card.layers.empty() && !sameLayers(found->layers, card.layers))
            found = tryOnce(plain, latent, card);
    } catch (const std::exception&) {
        refuseModelFile(file, "it does not run on a latent of the shape that its card gives");
    }
    compare(found->layers, card, file);
    return std::move(*found);
}

} // namespace flipside
