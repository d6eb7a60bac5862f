// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decoder/latent_search.h"

#include <span>
#include <vector>

namespace flipside {

/// The refined reconstruction distance min_z ‖x - E[θ(x|z)]‖₂ (long paper, section 3, taken to the letter):
/// Adam steps in z from the encoding on, the best of them kept, so it is never above the one-pass D_r.
/// Belongs to one thread.
class RefinedReconstruction {
public:
    /// Throws as LatentSearch.
    explicit RefinedReconstruction(const ModelFolder& folder) : _search(folder), _folder(folder) {}

    static constexpr int steps = 50;
    static constexpr double stepSize = 0.05;

    /// `pixels` is n × C×H×W in [0, 1], `latents` n × latentLength, where to begin; one distance each.
    std::vector<float> distances(std::span<const float> pixels, std::span<const float> latents) const;

private:
    LatentSearch _search;
    ModelFolder _folder;
};

} // namespace flipside
