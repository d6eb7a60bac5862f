// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/likely_latents.h"

#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_set>

namespace flipside {

namespace {

using torch::jit::Node;
using torch::jit::Value;

constexpr std::size_t weightsLookedAt = 4;
constexpr std::int64_t longestLatent = std::int64_t{1} << 20;
/// Powers of two first: they are the likelier ones.
constexpr std::array mapSides{1, 2, 4, 8, 16, 32, 64, 3, 5, 6, 7, 12, 14, 24, 28};

/// How long a latent may be.
struct LatentSize {
    std::int64_t length = 0;
    bool isMap = false; ///< it is the number of maps

    bool operator==(const LatentSize&) const = default;
};

using Sizes = std::vector<LatentSize>;

std::string_view atenNameOf(const Node& node)
{
    return node.kind().is_aten() ? node.kind().toUnqualString() : "";
}

bool isTensor(const Value& value)
{
    return value.type()->isSubtypeOf(*c10::TensorType::get());
}

std::optional<std::int64_t> numberAt(const Node& node, std::size_t input)
{
    if (input >= node.inputs().size())
        return std::nullopt;
    const auto value = torch::jit::toIValue(node.input(input));
    return value && value->isInt() ? std::optional(value->toInt()) : std::nullopt;
}

std::optional<torch::Tensor> tensorAt(const Node& node, std::size_t input)
{
    if (input >= node.inputs().size())
        return std::nullopt;
    const auto value = torch::jit::toIValue(node.input(input));
    return value && value->isTensor() ? std::optional(value->toTensor()) : std::nullopt;
}

/// The sizes in a list, -1 for those that only a run tells.
std::vector<std::int64_t> sizesAt(const Node& node, std::size_t input)
{
    if (input >= node.inputs().size())
        return {};
    const auto constant = torch::jit::toIValue(node.input(input));
    if (constant && constant->isIntList())
        return constant->toIntVector();
    std::vector<std::int64_t> sizes;
    const Node& list = *node.input(input)->node();
    if (list.kind() == torch::jit::prim::ListConstruct)
        for (std::size_t i = 0; i < list.inputs().size(); ++i)
            sizes.push_back(numberAt(list, i).value_or(-1));
    return sizes;
}

/// A weight, and what it is applied to.
struct Weighted {
    LatentSize size; ///< that its input must have
    const Value* input = nullptr;
};

std::optional<Weighted> weightedBy(const Node& node)
{
    const std::string_view name = atenNameOf(node);
    const auto sized = [&](std::size_t weight, std::size_t input, int dimension,
                           bool isMap) -> std::optional<Weighted> {
        const auto tensor = tensorAt(node, weight);
        if (!tensor || tensor->dim() < 2)
            return std::nullopt;
        return Weighted{{tensor->size(dimension), isMap}, node.input(input)};
    };
    if (name == "linear")
        return sized(1, 0, 1, false);
    if (name == "conv2d")
        return sized(1, 0, 1, true);
    if (name == "conv_transpose2d")
        return sized(1, 0, 0, true);
    if (name == "matmul" || name == "mm")
        return sized(1, 0, 0, false);
    if (name == "addmm")
        return sized(2, 1, 0, false);
    if ((name == "_convolution" || name == "convolution") && node.inputs().size() > 6) {
        const auto transposed = torch::jit::toIValue(node.input(6));
        if (transposed && transposed->isBool())
            return sized(1, 0, transposed->toBool() ? 0 : 1, true);
    }
    return std::nullopt;
}

/// Whether numbers of z are in it, rather than only how many latents there are.
bool comesFromLatent(const Value& value, std::unordered_set<const Value*>& seen)
{
    if (!isTensor(value) && !value.type()->isSubtypeOf(*c10::ListType::ofTensors()))
        return false;
    if (!seen.insert(&value).second)
        return false;
    const Node& node = *value.node();
    if (node.kind() == torch::jit::prim::Param)
        return true;
    const std::string_view name = atenNameOf(node);
    if (name == "zeros_like" || name == "ones_like" || name == "full_like" || name == "new_zeros" ||
        name == "new_ones" || name == "new_full")
        return false;
    return std::any_of(node.inputs().begin(), node.inputs().end(),
                       [&](const Value* input) { return comesFromLatent(*input, seen); }) ||
           std::any_of(node.blocks().begin(), node.blocks().end(), [&](const torch::jit::Block* block) {
               return std::any_of(block->outputs().begin(), block->outputs().end(),
                                  [&](const Value* output) { return comesFromLatent(*output, seen); });
           });
}

bool comesFromLatent(const Value& value)
{
    std::unordered_set<const Value*> seen;
    return comesFromLatent(value, seen);
}

/// How wide something is that does not come from z: an embedded label and the like.
std::optional<std::int64_t> widthOf(const Value& value, bool ofMaps)
{
    const std::size_t dimension = 1; // of N×U and N×C×H×W
    if (const auto constant = torch::jit::toIValue(&value); constant && constant->isTensor()) {
        const torch::Tensor tensor = constant->toTensor();
        if (tensor.dim() == 0)
            return std::nullopt;
        return ofMaps && tensor.dim() > 1 ? tensor.size(1) : tensor.size(-1);
    }
    const Node& node = *value.node();
    const std::string_view name = atenNameOf(node);
    const auto sizeIn = [&](const std::vector<std::int64_t>& sizes) -> std::optional<std::int64_t> {
        if (sizes.size() <= dimension)
            return std::nullopt;
        const std::int64_t size = ofMaps ? sizes[dimension] : sizes.back();
        return size > 0 ? std::optional(size) : std::nullopt;
    };
    if (name == "embedding") {
        const auto table = tensorAt(node, 0);
        return table ? std::optional(table->size(-1)) : std::nullopt;
    }
    if (name == "one_hot")
        return numberAt(node, 1);
    if (name == "linear") {
        const auto weight = tensorAt(node, 1);
        return weight && weight->dim() == 2 ? std::optional(weight->size(0)) : std::nullopt;
    }
    if (name == "zeros" || name == "ones" || name == "full")
        return sizeIn(sizesAt(node, 0));
    if (name == "new_zeros" || name == "new_ones" || name == "new_full" || name == "view" ||
        name == "reshape")
        return sizeIn(sizesAt(node, 1));
    if (name == "expand" || name == "broadcast_to")
        if (const auto size = sizeIn(sizesAt(node, 1)))
            return size;
    if (name == "repeat") {
        const auto times = sizeIn(sizesAt(node, 1));
        const auto width = widthOf(*node.input(0), ofMaps);
        return times && width ? std::optional(*times * *width) : std::nullopt;
    }
    if (name == "unsqueeze" && !ofMaps && numberAt(node, 1) == -1)
        return 1;
    if (!node.kind().is_aten() || node.inputs().empty() || !isTensor(*node.input(0)))
        return std::nullopt;
    return widthOf(*node.input(0), ofMaps);
}

/// Finds out from the size that a value must have how long the latent is that it is made of.
class LatentTrace {
public:
    explicit LatentTrace(Sizes& found) : _found(found) {}

