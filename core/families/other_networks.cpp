// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/other_networks.h"

#include "core/sandbox/file_kind.h"

#include <algorithm>
#include <string>
#include <vector>

namespace flipside {

void refuseOtherNetworks(std::span<const LayerWeights> layers)
{
    std::vector<const LayerWeights*> weighted;
    for (const LayerWeights& layer : layers)
        if (layer.kind == LayerWeights::Kind::Linear || layer.kind == LayerWeights::Kind::Convolution)
            weighted.push_back(&layer);
    if (weighted.empty())
        return;
    const LayerWeights& first = *weighted.front();
    const LayerWeights& last = *weighted.back();
    const std::int64_t inputs = first.size(1);
    const bool seesPictures = first.kind == LayerWeights::Kind::Convolution && (inputs == 1 || inputs == 3);
    const std::int64_t outputs = last.size(0);
    if ((seesPictures || first.kind == LayerWeights::Kind::Linear) && outputs == 1)
        throw WrongKind(
            "it ends in a single number, as a discriminator does, which judges pictures and makes "
            "none",
            "choose the generator of the same training");
    if (seesPictures && last.kind == LayerWeights::Kind::Linear)
        throw WrongKind("it sees pictures and ends in " + std::to_string(outputs) +
                            " numbers, as a classifier or an encoder does, and makes none",
                        "choose the generator, or the decoder that belongs to it");
    if (seesPictures && last.kind == LayerWeights::Kind::Convolution)
        throw WrongKind("it turns pictures into pictures, as networks that enlarge or restyle them do",
                        "choose a generator, which makes pictures of nothing but a latent");
}

} // namespace flipside
