// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/half_weights.h"

#include <torch/torch.h>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;

void widenAtUse(Graph& graph, Block& block)
{
    for (Node* node : block.nodes()) {
        for (Block* inner : node->blocks())
            widenAtUse(graph, *inner);
        if (node->kind() != torch::jit::prim::GetAttr || !node->output()->type()->cast<c10::TensorType>())
            continue;
        const torch::jit::WithInsertPoint behind(node->next());
        torch::jit::Value* wide =
            graph.insert(torch::jit::aten::to, {node->output(), c10::IValue(torch::kFloat)});
        node->output()->replaceAllUsesAfterNodeWith(wide->node(), wide);
    }
}

} // namespace

void keepInHalf(torch::jit::Module& module)
{
    for (torch::jit::Module part : module.modules()) {
        for (const torch::jit::Method& method : part.get_methods())
            widenAtUse(*method.graph(), *method.graph()->block());
    }
    for (torch::Tensor tensor : module.parameters())
        tensor.set_data(tensor.to(torch::kHalf));
    for (torch::Tensor tensor : module.buffers())
        tensor.set_data(tensor.to(torch::kHalf));
}

} // namespace flipside
