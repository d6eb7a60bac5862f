// SPDX-License-Identifier: GPL-3.0-or-later
#include "decoder/picture_output.h"

#include "decoder/picture_range.h"
#include "model/run_graph.h"

#include <torch/csrc/jit/passes/dead_code_elimination.h>

#include <memory>

namespace flipside {

void keepPictureOutput(torch::jit::Graph& graph, const torch::Tensor& latent, const ModelCard& card)
{
    const torch::jit::Node* maker = graph.outputs()[0]->node();
    if (maker->kind() != torch::jit::prim::TupleConstruct && maker->kind() != torch::jit::prim::ListConstruct)
        return;
    const torch::jit::Code code(graph.copy(), "all outputs");
    torch::jit::Stack stack{latent};
    const RunScope limit;
    runGraph(code, stack);
    const std::vector<c10::IValue> values = stack.front().isTuple()
                                                ? stack.front().toTupleRef().elements().vec()
                                                : stack.front().toListRef().vec();
    for (std::size_t i = 0; i < values.size() && i < maker->inputs().size(); ++i) {
        if (!values[i].isTensor() || !hasPictureShape(values[i].toTensor(), card, 1))
            continue;
        torch::jit::Value* picture = graph.outputs()[0]->node()->input(i);
        graph.eraseOutput(0);
        graph.registerOutput(picture);
        torch::jit::EliminateDeadCode(graph.block());
        return;
    }
}

} // namespace flipside
