// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/chain.h"

namespace flipside {

namespace {

std::string line(const std::string& expression)
{
    return "    x = " + expression + "\n";
}

std::string viewed(const std::vector<int>& shape)
{
    std::string text = "x.reshape([-1";
    for (const int size : shape)
        text += ", " + std::to_string(size);
    return text + "])";
}

BlueprintModule moduleOf(const Chain::Link& link)
{
    const LayerWeights& layer = link.layer;
    switch (layer.kind) {
    case LayerWeights::Kind::Linear:
        return linearModule(layer.path, *layer.weight, layer.bias);
    case LayerWeights::Kind::Norm:
        return layer.mean ? batchNormModule(layer.path, layer.weight, layer.bias, *layer.mean,
                                            *layer.variance, link.epsilon)
                          : groupNormModule(layer.path, layer.weight, layer.bias, link.groups, link.epsilon);
    case LayerWeights::Kind::Slope:
        return slopesModule(layer.path, *layer.weight);
    default:
        return link.isTransposed
                   ? transposedConvolutionModule(layer.path, *layer.weight, layer.bias, link.steps)
                   : convolutionModule(layer.path, *layer.weight, layer.bias, link.steps);
    }
}

} // namespace

Blueprint blueprintOf(const Chain& chain, const std::string& function)
{
    Blueprint blueprint;
    std::string source = "def " + function + "(self, x: Tensor) -> Tensor:\n" + line(viewed(chain.latent));
    for (const Chain::Link& link : chain.links) {
        if (link.mapChannels > 0)
            source += line(viewed({link.mapChannels, link.mapSide, link.mapSide}));
        blueprint.add(moduleOf(link));
        source += line(callOf(link.layer.path, "x"));
        if (link.isActivated && link.activationPath.empty()) {
            source += line(chain.activation);
        } else if (link.isActivated) {
            blueprint.add({link.activationPath,
                           {},
                           "def forward(self, x: Tensor) -> Tensor:\n    return " + chain.activation + "\n"});
            source += line(callOf(link.activationPath, "x"));
        }
        if (link.isShuffled)
            source += line("torch.pixel_shuffle(x, 2)");
        if (link.isDoubled)
            source += line("torch.upsample_nearest2d(x, None, [2.0, 2.0])");
    }
    source += line(chain.end) + "    return " + viewed(chain.output) + "\n";
    blueprint.add({{}, {}, source});
    return blueprint;
}

} // namespace flipside
