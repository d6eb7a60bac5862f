// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/decoder/tapped_graph.h"

#include <cstddef>
#include <functional>
#include <stop_token>
#include <vector>

namespace flipside {

/// One pass of one latent through a tapped graph, kept so that a later pass with other edits can begin where
/// the two part. It may be unfinished: what has been run is in it, and advance() goes on from there.
class DecoderRun {
public:
    using Edits = std::vector<std::vector<TapEdit>>; ///< [tap]

    DecoderRun() = default;
    /// A pass that has not begun.
    DecoderRun(const TappedGraph& graph, const torch::Tensor& z);

    /// A pass with other edits, as far as it has already been run: up to the first tap whose edits differ.
    DecoderRun withEdits(const TappedGraph& graph, const Edits& edits) const;

    /// How many segments are behind it.
    std::size_t finished() const { return _states.empty() ? 0 : _states.size() - 1; }
    /// Sees the state at a cut that has just been reached.
    using Watch = std::function<void(std::size_t cut, const TappedGraph::State& state)>;
    /// Runs the remaining segments and returns how many there were. Throws Cancelled when `stop` asks for
    /// it, with the segments finished by then kept.
    int advance(const TappedGraph& graph, const std::stop_token& stop, const Watch& watch = {});
    /// Those before the segment `end` alone.
    int advanceTo(std::size_t end, const TappedGraph& graph, const std::stop_token& stop,
                  const Watch& watch = {});

    /// Of every tap, after the edits: units of the one row.
    const std::vector<std::vector<float>>& activations() const { return _activations; }
    /// Likewise, the share of each unit's places that are on.
    const std::vector<std::vector<float>>& onShares() const { return _onShares; }
    /// What a tap sees, after the edits: [unit][place] of the one row. Runs the tap's segment once more; the
    /// pass must be finished.
    std::vector<float> maps(const TappedGraph& graph, std::size_t tap, const std::stop_token& stop) const;
    /// What the graph returned; the pass must be finished.
    const c10::IValue& result() const { return _states.back().front(); }
    const TappedGraph::State& stateAt(std::size_t segment) const { return _states[segment]; }

private:
    Edits _edits;
    std::vector<TappedGraph::State> _states; ///< at each cut so far
    std::vector<std::vector<float>> _activations;
    std::vector<std::vector<float>> _onShares;
};

} // namespace flipside
