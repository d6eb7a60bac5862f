// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/decoder_run.h"

#include <algorithm>
#include <stop_token>
#include <torch/torch.h>

namespace flipside {

DecoderRun::DecoderRun(const TappedGraph& graph, const torch::Tensor& z)
    : _edits(graph.taps().size()), _states{graph.start(z)}, _activations(graph.taps().size()),
      _onShares(graph.taps().size())
{
}

DecoderRun DecoderRun::withEdits(const TappedGraph& graph, const Edits& edits) const
{
    std::size_t shared = finished();
    for (std::size_t tap = 0; tap < edits.size(); ++tap)
        if (edits[tap] != _edits[tap])
            shared = std::min(shared, graph.taps()[tap].segment);
    DecoderRun run;
    run._edits = edits;
    run._states.assign(_states.begin(), _states.begin() + static_cast<std::ptrdiff_t>(shared) + 1);
    run._activations = _activations;
    run._onShares = _onShares;
    // A tap in a branch may not be passed again.
    for (std::size_t tap = 0; tap < edits.size(); ++tap)
        if (graph.taps()[tap].segment >= shared) {
            run._activations[tap].clear();
            run._onShares[tap].clear();
        }
    return run;
}

int DecoderRun::advance(const TappedGraph& graph, const std::stop_token& stop, const Watch& watch)
{
    return advanceTo(graph.segmentCount(), graph, stop, watch);
}

int DecoderRun::advanceTo(std::size_t end, const TappedGraph& graph, const std::stop_token& stop,
                          const Watch& watch)
{
    TapSession session;
    session.edits = &_edits;
    session.activations = &_activations;
    session.onShares = &_onShares;
    session.thresholds = &graph.thresholds();
    session.stop = stop;
    const TapScope scope(session);
    int segments = 0;
    for (; finished() < end; ++segments) {
        if (stop.stop_requested())
            throw Cancelled();
        _states.push_back(graph.run(finished(), _states.back()));
        if (watch)
            watch(finished(), _states.back());
    }
    return segments;
}

std::vector<float> DecoderRun::maps(const TappedGraph& graph, std::size_t tap,
                                    const std::stop_token& stop) const
{
    std::vector<std::vector<float>> maps(graph.taps().size());
    TapSession session;
    session.edits = &_edits;
    session.maps = &maps;
    session.mapsTap = tap;
    session.stop = stop;
    const TapScope scope(session);
    const std::size_t segment = graph.taps()[tap].segment;
    (void)graph.run(segment, stateAt(segment));
    return std::move(maps[tap]);
}

} // namespace flipside
