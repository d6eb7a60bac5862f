// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/model/model_folder.h"
#include "core/profile/activation_profile.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace flipside {

/// How much is drawn from the prior of a model that has no data to be profiled over, and how much is looked
/// at of the data of one that has.
struct ProfileEffort {
    std::optional<std::uint64_t> samples{}; ///< so many draws; empty for as many as fit into `time`
    std::chrono::milliseconds time{60'000}; ///< but profiling.h's fewestPriorSamples at least
    /// So many of the data's; empty: all, or, of a model with a latent space, as many as tell enough.
    std::optional<std::uint64_t> pictures{};

    /// All that are ever drawn.
    static ProfileEffort whole();
};

/// Whether a profile is made of fewer draws from the prior than it could be, so that how often a neuron is on
/// is known less exactly.
bool isShort(const ActivationProfile& profile);

/// Computes a model's activation profile over a dataset (an empty name: the one on its card), or over draws
/// from the prior where it has no encoder, and writes it into its folder; then the card, with the number of
/// dead units of each layer, of draws from the prior ("profile_samples" in its provenance), and what
/// measureTypical() finds. The same for the same number of draws.
void profileModel(const ModelFolder& folder, const std::string& data, Progress& progress,
                  const ProfileEffort& effort = ProfileEffort::whole());

/// Measures 500 regular and 500 low-active samples (50 at least where the profile is short) by every metric
/// that the folder has all for, and writes onto the card what is typical of them. Needs no training data, and
/// leaves the other files as they are. The model must have a profile; where nothing can be measured, nothing
/// is written.
void measureTypical(const ModelFolder& folder, Progress& progress);

} // namespace flipside
