// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"

#include <memory>
#include <vector>

namespace flipside {

/// What moves a latent under the hands: the numbers of z themselves, or, of a model with a latent space
/// (model/latent_space.h), the coordinates of z along its directions. Values are 0 in the middle, and mostly
/// between -3 and 3.
class LatentAxes {
public:
    LatentAxes() = default; ///< the numbers of z
    explicit LatentAxes(const ModelCard& card) : _space(card.latentSpace) {}

    bool areDirections() const { return _space != nullptr; }
    /// One for each axis. Of a z that is not the model's (none before one is open) its own numbers.
    std::vector<float> values(const std::vector<float>& z) const;
    /// z moved until it has these values.
    std::vector<float> placed(const std::vector<float>& z, const std::vector<float>& values) const;

private:
    bool fits(const std::vector<float>& z) const;

    std::shared_ptr<const LatentSpace> _space;
};

} // namespace flipside
