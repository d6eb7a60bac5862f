// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace flipside {

/// How a value that is given to a channel is spread over its map. The mean over the map is the value,
/// whatever the pattern; a dense layer's neuron has one place, and every pattern is the same.
enum class Pattern {
    Constant, ///< every place gets it (long paper, section 4)
    Typical,  ///< as the mean of the channel's maps over the training pictures in which it is strongest
    Exemplar, ///< as the channel's map in one of these pictures
};

/// Which exemplar of a unit a seed chooses.
int exemplarFor(std::uint64_t seed, int unit);

std::string toString(Pattern pattern); ///< "constant", "typical", "exemplar"
/// Reads what toString() writes; throws ArgumentError.
Pattern patternFrom(const std::string& text);

} // namespace flipside
