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

} // namespace flipside
