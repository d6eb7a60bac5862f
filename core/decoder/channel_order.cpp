// SPDX-License-Identifier: GPL-3.0-or-later
#include "decoder/channel_order.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <torch/csrc/jit/ir/constants.h>
#include <unordered_set>
#include <vector>

namespace flipside {

namespace {

using torch::jit::Node;
using torch::jit::Value;

/// What the node's own operator says of its output; nothing where it takes the order that its input has.
std::optional<bool> orderMadeBy(const Node& node)
{
    static const std::unordered_set<std::string_view> channelsFirst = {
        "conv1d",     "conv_transpose1d", "_convolution",      "convolution",
        "batch_norm", "group_norm",       "native_group_norm", "instance_norm"};
    static const std::unordered_set<std::string_view> channelsLast = {
        "linear",     "matmul",
        "mm",         "bmm",
        "addmm",      "baddbmm",
        "layer_norm", "native_layer_norm",
        "reshape",    "reshape_as",
        "unflatten",  "view",
        "view_as",    "scaled_dot_product_attention"};
    const std::string_view name = node.kind().toUnqualString();
    if (channelsFirst.contains(name))
        return true;
    if (channelsLast.contains(name))
        return false;
    return std::nullopt;
}

/// Whether the node swaps the last two of three dimensions.
bool swapsLastTwo(const Node& node)
{
    const std::string_view name = node.kind().toUnqualString();
    std::vector<std::int64_t> dimensions;
    for (std::size_t i = 1; i < node.inputs().size(); ++i) {
        const auto value = torch::jit::toIValue(node.input(i));
        if (value && value->isInt())
            dimensions.push_back(value->toInt());
        else if (value && value->isIntList())
            dimensions = value->toIntVector();
    }
    for (std::int64_t& dimension : dimensions)
        dimension += dimension < 0 ? 3 : 0;
    if (name == "permute")
        return dimensions == std::vector<std::int64_t>{0, 2, 1};
    std::sort(dimensions.begin(), dimensions.end());
    return (name == "transpose" || name == "swapaxes") && dimensions == std::vector<std::int64_t>{1, 2};
}

/// Nothing where it is not known. `seen` keeps graphs in which ways join again from being walked many times.
std::optional<bool> orderOf(const Value& value, std::unordered_set<const Value*>& seen)
{
    if (!seen.insert(&value).second)
        return std::nullopt;
    const Node& node = *value.node();
    if (const std::optional<bool> made = orderMadeBy(node))
        return made;
    for (const Value* input : node.inputs()) {
        if (!input->type()->isSubtypeOf(*c10::TensorType::get()))
            continue;
        if (const std::optional<bool> order = orderOf(*input, seen))
            return *order != swapsLastTwo(node);
    }
    return std::nullopt;
}

} // namespace

bool hasChannelsFirst(const torch::jit::Value& value)
{
    std::unordered_set<const Value*> seen;
    return orderOf(value, seen).value_or(false);
}

} // namespace flipside
