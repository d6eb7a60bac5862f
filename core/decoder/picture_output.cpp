// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/picture_output.h"

#include "core/decoder/picture_range.h"
#include "core/sandbox/run_graph.h"

#include <torch/csrc/jit/passes/dead_code_elimination.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace flipside {

namespace {

using torch::jit::Graph;
using torch::jit::Value;

/// The tensors that the tuple, list or dictionary is made of which a forward returns.
std::vector<Value*> returnedTensors(Graph& graph)
{
    torch::jit::Node& maker = *graph.outputs()[0]->node();
    if (maker.kind() != torch::jit::prim::TupleConstruct && maker.kind() != torch::jit::prim::ListConstruct &&
        maker.kind() != torch::jit::prim::DictConstruct)
        return {};
    std::vector<Value*> tensors(maker.inputs().begin(), maker.inputs().end());
    std::erase_if(tensors,
                  [](const Value* value) { return !value->type()->isSubtypeOf(*c10::TensorType::get()); });
    return tensors;
}

void returnOnly(Graph& graph, const std::vector<Value*>& values)
{
    graph.eraseOutput(0);
    for (Value* value : values)
        graph.registerOutput(value);
}

} // namespace

void keepPictureOutput(Graph& graph, const torch::Tensor& latent, const ModelCard& card)
{
    const std::shared_ptr<Graph> trial = graph.copy();
    returnOnly(*trial, returnedTensors(*trial));
    if (trial->outputs().empty())
        return;
    const torch::jit::Code code(trial, "all outputs");
    torch::jit::Stack stack{latent};
    const RunScope limit;
    runGraph(code, stack);
    const auto picture = std::find_if(stack.begin(), stack.end(), [&](const c10::IValue& value) {
        return value.isTensor() && hasPictureShape(value.toTensor(), card, 1);
    });
    if (picture == stack.end())
        return;
    returnOnly(graph, {returnedTensors(graph)[std::size_t(picture - stack.begin())]});
    torch::jit::EliminateDeadCode(graph.block());
}

} // namespace flipside