    void follow(const Value& value, LatentSize size)
    {
        if (size.length < 1 || size.length > longestLatent || !_seen.insert(&value).second)
            return;
        const Node& node = *value.node();
        if (node.kind() == torch::jit::prim::Param) {
            if (std::find(_found.begin(), _found.end(), size) == _found.end())
                _found.push_back(size);
        } else if (node.kind() == torch::jit::prim::If) {
            const std::size_t output = value.offset();
            for (const torch::jit::Block* block : node.blocks())
                follow(*block->outputs()[output], size);
        } else if (node.kind() == torch::jit::prim::ListUnpack) {
            followPiece(*node.input(0)->node(), node.outputs().size(), size);
        } else if (node.kind().is_aten() && !weightedBy(node) && atenNameOf(node) != "embedding") {
            followOperator(node, size);
        }
    }

private:
    /// One of the pieces that something was cut into.
    void followPiece(const Node& cut, std::size_t pieces, LatentSize size)
    {
        const std::string_view name = atenNameOf(cut);
        if (name == "chunk" || name == "unsafe_chunk" || name == "split" || name == "unsafe_split" ||
            name == "tensor_split" || name == "split_with_sizes" || name == "unbind")
            follow(*cut.input(0), {size.length * std::int64_t(pieces), size.isMap});
    }

