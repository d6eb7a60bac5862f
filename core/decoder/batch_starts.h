// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/decoder/tapped_graph.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <span>
#include <vector>

namespace flipside {

/// A batch of latents decoded up to a cut, before any edit.
struct BatchStart {
    std::vector<float> zs;
    std::size_t segment = 0; ///< the next to be run
    TappedGraph::State state;
};

/// The batches that were decoded up to a cut last, for later decodes of the same latents to go on from:
/// schemes are compared on the same latents. Holds a bounded number of floats; the oldest batches make room.
class BatchStarts {
public:
    /// The state of these latents before this segment, which becomes the newest; null where it is not kept.
    const TappedGraph::State* find(std::span<const float> zs, std::size_t segment);
    /// The furthest start of these latents that is no further than this segment; null where there is none.
    const BatchStart* furthest(std::span<const float> zs, std::size_t segment) const;
    void keep(BatchStart start);

private:
    std::list<BatchStart> _starts; ///< the oldest first
    std::int64_t _numbers = 0;     ///< in all of them
};

} // namespace flipside
