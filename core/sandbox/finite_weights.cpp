// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/finite_weights.h"

#include "core/base/error.h"

#include <bit>
#include <set>
#include <span>
#include <torch/torch.h>

namespace flipside {

namespace {

/// A float is infinite or NaN when all bits of its exponent are set. Looking at the bits lets the compiler
/// vectorise.
bool allFinite(std::span<const float> numbers)
{
    constexpr std::uint32_t exponent = 0x7f800000;
    std::uint32_t largest = 0;
    for (const float number : numbers) {
        const std::uint32_t bits = std::bit_cast<std::uint32_t>(number) & exponent;
        largest = bits > largest ? bits : largest;
    }
    return largest != exponent;
}

bool isFinite(const torch::Tensor& tensor)
{
    if (tensor.scalar_type() == torch::kFloat && tensor.is_contiguous())
        return allFinite({tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())});
    return at::isfinite(tensor).all().item<bool>();
}

} // namespace

void checkWeightsAreFinite(const torch::jit::Module& module)
{
    std::set<const void*> learned;
    for (const auto& parameter : module.parameters())
        learned.insert(parameter.unsafeGetTensorImpl());
    for (const auto& attribute : module.named_attributes()) {
        if (!attribute.value.isTensor() || !attribute.value.toTensor().defined())
            continue;
        const torch::Tensor tensor = attribute.value.toTensor();
        if (isFinite(tensor))
            continue;
        const bool isNan = at::isnan(tensor).any().item<bool>();
        if (isNan || learned.contains(tensor.unsafeGetTensorImpl()))
            throw Error("its weights " + attribute.name + " contain " +
                        (isNan ? "NaN (not a number)" : "infinite numbers"));
    }
}

} // namespace flipside
