// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/safe_division.h"

#include "core/sandbox/distinct_modules.h"

#include <limits>
#include <stdexcept>
#include <string_view>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/runtime/custom_operator.h>
#include <unordered_set>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Function;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

bool divides(const Node& node)
{
    static const std::unordered_set<std::string_view> names = {
        "floordiv", "remainder", "remainder_", "mathremainder", "fmod", "fmod_",         "div",   "div_",
        "divide",   "divide_",   "gcd",        "floor_divide",  "lcm",  "floor_divide_", "divmod"};
    return node.kind().is_aten() && node.inputs().size() >= 2 && names.contains(node.kind().toUnqualString());
}

/// The smallest number of a type of whole numbers for which division by -1 traps. Smaller types are divided
/// as int.
bool holdsSmallest(const c10::IValue& value)
{
    if (value.isInt())
        return value.toInt() == std::numeric_limits<std::int64_t>::min();
    if (!value.isTensor() || !value.toTensor().defined())
        return false;
    const at::Tensor& tensor = value.toTensor();
    if (tensor.scalar_type() == at::kLong)
        return tensor.eq(std::numeric_limits<std::int64_t>::min()).any().item<bool>();
    if (tensor.scalar_type() == at::kInt)
        return tensor.eq(std::numeric_limits<std::int32_t>::min()).any().item<bool>();
    return false;
}

bool holdsMinusOne(const c10::IValue& value)
{
    if (value.isInt())
        return value.toInt() == -1;
    return value.isTensor() && value.toTensor().defined() &&
           at::isIntegralType(value.toTensor().scalar_type(), false) &&
           value.toTensor().eq(-1).any().item<bool>();
}

void safeDivisor(torch::jit::Stack& stack)
{
    const c10::IValue divisor = torch::jit::pop(stack);
    const c10::IValue dividend = torch::jit::pop(stack);
    if (holdsMinusOne(divisor) && holdsSmallest(dividend))
        throw std::runtime_error("it divides the smallest whole number by -1, which has no result");
    torch::jit::push(stack, divisor);
}

[[maybe_unused]] const bool isRegistered = [] {
    torch::jit::registerOperator(torch::jit::Operator(
        "flipside::safe_divisor(Any dividend, t divisor) -> t",
        [](torch::jit::Stack& stack) { safeDivisor(stack); }, c10::AliasAnalysisKind::PURE_FUNCTION));
    return true;
}();

bool mayBeSmallest(const Value& value)
{
    const auto known = torch::jit::toIValue(&value);
    return known ? holdsSmallest(*known) : value.type()->kind() != c10::TypeKind::FloatType;
}

bool mayBeMinusOne(const Value& value)
{
    const auto known = torch::jit::toIValue(&value);
    return known ? holdsMinusOne(*known) : value.type()->kind() != c10::TypeKind::FloatType;
}

void guardBlock(Block& block, Graph& graph)
{
    for (Node* node : block.nodes()) {
        for (Block* inner : node->blocks())
            guardBlock(*inner, graph);
        if (!divides(*node) || !mayBeSmallest(*node->input(0)) || !mayBeMinusOne(*node->input(1)) ||
            node->input(1)->node()->kind() == safeDivisorSymbol())
            continue;
        Node* guard = graph.create(safeDivisorSymbol(), {node->input(0), node->input(1)}, 1);
        guard->insertBefore(node);
        guard->copyMetadata(node);
        guard->output()->setType(node->input(1)->type());
        node->replaceInput(1, guard->output());
    }
}

void guardFunction(Function& function)
{
    if (auto* withGraph = torch::jit::tryToGraphFunction(function))
        guardBlock(*withGraph->graph()->block(), *withGraph->graph());
}

void removeIn(Block& block)
{
    for (auto it = block.nodes().begin(); it != block.nodes().end(); ++it) {
        for (Block* inner : it->blocks())
            removeIn(*inner);
        if (it->kind() != safeDivisorSymbol() ||
            (mayBeSmallest(*it->input(0)) && mayBeMinusOne(*it->input(1))))
            continue;
        it->output()->replaceAllUsesWith(it->input(1));
        it.destroyCurrent();
    }
}

} // namespace

c10::Symbol safeDivisorSymbol()
{
    static const c10::Symbol symbol = c10::Symbol::fromQualString("flipside::safe_divisor");
    return symbol;
}

void removeNeedlessGuards(torch::jit::Graph& graph)
{
    removeIn(*graph.block());
}

void makeDivisionSafe(const torch::jit::Module& module)
{
    for (Function* function : module._ivalue()->compilation_unit()->get_functions())
        if (function)
            guardFunction(*function);
    for (const torch::jit::Module& part : distinctModules(module))
        for (Function* method : part.type()->methods())
            guardFunction(*method);
}

} // namespace flipside
