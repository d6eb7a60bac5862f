// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/prior.h"

namespace flipside {

std::vector<float> drawLatent(const ModelCard& card, Random& random, double truncation)
{
    std::vector<float> z(static_cast<std::size_t>(card.latentLength()));
    for (float& number : z)
        number = static_cast<float>(truncation * random.normal());
    return z;
}

std::vector<float> drawPacked(const ModelCard& card, Random& random)
{
    const std::vector<float> z = drawLatent(card, random);
    return packedInputs(z, card.inputs, drawInputs(card.inputs, random));
}

} // namespace flipside
