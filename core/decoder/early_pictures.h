// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/decoder/decoder_run.h"
#include "core/model/model_card.h"
#include "core/picture/image.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace flipside {

/// Some generators add to a small picture, layer by layer, until it is large and sharp (the skip connections
/// of StyleGAN2: Karras et al., 2020, section 4.1). Where the picture so far is alive at a cut, it can be
/// shown while the rest is still computed.
class EarlyPictures {
public:
    /// Finds out at which cuts there is one, by a finished pass: a smaller map of the picture's channels that
    /// resembles what the pass returned.
    void find(const TappedGraph& graph, const DecoderRun& finished, const ModelCard& card);
    bool areFound() const { return _found; }
    /// The picture as it is at a cut, of the card's size; nothing where there is none.
    std::optional<Image> at(std::size_t cut, const TappedGraph::State& state, const ModelCard& card) const;

private:
    std::vector<std::optional<std::size_t>> _places; ///< [cut], in the state there
    bool _found = false;
};

} // namespace flipside
