// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/training/picture_code.h"

#include <optional>
#include <torch/types.h>
#include <vector>

namespace flipside {

/// What a GAN learns from, in memory: pictures, of which it sees another part each time, or the code of a few
/// such parts of each.
class GanMaterial {
public:
    /// Of pictures n×C×H×W, 8-bit, parts of `side` × `side` pixels.
    GanMaterial(torch::Tensor bytes, int side);
    /// Their code; may take minutes. Throws Cancelled.
    GanMaterial(const torch::Tensor& bytes, int side, PictureCode& code, torch::Device device,
                Progress& progress);

    std::int64_t size() const { return _examples.size(0); }
    int channels() const { return int(_examples.size(-3)); } ///< of what is learned
    int side() const { return _side; }
    bool isCode() const { return _examples.dim() == 5; }

    /// B examples by their numbers in 0 … size - 1: B×channels×side×side.
    torch::Tensor drawn(const torch::Tensor& chosen, Random& random) const;
    /// Examples spread over all of it, the same each time, in batches: a few for each number of a covariance.
    std::vector<torch::Tensor> some() const;
    /// So that a few examples last longer (augmentation.h).
    torch::Tensor augmented(const torch::Tensor& examples, Random& random) const;

private:
    torch::Tensor _examples; ///< n×C×H×W, 8-bit; of code n×parts×maps×side×side, 16-bit floats
    int _side;
};

} // namespace flipside
