// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/chain.h"
#include "core/families/family.h"

#include <optional>
#include <span>

namespace flipside {

/// What layers in a row may end in.
enum class ChainEnd {
    Picture, ///< 1, 3 or 4 channels, or as many numbers as a square of those has
    Numbers, ///< whatever it is: of an encoder
};

/// A chain, with what is left open about it: where it grows ("layout"), which function stands between its
/// layers ("activation"), what its batch normalisation adds to variances ("epsilon"), and the function of its
/// picture ("end").
struct ChainReading {
    Chain chain;
    std::vector<NetworkQuestion> questions;
    std::optional<std::pair<double, double>> range; ///< of the picture
};

/// Makes a chain of layers, in their order. `usualEnd` is the number of the end's likeliest choice: 0 is
/// tanh, 1 sigmoid, 2 none. Nothing where the sizes of one do not fit those of the next, or where there is
/// no picture at its end.
std::optional<ChainReading> readChain(std::span<const LayerWeights> layers, const NetworkChoices& choices,
                                      ChainEnd end = ChainEnd::Picture, int usualEnd = 0);

} // namespace flipside
