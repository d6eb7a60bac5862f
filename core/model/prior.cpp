// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/prior.h"

#include "core/base/error.h"
#include "core/model/latent_space.h"
#include "core/model/model_files.h"

namespace flipside {

std::vector<float> drawLatent(const ModelCard& card, Random& random, double truncation)
{
    if (card.hasLatentSpace()) {
        if (!card.latentSpace)
            throw Error("the model " + card.id + " lacks its " + model_file::latents +
                        "; copy the whole model folder again");
        return card.latentSpace->drawn(random, truncation);
    }
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
