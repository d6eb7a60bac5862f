// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/output_non_linearity.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <torch/csrc/jit/ir/constants.h>

namespace flipside {

namespace {

using torch::jit::Node;
using torch::jit::Value;

bool isNumberOfItsOwn(const Value* value)
{
    return value->node()->kind() == torch::jit::prim::Constant;
}

/// Operators that give the same numbers in another shape.
bool onlyReshapes(const Node& node)
{
    static constexpr std::array<std::string_view, 20> names = {
        "view",      "reshape",    "flatten", "unflatten", "squeeze",  "unsqueeze", "permute",
        "transpose", "contiguous", "clone",   "to",        "detach",   "view_as",   "reshape_as",
        "expand",    "alias",      "type_as", "float",     "squeeze_", "unsqueeze_"};
    return node.kind().is_aten() && std::find(names.begin(), names.end(),
                                              std::string_view(node.kind().toUnqualString())) != names.end();
}

/// x·a + b with numbers a and b, as decoders that end in tanh use to reach [0, 1], or whole numbers of it.
bool onlyScales(const Node& node)
{
    static constexpr std::array<std::string_view, 16> names = {
        "add",  "sub",  "mul",  "div",  "clamp",  "round",  "floor",  "trunc",
        "add_", "sub_", "mul_", "div_", "clamp_", "round_", "floor_", "trunc_"};
    const bool named =
        node.kind().is_aten() &&
        std::find(names.begin(), names.end(), std::string_view(node.kind().toUnqualString())) != names.end();
    return named && std::all_of(node.inputs().begin() + 1, node.inputs().end(), isNumberOfItsOwn);
}

/// Of x.clamp(low, high) and hardtanh.
std::optional<std::pair<double, double>> limitsOf(const Node& node)
{
    const std::string_view name = node.kind().is_aten() ? node.kind().toUnqualString() : "";
    if ((name != "clamp" && name != "clamp_" && name != "hardtanh" && name != "hardtanh_") ||
        node.inputs().size() < 3)
        return std::nullopt;
    const auto low = torch::jit::toIValue(node.input(1));
    const auto high = torch::jit::toIValue(node.input(2));
    if (!low || !low->isScalar() || !high || !high->isScalar())
        return std::nullopt;
    return std::pair(low->toScalar().toDouble(), high->toScalar().toDouble());
}

} // namespace

OutputNonLinearity outputNonLinearity(const torch::jit::Value& picture)
{
    OutputNonLinearity output{picture.node(), false};
    while (!output.node->inputs().empty()) {
        if (!output.scaled && !output.limits)
            output.limits = limitsOf(*output.node);
        const bool scales = onlyScales(*output.node);
        if (!scales && !onlyReshapes(*output.node))
            break;
        output.scaled = output.scaled || scales;
        output.node = output.node->input(0)->node();
    }
    return output;
}

} // namespace flipside
