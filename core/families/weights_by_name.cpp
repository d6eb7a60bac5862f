// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/weights_by_name.h"

#include "core/base/error.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr std::int64_t largestWeightSize = std::int64_t{1} << 24;

} // namespace

WeightsByName::WeightsByName(std::span<const WeightTensor> tensors)
{
    for (const WeightTensor& tensor : tensors)
        _tensors.emplace(tensor.name, &tensor);
}

const WeightTensor* WeightsByName::find(std::string_view name) const
{
    const auto found = _tensors.find(name);
    return found == _tensors.end() ? nullptr : found->second;
}

const WeightTensor& WeightsByName::need(std::string_view name, const std::vector<std::int64_t>& shape) const
{
    const WeightTensor* tensor = findOf(name, shape);
    if (!tensor)
        throw Error("its weights “" + shownText(name) + "” are missing");
    return *tensor;
}

const WeightTensor* WeightsByName::findOf(std::string_view name, const std::vector<std::int64_t>& shape) const
{
    const WeightTensor* tensor = find(name);
    if (!tensor)
        return nullptr;
    const auto fits = [](std::int64_t is, std::int64_t wanted) {
        return is <= largestWeightSize && (wanted < 0 ? is > 0 : is == wanted);
    };
    if (!std::ranges::equal(tensor->shape, shape, fits) || tensor->type == WeightType::Complex64 ||
        tensor->type == WeightType::Complex128)
        throw Error("its weights “" + shownText(name) + "” are " + tensor->description() +
                    ", which does not fit the layers around them");
    return tensor;
}

WeightTensor withoutFirstDimension(WeightTensor tensor)
{
    if (!tensor.shape.empty()) {
        tensor.shape.erase(tensor.shape.begin());
        tensor.strides.erase(tensor.strides.begin());
    }
    return tensor;
}

} // namespace flipside
