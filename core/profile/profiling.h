// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/progress.h"
#include "data/dataset.h"
#include "decoder/decoder.h"
#include "decoder/encoder.h"
#include "profile/activation_profile.h"

namespace flipside {

/// Profiles a decoder over the training data's encodings in one streaming pass; memory does not depend on the
/// dataset's size.
ActivationProfile profileOverData(Decoder& decoder, const Encoder& encoder, const Dataset& data,
                                  Progress& progress);

/// The same over `samples` draws from the prior, for a model without encoder (METHOD, Words).
ActivationProfile profileOverPrior(Decoder& decoder, std::uint64_t samples, std::uint64_t seed,
                                   Progress& progress);

} // namespace flipside
