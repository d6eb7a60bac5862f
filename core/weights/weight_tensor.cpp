// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weight_tensor.h"

#include "core/weights/refuse_weights.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr std::size_t mostDimensions = 64;

[[noreturn]] void refuseMissingNumbers()
{
    refuseWeights("some of its weights are missing: a tensor is larger than what the file holds for it");
}

} // namespace

std::uint64_t WeightTensor::elements() const
{
    std::uint64_t count = 1;
    for (const std::int64_t size : shape)
        count *= static_cast<std::uint64_t>(size);
    return count;
}

std::vector<float> WeightTensor::floats() const
{
    std::vector<float> numbers(elements());
    if (numbers.empty())
        return numbers;
    const std::uint64_t rowLength = shape.empty() ? 1 : std::uint64_t(shape.back());
    const std::uint64_t rowStride = shape.empty() ? 1 : std::uint64_t(strides.back());
    std::vector<std::int64_t> row(shape.empty() ? 0 : shape.size() - 1, 0);
    for (std::uint64_t done = 0; done < numbers.size(); done += rowLength) {
        std::uint64_t first = std::uint64_t(offset);
        for (std::size_t i = 0; i < row.size(); ++i)
            first += std::uint64_t(row[i]) * std::uint64_t(strides[i]);
        toFloats(type, storage->bigEndian, storage->bytes.data() + first * sizeOf(type), rowLength, rowStride,
                 numbers.data() + done);
        for (std::size_t i = row.size(); i-- > 0;) {
            if (++row[i] < shape[i])
                break;
            row[i] = 0;
        }
    }
    return numbers;
}

std::string WeightTensor::description() const
{
    std::string text;
    for (const std::int64_t size : shape)
        text += (text.empty() ? "" : "×") + std::to_string(size);
    return (text.empty() ? "one number" : text) + " (" + std::string(wordFor(type)) + ")";
}

std::vector<std::int64_t> packedStrides(const std::vector<std::int64_t>& shape)
{
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;)
        // What overflows is refused with the tensor: its shape says the same.
        if (__builtin_mul_overflow(strides[i], std::max<std::int64_t>(shape[i], 1), &strides[i - 1]))
            refuseMissingNumbers();
    return strides;
}

void checkWeightTensor(const WeightTensor& tensor)
{
    if (tensor.shape.size() > mostDimensions || tensor.shape.size() != tensor.strides.size() ||
        !tensor.storage)
        refuseWeights("the description of its weights is damaged");
    const std::uint64_t held = tensor.storage->size / sizeOf(tensor.type);
    std::int64_t last = tensor.offset;
    std::uint64_t count = 1;
    bool empty = false;
    if (last < 0 || std::uint64_t(last) > held)
        refuseMissingNumbers();
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        const std::int64_t size = tensor.shape[i];
        const std::int64_t stride = tensor.strides[i];
        if (size < 0 || stride < 0)
            refuseWeights("the description of its weights is damaged");
        empty = empty || size == 0;
        std::int64_t reach = 0;
        if (size > 1 &&
            (__builtin_mul_overflow(size - 1, stride, &reach) || __builtin_add_overflow(last, reach, &last)))
            refuseMissingNumbers();
        // Sizes beside one of 0 must not overflow either: elements() multiplies them all.
        if (size > 0 && __builtin_mul_overflow(count, std::uint64_t(size), &count))
            refuseMissingNumbers();
    }
    if (!empty && (std::uint64_t(last) >= held || count > held))
        refuseMissingNumbers();
}

} // namespace flipside
