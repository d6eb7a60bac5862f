// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/decoder/activation_functions.h"
#include "core/decoder/tap.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <torch/csrc/jit/runtime/interpreter.h>
#include <torch/script.h>
#include <vector>

namespace flipside {

/// A decoder's graph with a tap after every activation function, cut before each tap into segments that run
/// one at a time. Segment 0 begins at z; every further one begins with a tap, so that an edit of a layer
/// needs only the segments from that layer's tap on. What crosses a cut (a skip connection may reach over
/// many) is the state there.
///
/// An activation whose output becomes the picture by reshaping and scaling alone is the output non-linearity
/// and gets no tap. One inside a branch or a loop that freezing could not resolve is tapped, but no cut is
/// possible there: its segment begins with the whole branch or loop, and a loop's tap acts, and is seen last,
/// in every round.
class TappedGraph {
public:
    /// The values that are alive at a cut, before any edit of the layer whose tap comes next.
    using State = std::vector<c10::IValue>;

    struct Tap {
        ActivationFunction function;
        std::size_t segment = 0; ///< the one it is in
        /// Where in the state before that segment it finds what it looks at; empty inside a branch or a loop.
        std::optional<std::size_t> source{};
        std::string module{}; ///< sandbox/module_path.h, of the activation function
        ChannelOrder order{}; ///< of its output
    };

    /// `graph` takes one tensor and returns one value. Activations whose number (from z to image, the output
    /// one not counted) is in `untapped` are left alone.
    explicit TappedGraph(const torch::jit::Graph& graph, const std::set<std::size_t>& untapped = {});

    /// From z to image; the index is what TapSession counts by.
    const std::vector<Tap>& taps() const { return _taps; }
    /// [tap], above which a place is on.
    const std::vector<float>& thresholds() const { return _thresholds; }
    std::size_t segmentCount() const { return _segments.size(); }
    /// True where a branch or a loop asks for numbers, not only for shapes: latents in one batch would then
    /// share one answer.
    bool branchesOnNumbers() const { return _branchesOnNumbers; }

    /// The state at the first cut: z itself.
    State start(const torch::Tensor& z) const { return {z}; }
    /// Runs one segment on the state at its cut, which stays as it is, and returns the state at the next one.
    /// After the last segment that is the one value which the graph returns.
    State run(std::size_t segment, const State& state) const;
    // Several segments in turn, keeping no states between them. All throw Cancelled as the session asks.

    /// The state before this segment.
    State runUntil(std::size_t segment, const torch::Tensor& z, TapSession& session) const;
    /// Lets one tap look at the state before its segment, without running anything where that is possible.
    void look(std::size_t tap, const State& state, TapSession& session) const;
    /// What the graph returns, from the state before a segment.
    c10::IValue runFrom(std::size_t segment, const State& state, TapSession& session) const;
    /// What the graph returns.
    c10::IValue runAll(const torch::Tensor& z, TapSession& session) const;

private:
    /// Where each value of the next state comes from.
    struct Source {
        bool computed = false; ///< an output of the segment; otherwise carried over from the state before
        std::size_t index = 0;
    };
    struct Segment {
        torch::jit::Code code;
        std::vector<std::size_t> inputs; ///< indices into the state
        std::vector<Source> next;
    };

    State runBetween(std::size_t first, std::size_t end, State state, TapSession& session) const;
    void insertTaps(torch::jit::Graph& graph, const std::set<std::size_t>& untapped);
    void cut(torch::jit::Graph& graph);

    std::vector<Tap> _taps;
    std::vector<float> _thresholds;
    std::vector<Segment> _segments;
    bool _branchesOnNumbers = false;
    bool _mutates = false; ///< in-place operators remain, so states are copied before they are used
};

} // namespace flipside
