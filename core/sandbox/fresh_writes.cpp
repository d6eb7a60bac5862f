// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/fresh_writes.h"

#include "core/sandbox/operator_allow_list.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <torch/csrc/jit/ir/ir.h>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Node;

constexpr std::array<std::string_view, 13> makers = {
    "zeros",      "ones",  "full",      "empty",    "zeros_like", "ones_like", "full_like",
    "empty_like", "clone", "new_zeros", "new_ones", "new_full",   "new_empty"};

bool makesTensor(const Node& node)
{
    return node.kind().is_aten() &&
           std::find(makers.begin(), makers.end(), node.kind().toUnqualString()) != makers.end();
}

/// The operator that gives a new tensor instead; nullptr where a node does not write, or there is none.
Node* withoutWrite(Node& node)
{
    const std::string name = node.kind().is_aten() ? node.kind().toUnqualString() : "";
    if (name.size() < 2 || !name.ends_with('_') || name.ends_with("__") || node.outputs().size() != 1)
        return nullptr;
    const std::string plainName = "aten::" + name.substr(0, name.size() - 1);
    if (!isAllowedOperator(plainName))
        return nullptr;
    Node* plain = node.owningGraph()->create(c10::Symbol::fromQualString(plainName), node.inputs(), 1);
    if (plain->maybeSchema())
        return plain;
    plain->destroy();
    return nullptr;
}

void removeWrites(Block& block)
{
    for (auto it = block.nodes().begin(); it != block.nodes().end(); ++it) {
        Node* node = *it;
        for (Block* inner : node->blocks())
            removeWrites(*inner);
        if (node->inputs().empty() || node->input(0)->uses().size() != 1 ||
            !makesTensor(*node->input(0)->node()) || node->input(0)->node()->owningBlock() != &block)
            continue;
        if (Node* plain = withoutWrite(*node)) {
            plain->insertBefore(node)->copyMetadata(node);
            plain->output()->copyMetadata(node->output());
            node->output()->replaceAllUsesWith(plain->output());
            it.destroyCurrent();
        }
    }
}

} // namespace

void removeWritesToFreshTensors(torch::jit::Graph& graph)
{
    removeWrites(*graph.block());
}

} // namespace flipside
