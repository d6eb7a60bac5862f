// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/code/normalised_weight.h"

#include "core/blueprint/made_tensor.h"

#include <cmath>
#include <cstddef>
#include <vector>

namespace flipside {

namespace {

constexpr std::uint64_t mostNumbers = std::uint64_t{1} << 28;

std::optional<WeightTensor> weightNormed(const WeightTensor& length, const WeightTensor& direction)
{
    if (direction.shape.empty() || direction.shape[0] < 1 || direction.elements() > mostNumbers ||
        length.elements() != std::uint64_t(direction.shape[0]))
        return std::nullopt;
    std::vector<float> numbers = direction.floats();
    const std::vector<float> lengths = length.floats();
    const std::size_t row = numbers.size() / lengths.size();
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        double square = 0.0;
        for (std::size_t j = 0; j < row; ++j)
            square += double(numbers[i * row + j]) * double(numbers[i * row + j]);
        for (std::size_t j = 0; j < row; ++j)
            numbers[i * row + j] =
                float(double(numbers[i * row + j]) * double(lengths[i]) / std::sqrt(square));
    }
    return madeTensor("weight", direction.shape, std::move(numbers));
}

std::optional<WeightTensor> spectrallyNormed(const WeightTensor& weight, const WeightTensor& left,
                                             const WeightTensor& right, bool isTransposed)
{
    if (weight.shape.size() < 2 || weight.elements() == 0 || weight.elements() > mostNumbers)
        return std::nullopt;
    // The matrix has a row for every output; that is the second dimension of a transposed convolution.
    const auto first = std::size_t(weight.shape[0]);
    const auto second = std::size_t(weight.shape[1]);
    std::vector<float> numbers = weight.floats();
    const std::vector<float> u = left.floats();
    const std::vector<float> v = right.floats();
    const std::size_t rows = isTransposed ? second : first;
    const std::size_t inner = numbers.size() / (first * second);
    if (u.size() != rows || v.size() != numbers.size() / rows)
        return std::nullopt;
    double sigma = 0.0;
    for (std::size_t a = 0; a < first; ++a)
        for (std::size_t b = 0; b < second; ++b)
            for (std::size_t i = 0; i < inner; ++i) {
                const double number = numbers[(a * second + b) * inner + i];
                const std::size_t row = isTransposed ? b : a;
                const std::size_t column = (isTransposed ? a : b) * inner + i;
                sigma += double(u[row]) * number * double(v[column]);
            }
    if (sigma == 0.0 || !std::isfinite(sigma))
        return std::nullopt;
    for (float& number : numbers)
        number = float(double(number) / sigma);
    return madeTensor("weight", weight.shape, std::move(numbers));
}

} // namespace

std::optional<WeightTensor>
normalisedWeight(const std::function<const WeightTensor*(const std::string&)>& find, bool isTransposed,
                 const std::string& normalisation)
{
    const auto either = [&](const char* one, const char* other) {
        const WeightTensor* found = find(one);
        return found ? found : find(other);
    };
    const std::string inner = "parametrizations.weight.";
    if (normalisation == "weight_norm") {
        const WeightTensor* length = either("weight_g", (inner + "original0").c_str());
        const WeightTensor* direction = either("weight_v", (inner + "original1").c_str());
        return length && direction ? weightNormed(*length, *direction) : std::nullopt;
    }
    const WeightTensor* weight = either("weight_orig", (inner + "original").c_str());
    const WeightTensor* left = either("weight_u", (inner + "0._u").c_str());
    const WeightTensor* right = either("weight_v", (inner + "0._v").c_str());
    return weight && left && right ? spectrallyNormed(*weight, *left, *right, isTransposed) : std::nullopt;
}

} // namespace flipside
