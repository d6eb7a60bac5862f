// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/decoder/channel_order.h"
#include "core/model/model_card.h"
#include "core/sandbox/run_limit.h"

#include <optional>
#include <stop_token>
#include <torch/torch.h>
#include <vector>

namespace flipside {

/// One unit of one row of a batch is held at a value.
struct TapEdit {
    std::int64_t row = 0;
    std::int64_t unit = 0;
    float value = 0.0f;
    std::vector<float> coverage{}; ///< [place of its map], how much of the value it gets; empty: all of it
    std::vector<float> values{}; ///< [place], where places have values of their own; empty: all have `value`

    bool operator==(const TapEdit&) const = default;
};

/// Where the units are in the tensor of a layer:
///  N×U        dense, neurons;
///  N×C×L      channels with maps of 1×L (one-dimensional convolutions), if channels come first;
///  N×T×U      else features of T positions (transformers): a unit has a map of 1×T;
///  N×C×H×W    channels with maps of H×W (N×H×W×C if channels come last);
///  N×C×D×H×W  channels with maps of (D·H)×W (likewise).
struct UnitLayout {
    LayerKind kind = LayerKind::Dense;
    std::int64_t rows = 0;
    std::int64_t units = 0;
    std::int64_t height = 1;
    std::int64_t width = 1;
    bool unitsLast = false; ///< units are the innermost dimension; otherwise dimension 1

    std::int64_t mapSize() const { return height * width; }
    /// Whether a tensor has one of these shapes.
    static bool fits(const torch::Tensor& tensor);
    /// Throws Error with half a sentence for tensors that do not fit.
    static UnitLayout of(const torch::Tensor& tensor, const ChannelOrder& order);
};

/// What the taps of a graph do while it runs on this thread: which units they hold, and where they write what
/// they see.
struct TapSession {
    const std::vector<std::vector<TapEdit>>* edits = nullptr; ///< [tap]; null for none
    std::vector<std::vector<float>>* activations = nullptr; ///< [tap][row × units], after the edits; or null
    /// [tap][row × units], after the edits, the share of a unit's places that are above the tap's threshold;
    /// filled in with `activations`.
    std::vector<std::vector<float>>* onShares = nullptr;
    const std::vector<float>* thresholds = nullptr;  ///< [tap], for onShares
    std::vector<std::vector<float>>* maps = nullptr; ///< [tap][row × unit × place], after the edits; or null
    std::optional<std::size_t> mapsTap;              ///< the only one whose maps are wanted; empty: all
    std::vector<std::optional<UnitLayout>>* layouts =
        nullptr;          ///< [tap], filled in when a tap is passed, if what passes fits; or null
    std::stop_token stop; ///< the tap throws Abandoned once this asks for it
};

/// Makes a session the one of this thread's taps for as long as the scope lasts.
class TapScope {
public:
    explicit TapScope(TapSession& session);
    ~TapScope();
    TapScope(const TapScope&) = delete;
    TapScope& operator=(const TapScope&) = delete;

private:
    TapSession* _outer;
    RunScope _limit;
};

/// What the tap of this index does to x in the session of this thread.
torch::Tensor applyTap(const torch::Tensor& x, std::int64_t index, const ChannelOrder& order);

/// The name under which the operator
/// `tap(Tensor x, int layer, bool first_of_three, bool last_of_more) -> Tensor` is registered.
/// Without a session it returns x; it never writes into x.
c10::Symbol tapSymbol();

} // namespace flipside
