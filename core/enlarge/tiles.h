// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to enlarge: shows LibTorch.
#include <cstdint>
#include <torch/types.h>
#include <vector>

namespace flipside {

/// A part of a picture, in pixels.
struct Part {
    std::int64_t top = 0;
    std::int64_t left = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;

    /// What lies there in pictures B×C×H×W, with all numbers `times` as large.
    torch::Tensor of(const torch::Tensor& pictures, std::int64_t times) const;
};

/// A part of a picture that is worked on by itself, and the part that has to be looked at for it.
struct Tile {
    Part own;
    Part seen;

    /// Where the own part lies in the one that is seen.
    Part ownInSeen() const;
};

/// Parts of 128 × 128 pixels or less that make up a picture; of each is seen `reach` pixels more each way, as
/// far as the picture goes.
std::vector<Tile> tilesOf(std::int64_t height, std::int64_t width, std::int64_t reach);

} // namespace flipside
