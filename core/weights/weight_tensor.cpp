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
    writeFloats(numbers.data());
    return numbers;
}

void WeightTensor::writeFloats(float* numbers) const
{
    const std::uint64_t count = elements();
    if (count == 0)
        return;
    const auto write = [&](std::uint64_t first, std::uint64_t length, std::uint64_t stride,
                           std::uint64_t done) {
        toFloats(type, storage->bigEndian, storage->bytes.data() + first * sizeOf(type), length, stride,
                 numbers + done);
    };
    if (strides == packedStrides(shape))
        return write(std::uint64_t(offset), count, 1, 0);
    const auto rowLength = std::uint64_t(shape.back());
    std::vector<std::int64_t> row(shape.size() - 1, 0);
    for (std::uint64_t done = 0; done < count; done += rowLength) {
        std::uint64_t first = std::uint64_t(offset);
        for (std::size_t i = 0; i < row.size(); ++i)
            first += std::uint64_t(row[i]) * std::uint64_t(strides[i]);
        write(first, rowLength, std::uint64_t(strides.back()), done);
        for (std::size_t i = row.size(); i-- > 0;) {
            if (++row[i] < shape[i])
                break;
            row[i] = 0;
        }
    }
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
