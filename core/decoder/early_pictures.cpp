// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/early_pictures.h"

#include "core/decoder/picture_range.h"

#include <torch/torch.h>

#include <cstdint>

namespace flipside {

namespace {

constexpr std::int64_t leastSide = 16;
/// Of the picture's side: smaller ones say too little of it to be worth the time.
constexpr std::int64_t smallestShare = 8;
/// A map of as many channels that is none of the picture is not like it: -1 to 1, 0 by chance.
constexpr double leastCorrelation = 0.6;

bool couldBeEarly(const c10::IValue& value, const ModelCard& card)
{
    if (!value.isTensor() || value.toTensor().dim() != 4)
        return false;
    const torch::Tensor& map = value.toTensor();
    const std::int64_t height = map.size(2);
    const std::int64_t width = map.size(3);
    return map.is_floating_point() && map.size(0) == 1 && map.size(1) == card.channels &&
           height >= leastSide && height < card.height && height * smallestShare >= card.height &&
           height * card.width == width * card.height;
}

double correlation(const torch::Tensor& one, const torch::Tensor& other)
{
    const torch::Tensor a = (one - one.mean()).flatten().to(torch::kDouble);
    const torch::Tensor b = (other - other.mean()).flatten().to(torch::kDouble);
    return (a.dot(b) / (a.norm() * b.norm()).clamp_min(1e-12)).item<double>();
}

} // namespace

void EarlyPictures::find(const TappedGraph& graph, const DecoderRun& finished, const ModelCard& card)
{
    _places.assign(graph.segmentCount(), std::nullopt);
    _found = true;
    const c10::IValue& result = finished.result();
    if (!result.isTensor() || result.toTensor().dim() != 4 || !hasPictureShape(result.toTensor(), card, 1))
        return;
    const torch::Tensor picture = inUsualLayout(result.toTensor(), card).to(torch::kFloat);
    torch::Tensor before; // a picture that is carried over several cuts is shown at the first
    for (std::size_t cut = 0; cut < _places.size(); ++cut) {
        const TappedGraph::State& state = finished.stateAt(cut);
        for (std::size_t place = 0; place < state.size() && !_places[cut]; ++place) {
            if (!couldBeEarly(state[place], card) ||
                (before.defined() && state[place].toTensor().is_same(before)))
                continue;
            const torch::Tensor map = state[place].toTensor().to(torch::kFloat);
            const torch::Tensor small = torch::adaptive_avg_pool2d(picture, {map.size(2), map.size(3)});
            if (correlation(map, small) < leastCorrelation)
                continue;
            _places[cut] = place;
            before = state[place].toTensor();
        }
    }
}

std::optional<Image> EarlyPictures::at(std::size_t cut, const TappedGraph::State& state,
                                       const ModelCard& card) const
{
    if (cut >= _places.size() || !_places[cut] || !couldBeEarly(state[*_places[cut]], card))
        return std::nullopt;
    const torch::Tensor map = state[*_places[cut]].toTensor().to(torch::kFloat);
    return picturesFrom(torch::upsample_bilinear2d(map, {card.height, card.width}, false), card, 1).front();
}

} // namespace flipside
