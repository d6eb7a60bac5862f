// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_folder.h"

#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace flipside {

/// Looks for the latents whose pictures come nearest to given ones, by Adam steps in z. Belongs to one
/// thread.
class LatentSearch {
public:
    /// Loads the model's decoder once more, with gradients. Throws Error.
    explicit LatentSearch(const ModelFolder& folder);
    ~LatentSearch();
    LatentSearch(LatentSearch&&) noexcept;

    struct Found {
        std::vector<float> latents;   ///< n × latentLength, the best of all steps
        std::vector<float> distances; ///< n, ‖x - E[θ(x|z)]‖₂ of pixels in [0, 1]
    };
    /// Called after every step with what was found so far; false ends the search there.
    using Watch = std::function<bool(int step, const Found& soFar)>;

    struct Options {
        int steps = 100;
        double stepSize = 0.05; ///< Adam's
        /// A z may not become longer than this, or than it was: far from the prior a decoder knows nothing,
        /// and what looks nearer there cannot be played with.
        double longest = std::numeric_limits<double>::infinity();
    };

    /// `pixels` is n × C×H×W in [0, 1], `latents` n × latentLength, where to begin; each is looked for on its
    /// own. Never ends farther off than it began. Throws Error where the decoder has no gradients.
    Found search(std::span<const float> pixels, std::span<const float> latents, const Options& options,
                 const Watch& watch = {}) const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
};

} // namespace flipside
