// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/tap.h"

#include "core/base/error.h"

#include <torch/library.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

namespace flipside {

namespace {

thread_local TapSession* currentSession = nullptr;

bool hasPlainFloats(const torch::Tensor& tensor)
{
    return tensor.scalar_type() == torch::kFloat && tensor.device().is_cpu() && tensor.is_contiguous();
}

void holdUnit(torch::Tensor& tensor, const UnitLayout& layout, const TapEdit& edit)
{
    const bool everywhere = edit.coverage.empty();
    if (hasPlainFloats(tensor)) {
        const std::int64_t map = layout.mapSize();
        const std::int64_t step = layout.unitsLast ? layout.units : 1;
        float* first = tensor.data_ptr<float>() + edit.row * layout.units * map +
                       (layout.unitsLast ? edit.unit : edit.unit * map);
        for (std::int64_t i = 0; i < map; ++i) {
            float& place = first[i * step];
            const float value = edit.values.empty() ? edit.value : edit.values[std::size_t(i)];
            place = everywhere ? value : std::lerp(place, value, edit.coverage[std::size_t(i)]);
        }
        return;
    }
    const torch::Tensor row = tensor.select(0, edit.row);
    const torch::Tensor unit = row.select(layout.unitsLast ? row.dim() - 1 : 0, edit.unit);
    const auto spread = [&](const std::vector<float>& places) {
        return torch::tensor(at::ArrayRef<float>(places)).view(unit.sizes()).to(unit.options());
    };
    const torch::Tensor values =
        edit.values.empty() ? torch::full_like(unit, edit.value) : spread(edit.values);
    unit.copy_(everywhere ? values : unit + (values - unit) * spread(edit.coverage));
}

/// Overflow in one unit must not spread into every statistic made of it.
void makeFinite(std::span<float> numbers)
{
    constexpr float largest = std::numeric_limits<float>::max();
    for (float& number : numbers)
        number = std::isnan(number) ? 0.0f : std::clamp(number, -largest, largest);
}

/// Mean of a channel's map. Eight sums side by side keep the rounding error small and let the compiler
/// vectorise.
float meanOf(std::span<const float> map)
{
    std::array<float, 8> sums{};
    std::size_t i = 0;
    for (; i + 8 <= map.size(); i += 8)
        for (std::size_t lane = 0; lane < 8; ++lane)
            sums[lane] += map[i + lane];
    float rest = 0.0f;
    for (; i < map.size(); ++i)
        rest += map[i];
    return std::accumulate(sums.begin(), sums.end(), rest) / static_cast<float>(map.size());
}

float shareAbove(std::span<const float> map, float threshold)
{
    std::int64_t above = 0;
    for (const float place : map)
        above += place > threshold ? 1 : 0;
    return static_cast<float>(above) / static_cast<float>(map.size());
}

void copyUnits(const torch::Tensor& tensor, const UnitLayout& layout, float threshold,
               std::vector<float>& activations, std::vector<float>& onShares)
{
    // Contiguous units-first floats: the ways of LibTorch cost more than many of the layers looked at.
    const torch::Tensor unitsFirst = layout.unitsLast ? tensor.movedim(-1, 1) : tensor;
    const torch::Tensor numbers =
        hasPlainFloats(unitsFirst) ? unitsFirst : unitsFirst.to(torch::kCPU, torch::kFloat).contiguous();
    const auto map = static_cast<std::size_t>(layout.mapSize());
    const float* first = numbers.data_ptr<float>();
    activations.resize(static_cast<std::size_t>(layout.rows * layout.units));
    onShares.resize(activations.size());
    for (std::size_t unit = 0; unit < activations.size(); ++unit) {
        const std::span<const float> places(first + unit * map, map);
        activations[unit] = map == 1 ? places.front() : meanOf(places);
        onShares[unit] = map == 1 ? float(places.front() > threshold) : shareAbove(places, threshold);
    }
    makeFinite(activations);
}

void copyMaps(const torch::Tensor& tensor, const UnitLayout& layout, std::vector<float>& maps)
{
    const torch::Tensor unitsFirst = layout.unitsLast ? tensor.movedim(-1, 1) : tensor;
    const torch::Tensor numbers = unitsFirst.to(torch::kCPU, torch::kFloat).contiguous();
    const float* first = numbers.data_ptr<float>();
    maps.assign(first, first + numbers.numel());
    makeFinite(maps);
}

} // namespace

torch::Tensor applyTap(const torch::Tensor& x, std::int64_t index, const ChannelOrder& order)
{
    TapSession* session = currentSession;
    if (!session)
        return x;
    if (session->stop.stop_requested())
        throw Abandoned{};
    const auto layer = static_cast<std::size_t>(index);
    if (session->layouts && !UnitLayout::fits(x))
        return x;
    const UnitLayout layout = UnitLayout::of(x, order);
    if (session->layouts)
        session->layouts->at(layer) = layout;
    torch::Tensor result = x;
    if (session->edits && !session->edits->at(layer).empty()) {
        result = x.clone();
        for (const TapEdit& edit : session->edits->at(layer))
            if (edit.row < layout.rows && edit.unit < layout.units &&
                (edit.coverage.empty() || std::int64_t(edit.coverage.size()) == layout.mapSize()) &&
                (edit.values.empty() || std::int64_t(edit.values.size()) == layout.mapSize()))
                holdUnit(result, layout, edit);
    }
    if (session->activations)
        copyUnits(result, layout, session->thresholds->at(layer), session->activations->at(layer),
                  session->onShares->at(layer));
    if (session->maps && (!session->mapsTap || session->mapsTap == layer))
        copyMaps(result, layout, session->maps->at(layer));
    return result;
}

TORCH_LIBRARY(flipside, library)
{
    library.def("tap(Tensor x, int layer, bool first_of_three, bool last_of_more) -> Tensor",
                [](const torch::Tensor& x, std::int64_t layer, bool firstOfThree, bool lastOfMore) {
                    return applyTap(x, layer, {firstOfThree, lastOfMore});
                });
}

bool UnitLayout::fits(const torch::Tensor& tensor)
{
    return tensor.dim() >= 2 && tensor.dim() <= 5 && tensor.numel() > 0;
}

UnitLayout UnitLayout::of(const torch::Tensor& tensor, const ChannelOrder& order)
{
    UnitLayout layout;
    if (!fits(tensor))
        throw Error("an activation function has an output with " + std::to_string(tensor.dim()) +
                    " dimensions, and layers have 2 to 5 (batch, units, map)");
    layout.rows = tensor.size(0);
    layout.units = tensor.size(1);
    if (tensor.dim() == 2)
        return layout;
    layout.kind = LayerKind::Conv;
    layout.unitsLast = tensor.dim() == 3 ? !order.firstOfThree : order.lastOfMore;
    layout.units = tensor.size(layout.unitsLast ? -1 : 1);
    layout.width = tensor.size(layout.unitsLast ? -2 : -1);
    layout.height = tensor.numel() / (layout.rows * layout.units * layout.width);
    return layout;
}

TapScope::TapScope(TapSession& session)
    : _outer(std::exchange(currentSession, &session)), _limit(session.stop)
{
}

TapScope::~TapScope()
{
    currentSession = _outer;
}

c10::Symbol tapSymbol()
{
    static const c10::Symbol symbol = c10::Symbol::fromQualString("flipside::tap");
    return symbol;
}

} // namespace flipside
