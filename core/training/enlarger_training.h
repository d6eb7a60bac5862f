// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/enlarge/enlarger.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace flipside {

/// An enlarger learns from parts of so many pixels each way, so its pictures must have at least as many.
inline constexpr int enlargerPartSide = 80;

struct EnlargerTrainingOptions {
    Enlarger::Style style = Enlarger::Style::Sharp;
    int epochs = 20;
    int steps = 250; ///< of an epoch, with 16 parts of pictures each
    std::uint64_t seed = 1;
    bool resume = false; ///< go on from the folder's checkpoint
    /// The checkpoint of another enlarger's training, whose weights are begun with; empty for fresh ones.
    std::filesystem::path from;
};

struct EnlargerTrainingResult {
    std::filesystem::path file; ///< what Enlarger takes
    std::vector<double> losses; ///< the mean of each epoch that was trained now
    /// Peak signal-to-noise ratio in dB of held-out pictures that were made 4 times smaller and enlarged
    /// again, their mean; by the network, and by a bicubic curve.
    double psnr = 0.0;
    double bicubicPsnr = 0.0;
};

/// Trains an enlarger on several sets of colour pictures, all as often, and leaves enlarger-STYLE.pt in
/// `folder`, its weights in half precision. Adam's step size falls as a half cosine, so the last weights are
/// kept. There is a checkpoint after every epoch; a killed run goes on with `resume` and ends as if it had
/// not been killed. Throws ArgumentError for options or data that do not fit, or where the folder has a
/// checkpoint and `resume` is not set; Error, Cancelled.
EnlargerTrainingResult trainEnlarger(const std::vector<std::unique_ptr<Dataset>>& data,
                                     const std::filesystem::path& folder,
                                     const EnlargerTrainingOptions& options, Progress& progress);

} // namespace flipside
