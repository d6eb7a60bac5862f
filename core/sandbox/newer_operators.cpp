// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/newer_operators.h"

#include <torch/library.h>
#include <torch/torch.h>
#include <torch/version.h>

#include <cmath>
#include <limits>
#include <vector>

namespace flipside {

#if TORCH_VERSION_MAJOR < 2

namespace {

using torch::Tensor;

/// Added to the scores: 0 where a query may look, -∞ where it may not.
Tensor scoresToAdd(const Tensor& query, const Tensor& key, const c10::optional<Tensor>& mask, bool isCausal)
{
    TORCH_CHECK(!(mask && isCausal), "attention has a mask of its own and is to be causal");
    if (!mask && !isCausal)
        return {};
    const Tensor allowed =
        isCausal ? torch::ones({query.size(-2), key.size(-2)}, query.options().dtype(torch::kBool)).tril()
                 : *mask;
    if (allowed.scalar_type() != torch::kBool)
        return allowed;
    return torch::zeros(allowed.sizes(), query.options())
        .masked_fill(allowed.logical_not(), -std::numeric_limits<double>::infinity());
}

/// Grouped heads: each one of the keys and values serves several of the queries.
Tensor forEachHead(const Tensor& shared, const Tensor& query)
{
    TORCH_CHECK(query.dim() >= 3 && shared.dim() >= 3, "grouped attention has no heads");
    const std::int64_t heads = query.size(-3);
    const std::int64_t groups = shared.size(-3);
    TORCH_CHECK(groups > 0 && heads % groups == 0, "attention has ", heads, " heads for ", groups, " groups");
    return shared.repeat_interleave(heads / groups, -3);
}

/// softmax(q kᵀ · scale + mask) v. As in PyTorch, queries and keys take half of the scale each, and a query
/// that may look nowhere gets zeros.
Tensor scaledDotProductAttention(const Tensor& query, const Tensor& key, const Tensor& value,
                                 const c10::optional<Tensor>& mask, double dropout, bool isCausal,
                                 c10::optional<double> scale, bool enableGqa)
{
    TORCH_CHECK(dropout == 0.0,
                "it draws random numbers with aten::scaled_dot_product_attention, whose dropout is ", dropout,
                ", and equal recipes must give equal pictures");
    TORCH_CHECK(query.dim() >= 2 && key.dim() >= 2 && value.dim() >= 2,
                "attention needs queries, keys and values of at least two dimensions");
    const double whole = scale.value_or(1.0 / std::sqrt(double(query.size(-1))));
    const double half = std::sqrt(std::abs(whole));
    const Tensor keys = enableGqa ? forEachHead(key, query) : key;
    const Tensor values = enableGqa ? forEachHead(value, query) : value;
    Tensor scores = (query * std::copysign(half, whole)).matmul((keys * half).transpose(-2, -1));
    const Tensor added = scoresToAdd(query, keys, mask, isCausal);
    if (added.defined())
        scores = scores + added;
    const Tensor looksNowhere = scores.eq(-std::numeric_limits<double>::infinity()).all(-1, true);
    return scores.softmax(-1).masked_fill(looksNowhere, 0.0).matmul(values);
}

/// x / √(mean(x²) + ε) · weight, over the last dimensions.
Tensor rmsNorm(const Tensor& input, at::IntArrayRef shape, const c10::optional<Tensor>& weight,
               c10::optional<double> epsilon)
{
    const auto count = std::int64_t(shape.size());
    TORCH_CHECK(count > 0 && count <= input.dim() &&
                    input.sizes().slice(std::size_t(input.dim() - count)) == shape,
                "a norm over ", shape, " does not fit an input of ", input.sizes());
    std::vector<std::int64_t> dimensions;
    for (std::int64_t i = 1; i <= count; ++i)
        dimensions.push_back(-i);
    const Tensor exact = input.to(torch::kFloat);
    const double added = epsilon.value_or(double(std::numeric_limits<float>::epsilon()));
    const Tensor normed =
        (exact * (exact.square().mean(dimensions, true) + added).rsqrt()).to(input.scalar_type());
    return weight ? normed * *weight : normed;
}

/// The type that automatic casting takes on a kind of device by default. Flipside takes such casting out
/// (sandbox/context_guards.h); LibTorch still wants to know what its code calls.
c10::ScalarType autocastType(c10::string_view device)
{
    return device == "cuda" ? torch::kHalf : torch::kBFloat16;
}

} // namespace

void registerNewerOperators()
{
    static const torch::Library library = [] {
        torch::Library aten(torch::Library::FRAGMENT, "aten", c10::nullopt, __FILE__, __LINE__);
        aten.def("scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, "
                 "Tensor? attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, "
                 "bool enable_gqa=False) -> Tensor",
                 &scaledDotProductAttention);
        aten.def("rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, float? eps=None) "
                 "-> Tensor",
                 &rmsNorm);
        aten.def("get_autocast_dtype(str device_type) -> ScalarType", &autocastType);
        return aten;
    }();
}

#else

void registerNewerOperators() {}

#endif

} // namespace flipside
