// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/variation/latent_axes.h"

#include "core/model/latent_space.h"

namespace flipside {

bool LatentAxes::fits(const std::vector<float>& z) const
{
    return _space && z.size() == _space->length();
}

std::vector<float> LatentAxes::values(const std::vector<float>& z) const
{
    return fits(z) ? _space->coordinates(z) : z;
}

std::vector<float> LatentAxes::placed(const std::vector<float>& z, const std::vector<float>& values) const
{
    return fits(z) ? _space->placed(z, values) : values;
}

} // namespace flipside
