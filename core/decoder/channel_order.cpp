// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/channel_order.h"

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

using Names = std::unordered_set<std::string_view>;

const Names& reshaping()
{
    static const Names names = {"reshape", "reshape_as", "unflatten", "view", "view_as"};
    return names;
}

/// Whether channels come first, as the node's own operator says of an output of three dimensions; nothing
/// where it takes the order that its input has.
std::optional<bool> firstOfThreeMadeBy(const Node& node)
{
    static const Names first = {"conv1d",     "conv_transpose1d", "_convolution",      "convolution",
                                "batch_norm", "group_norm",       "native_group_norm", "instance_norm"};
    static const Names last = {"linear",     "matmul",
                               "mm",         "bmm",
                               "addmm",      "baddbmm",
                               "layer_norm", "native_layer_norm",
                               "rms_norm",   "scaled_dot_product_attention"};
    const std::string_view name = node.kind().toUnqualString();
    if (first.contains(name))
        return true;
    if (last.contains(name) || reshaping().contains(name))
        return false;
    return std::nullopt;
}

/// The dimensions that a node names, as numbers beside its input.
std::vector<std::int64_t> namedDimensions(const Node& node)
{
    std::vector<std::int64_t> dimensions;
    for (std::size_t i = 1; i < node.inputs().size(); ++i) {
        const auto value = torch::jit::toIValue(node.input(i));
        if (value && value->isInt())
            dimensions.push_back(value->toInt());
        else if (value && value->isIntList())
            dimensions = value->toIntVector();
    }
    return dimensions;
}

/// Whether channels come last, of an output of four dimensions or more.
std::optional<bool> lastOfMoreMadeBy(const Node& node)
{
    static const Names first = {"conv2d",        "conv_transpose2d",  "conv3d",       "conv_transpose3d",
                                "_convolution",  "convolution",       "batch_norm",   "group_norm",
                                "instance_norm", "native_group_norm", "pixel_shuffle"};
    static const Names last = {"linear", "matmul"};
    const std::string_view name = node.kind().toUnqualString();
    if (last.contains(name))
        return true;
    if (first.contains(name) || reshaping().contains(name))
        return false;
    if (name != "permute")
        return std::nullopt;
    const std::vector<std::int64_t> dimensions = namedDimensions(node);
    const auto count = std::int64_t(dimensions.size());
    if (count < 4)
        return std::nullopt;
    if (dimensions.back() == 1 || dimensions.back() == 1 - count)
        return true;
    if (dimensions[1] == count - 1 || dimensions[1] == -1)
        return false;
    return std::nullopt;
}

/// Whether the node swaps the last two of three dimensions.
bool swapsLastTwo(const Node& node)
{
    const std::string_view name = node.kind().toUnqualString();
    std::vector<std::int64_t> dimensions = namedDimensions(node);
    for (std::int64_t& dimension : dimensions)
        dimension += dimension < 0 ? 3 : 0;
    if (name == "permute")
        return dimensions == std::vector<std::int64_t>{0, 2, 1};
    std::sort(dimensions.begin(), dimensions.end());
    return (name == "transpose" || name == "swapaxes") && dimensions == std::vector<std::int64_t>{1, 2};
}

bool swapsNothing(const Node&)
{
    return false;
}

/// What the nearest operator says that says something, or the contrary behind each one that swaps; nothing
/// where it is not known. `seen` keeps graphs in which ways join again from being walked many times.
std::optional<bool> told(const Value& value, std::optional<bool> (*madeBy)(const Node&),
                         bool (*swaps)(const Node&), std::unordered_set<const Value*>& seen)
{
    if (!seen.insert(&value).second)
        return std::nullopt;
    const Node& node = *value.node();
    if (const std::optional<bool> made = madeBy(node))
        return made;
    for (const Value* input : node.inputs()) {
        if (!input->type()->isSubtypeOf(*c10::TensorType::get()))
            continue;
        if (const std::optional<bool> answer = told(*input, madeBy, swaps, seen))
            return *answer != swaps(node);
    }
    return std::nullopt;
}

} // namespace

ChannelOrder channelOrderOf(const torch::jit::Value& value)
{
    std::unordered_set<const Value*> seenOfThree, seenOfMore;
    return {told(value, firstOfThreeMadeBy, swapsLastTwo, seenOfThree).value_or(false),
            told(value, lastOfMoreMadeBy, swapsNothing, seenOfMore).value_or(false)};
}

} // namespace flipside
