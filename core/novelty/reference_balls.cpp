// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/reference_balls.h"

#include "core/base/error.h"

#include <algorithm>
#include <torch/torch.h>

namespace flipside {

namespace {

torch::Tensor rowsOf(std::span<const float> numbers, std::size_t length)
{
    return torch::from_blob(const_cast<float*>(numbers.data()), // only read
                            {std::int64_t(numbers.size() / length), std::int64_t(length)});
}

std::vector<float> toVector(const torch::Tensor& tensor)
{
    const torch::Tensor numbers = tensor.contiguous();
    return {numbers.data_ptr<float>(), numbers.data_ptr<float>() + numbers.numel()};
}

} // namespace

ReferenceBalls::ReferenceBalls(std::span<const float> features, std::size_t length)
    : _length(length), _middles(features.begin(), features.end())
{
    const std::size_t count = features.size() / length;
    if (count <= std::size_t(neighbours))
        throw ArgumentError("there are only " + std::to_string(count) +
                            " real pictures to compare with; choose data with more of them");
    const c10::InferenceMode inference;
    constexpr std::size_t atOnce = 256;
    for (std::size_t first = 0; first < count; first += atOnce) {
        const std::size_t rows = std::min(atOnce, count - first);
        const torch::Tensor distances = torch::cdist(
            rowsOf(features.subspan(first * length, rows * length), length), rowsOf(features, length));
        // The nearest of a picture is itself.
        const std::vector<float> radii = toVector(std::get<0>(distances.kthvalue(neighbours + 1, 1)));
        _radii.insert(_radii.end(), radii.begin(), radii.end());
    }
    std::vector<float> sorted = _radii;
    std::ranges::nth_element(sorted, sorted.begin() + std::ptrdiff_t(count / 2));
    _clippedRadii = _radii;
    for (float& radius : _clippedRadii)
        radius = std::min(radius, sorted[count / 2]);
}

std::vector<float> ReferenceBalls::distances(std::span<const float> points) const
{
    const c10::InferenceMode inference;
    return toVector(torch::cdist(rowsOf(points, _length), rowsOf(_middles, _length)));
}

} // namespace flipside
