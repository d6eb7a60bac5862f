// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weight_type.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// Bytes that one or more tensors lie in. They belong to the file's Nest and live as long as that.
struct WeightStorage {
    std::uint64_t size = 0; ///< how many bytes the file says there are
    /// As many, once they are found: PyTorch's older files have them behind all that speaks of them.
    std::string_view bytes;
    bool bigEndian = false;
};

/// A tensor as a file holds it. Its numbers are read when they are asked for.
struct WeightTensor {
    std::string name; ///< "synthesis.b4.conv1.weight"; empty inside a Nest
    WeightType type = WeightType::Float32;
    std::vector<std::int64_t> shape;   ///< no negative ones; none for a single number
    std::vector<std::int64_t> strides; ///< in numbers, as many as the shape has
    std::int64_t offset = 0;           ///< of the first number in the storage, in numbers
    std::shared_ptr<const WeightStorage> storage;

    std::uint64_t elements() const;
    /// All numbers, the last dimension's next to each other. Throws Error for complex numbers.
    std::vector<float> floats() const;
    /// The same into `numbers`, of which there must be room for elements().
    void writeFloats(float* numbers) const;
    /// "64×3×3×3 (float16)"
    std::string description() const;
};

/// Strides of a tensor whose numbers lie next to each other, the last dimension's nearest.
std::vector<std::int64_t> packedStrides(const std::vector<std::int64_t>& shape);

/// Throws Error unless every number of the tensor lies inside its storage, which must hold at least as many:
/// an expanded tensor could otherwise ask for any amount of memory. At most 64 dimensions.
void checkWeightTensor(const WeightTensor& tensor);

} // namespace flipside