    void followOperator(const Node& node, LatentSize size)
    {
        const std::string_view name = atenNameOf(node);
        if (name == "cat" || name == "concat" || name == "hstack") {
            followPart(*node.input(0)->node(), size);
        } else if (name == "slice") {
            const std::int64_t start = numberAt(node, 2).value_or(0);
            follow(*node.input(0), {size.length + std::max<std::int64_t>(start, 0), size.isMap});
        } else if (name == "view" || name == "reshape" || name == "unflatten") {
            // All that follows the batch.
            std::vector<std::int64_t> sizes = sizesAt(node, name == "unflatten" ? 2 : 1);
            if (name != "unflatten" && !sizes.empty())
                sizes.erase(sizes.begin());
            std::int64_t length = sizes.empty() ? -1 : 1;
            for (const std::int64_t one : sizes)
                length = one > 0 && length > 0 && length <= longestLatent ? length * one : -1;
            follow(*node.input(0), length > 0 ? LatentSize{length, false} : size);
        } else {
            for (const Value* input : node.inputs())
                if (isTensor(*input))
                    follow(*input, size);
        }
    }

    /// What is concatenated: z, and what does not come from it.
    void followPart(const Node& list, LatentSize size)
    {
        if (list.kind() != torch::jit::prim::ListConstruct)
            return;
        const Value* latent = nullptr;
        for (const Value* part : list.inputs()) {
            if (comesFromLatent(*part)) {
                if (latent)
                    return;
                latent = part;
            } else if (const auto width = widthOf(*part, size.isMap)) {
                size.length -= *width;
            } else {
                return;
            }
        }
        if (latent)
            follow(*latent, size);
    }

    Sizes& _found;
    std::unordered_set<const Value*> _seen;
};

void addSize(Sizes& sizes, LatentSize size)
{
    if (size.length > 0 && size.length <= longestLatent &&
        std::find(sizes.begin(), sizes.end(), size) == sizes.end())
        sizes.push_back(size);
}

/// Widths of the tables of labels.
void collectTables(const torch::jit::Block& block, std::vector<std::int64_t>& widths)
{
    for (const Node* node : block.nodes()) {
        if (atenNameOf(*node) == "embedding")
            if (const auto table = tensorAt(*node, 0); table && table->dim() == 2)
                widths.push_back(table->size(1));
        for (const torch::jit::Block* inner : node->blocks())
            collectTables(*inner, widths);
    }
}

void collectWeights(const torch::jit::Block& block, std::vector<Weighted>& weights)
{
    for (const Node* node : block.nodes()) {
        if (weights.size() >= weightsLookedAt)
            return;
        if (const auto weighted = weightedBy(*node))
            weights.push_back(*weighted);
        for (const torch::jit::Block* inner : node->blocks())
            collectWeights(*inner, weights);
    }
}

} // namespace

std::vector<std::vector<int>> likelyLatents(const torch::jit::Graph& graph)
{
    std::vector<Weighted> weights;
    collectWeights(*graph.block(), weights);
    std::vector<std::int64_t> tables;
    collectTables(*graph.block(), tables);
    Sizes sizes;
    for (const Weighted& weighted : weights) {
        LatentTrace(sizes).follow(*weighted.input, weighted.size);
        addSize(sizes, weighted.size);
    }
    // Where a label is joined in a way that was not seen through, or multiplied with z.
    for (const std::int64_t width : tables) {
        if (!weights.empty())
            addSize(sizes, {weights.front().size.length - width, weights.front().size.isMap});
        addSize(sizes, {width, false});
    }
    std::vector<std::vector<int>> shapes;
    for (const LatentSize& size : sizes) {
        const auto length = int(size.length);
        if (!size.isMap)
            shapes.push_back({length});
        for (const int side : mapSides)
            shapes.push_back({length, side, side});
        if (size.isMap)
            shapes.push_back({length});
    }
    return shapes;
}

} // namespace flipside
