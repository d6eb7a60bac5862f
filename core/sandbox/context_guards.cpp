// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/context_guards.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/script.h>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Node;
using torch::jit::Value;

constexpr std::array<std::string_view, 8> guardClasses = {
    "__torch__.torch.autograd.grad_mode.no_grad",
    "__torch__.torch.autograd.grad_mode.enable_grad",
    "__torch__.torch.autograd.grad_mode.inference_mode",
    "__torch__.torch.autograd.grad_mode.set_grad_enabled",
    "__torch__.torch.autograd.profiler.record_function",
    "__torch__.torch.amp.autocast_mode.autocast",
    "__torch__.torch.cpu.amp.autocast_mode.autocast",
    "__torch__.torch.cuda.amp.autocast_mode.autocast"};

/// Without the parts that LibTorch puts into the names of classes which it meets twice.
std::string plainName(const std::string& qualifiedName)
{
    std::string name = qualifiedName;
    const std::string mangle = ".___torch_mangle_";
    for (std::size_t at; (at = name.find(mangle)) != std::string::npos;)
        name.erase(at, std::min(name.find('.', at + 1), name.size()) - at);
    return name;
}

bool isGuard(const Value& value)
{
    const auto type = value.type()->cast<c10::ClassType>();
    return type && type->name() && belongsToGuard(type->name()->qualifiedName());
}

/// What DataParallel and the profiler leave in traces.
bool recordsFunction(const Node& node)
{
    const std::string_view name = node.kind().toQualString();
    return name == "profiler::_record_function_enter" || name == "profiler::_record_function_enter_new" ||
           name == "profiler::_record_function_exit";
}

/// Nodes of which nothing is left once the guard is gone.
bool onlyGuards(const Node& node)
{
    if (recordsFunction(node))
        return true;
    const bool ofGuard = !node.inputs().empty() && isGuard(*node.input(0));
    if (node.kind() == torch::jit::prim::CreateObject)
        return isGuard(*node.output());
    if (node.kind() == torch::jit::prim::CallMethod)
        return ofGuard && node.s(torch::jit::attr::name) == "__init__";
    return ofGuard && (node.kind() == torch::jit::prim::Enter || node.kind() == torch::jit::prim::Exit);
}

/// What transformer layers of PyTorch do with padded batches where no gradients are wanted.
bool makesNestedTensors(const Node& node)
{
    const std::string_view name = node.kind().toQualString();
    return name == "aten::_nested_tensor_from_mask" ||
           name == "aten::_nested_tensor_from_mask_left_aligned" || name == "aten::to_padded_tensor";
}

/// Puts an error in the place of a node, for the case that it were run.
void refuseToRun(Node& node)
{
    torch::jit::Graph& graph = *node.owningGraph();
    const torch::jit::WithInsertPoint before(&node);
    Value* reason = graph.insertConstant("it makes nested tensors, which Flipside does not");
    Value* kind = graph.insertConstant(c10::IValue());
    graph.insertNode(graph.create(torch::jit::prim::RaiseException, {reason, kind}, 0));
    const bool isTensor = node.output()->type()->isSubtypeOf(*c10::TensorType::get());
    node.output()->replaceAllUsesWith(isTensor ? node.input(0) : graph.insertConstant(false));
}

bool isUsed(const Node& node)
{
    return std::any_of(node.outputs().begin(), node.outputs().end(),
                       [](const Value* output) { return output->hasUses(); });
}

} // namespace

bool belongsToGuard(const std::string& qualifiedName)
{
    const std::string name = plainName(qualifiedName);
    return std::any_of(guardClasses.begin(), guardClasses.end(), [&](std::string_view guard) {
        return name == guard || name.starts_with(std::string(guard) + ".");
    });
}

bool usesGuard(const Node& node)
{
    const auto isGuardValue = [](const Value* value) { return isGuard(*value); };
    if (std::any_of(node.inputs().begin(), node.inputs().end(), isGuardValue) ||
        std::any_of(node.outputs().begin(), node.outputs().end(), isGuardValue))
        return true;
    const auto function =
        node.outputs().size() == 1 ? node.output()->type()->cast<c10::FunctionType>() : nullptr;
    return function && belongsToGuard(function->function()->qualname().qualifiedName());
}

void removeGuards(Block& block)
{
    // From the last to the first, so that what uses a guard goes before the guard.
    for (auto it = block.nodes().rbegin(); it != block.nodes().rend(); ++it) {
        for (Block* inner : it->blocks())
            removeGuards(*inner);
        if (makesNestedTensors(**it))
            refuseToRun(**it);
        if ((onlyGuards(**it) || makesNestedTensors(**it)) && !isUsed(**it))
            it.destroyCurrent();
    }
}

} // namespace flipside
