// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/progress.h"
#include "data/dataset.h"
#include "decoder/decoder.h"
#include "decoder/encoder.h"
#include "profile/activation_profile.h"
#include "profile/reference_latents.h"

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
/// size. Data with labels is read once; without, a first pass over it finds clusters of its latents.
Profiling profileOverData(Decoder& decoder, const Encoder& encoder, const Dataset& data, Progress& progress);

/// The same over `samples` draws from the prior, for a model without encoder (METHOD, Words).
Profiling profileOverPrior(Decoder& decoder, std::uint64_t samples, std::uint64_t seed, Progress& progress);

} // namespace flipside
