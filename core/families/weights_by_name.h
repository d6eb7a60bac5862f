// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weight_tensor.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// A network's tensors, by their names. They belong to whoever has the list, and must live as long as this.
class WeightsByName {
public:
    explicit WeightsByName(std::span<const WeightTensor> tensors);

    /// Nothing where there is none.
    const WeightTensor* find(std::string_view name) const;
    /// Throws Error, half a sentence, where it is missing, has another shape, or complex numbers. -1 in
    /// `shape` stands for every size from 1 to 16 million.
    const WeightTensor& need(std::string_view name, const std::vector<std::int64_t>& shape) const;
    /// The same, or nothing where it is missing.
    const WeightTensor* findOf(std::string_view name, const std::vector<std::int64_t>& shape) const;

private:
    std::map<std::string_view, const WeightTensor*> _tensors;
};

/// A tensor without its first dimension, which is 1.
WeightTensor withoutFirstDimension(WeightTensor tensor);

} // namespace flipside
