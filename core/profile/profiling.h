// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/decoder/decoder.h"
#include "core/decoder/encoder.h"
#include "core/profile/activation_profile.h"
#include "core/profile/reference_latents.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace flipside {

/// How many reference latents a model gets, unless its data is smaller or its latents are very long.
inline constexpr std::size_t referenceCount = 10000;
/// Into how many clusters latents without labels are put; they serve as classes (METHOD, Schemes, 2).
inline constexpr int latentClusters = 10;

struct Profiling {
    ActivationProfile profile;
    ReferenceLatents references;
};

/// Profiles a decoder over the training data's encodings, streaming; memory does not depend on the dataset's
/// size. Data with labels is read once; without, a first pass over it finds clusters of its latents. With
/// `pictures` only so many of them, evenly spread, are looked at.
///
/// Of a model with a latent space, whose maps are large and each place of them like any other, single places
/// are not profiled, and few references are kept.
Profiling profileOverData(Decoder& decoder, const Encoder& encoder, const Dataset& data, Progress& progress,
                          std::optional<std::uint64_t> pictures = std::nullopt);

/// How many draws from the prior a model is profiled over where there is time for them.
inline constexpr std::uint64_t mostPriorSamples = 20000;
/// How many at least: fewer would not tell how often a neuron is on.
inline constexpr std::uint64_t fewestPriorSamples = 500;

/// How many draws a decoder can be profiled over within `time`, found by trying it; from fewestPriorSamples
/// to mostPriorSamples. Throws Cancelled.
std::uint64_t priorSamplesWithin(Decoder& decoder, std::chrono::milliseconds time, Progress& progress);

/// The same over `samples` draws from the prior, for a model without encoder (METHOD, Words).
Profiling profileOverPrior(Decoder& decoder, std::uint64_t samples, std::uint64_t seed, Progress& progress);

} // namespace flipside
