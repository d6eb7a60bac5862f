// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/chain.h"

#include <string>
#include <vector>

namespace flipside {

/// One way in which layers may follow one another: where they are activated, where the map grows, and by
/// which steps; and the side of the picture that comes of it.
struct ChainLayout {
    std::vector<Chain::Link> links;
    int side = 0;         ///< of the picture, or of the map at the end; 0 where the end is a row of numbers
    double oddness = 0.0; ///< how far from what people usually write; 0 is usual

    /// "28×28, doubled before conv.2 and conv.6"
    std::string words() const;
};

/// The ways that kernels and the places of layers in their Sequentials leave open, the most usual first; at
/// most 12. The links say of their layers everything but how they grow and whether they are activated.
std::vector<ChainLayout> layoutsOf(const std::vector<Chain::Link>& links, int firstSide);

} // namespace flipside
