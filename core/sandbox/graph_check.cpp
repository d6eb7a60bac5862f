// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/graph_check.h"

#include "core/base/error.h"
#include "core/sandbox/context_guards.h"
#include "core/sandbox/distinct_modules.h"
#include "core/sandbox/operator_allow_list.h"
#include "core/sandbox/safe_division.h"

#include <string>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/version.h>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Function;
using torch::jit::Node;

/// Where attention has the probability of its dropout, which PyTorch applies outside training too where
/// forward asks for it.
constexpr std::size_t attentionsDropout = 4;

bool isAttention(const Node& node)
{
    return node.kind().is_aten() && node.inputs().size() > attentionsDropout &&
           std::string(node.kind().toUnqualString()).ends_with("scaled_dot_product_attention");
}

bool mayDrop(const Node& attention)
{
    const auto probability = torch::jit::toIValue(attention.input(attentionsDropout));
    if (probability)
        return probability->isDouble() && probability->toDouble() != 0.0;
    // Only Flipside's own looks at it when it runs (newer_operators).
    const std::string name = attention.kind().toUnqualString();
    return TORCH_VERSION_MAJOR >= 2 || name != "scaled_dot_product_attention";
}

/// LibTorch 2 says of all attention that it may be random; only its dropout is.
bool isRandom(const Node& node, const std::string& name)
{
    return drawsRandomNumbers(name) || (isAttention(node) ? mayDrop(node) : node.isNondeterministic());
}

void checkBlock(const Block& block, const std::string& where, bool runs)
{
    for (const Node* node : block.nodes()) {
        const std::string name = node->kind().toQualString();
        const bool isAllowed = isAllowedOperator(name) || (runs && node->kind() == safeDivisorSymbol());
        if (!isAllowed || usesGuard(*node))
            throw Error("its code uses the operator " + name + " (in " + where +
                        "), which is not one of those that models are made of, and was not run");
        if (runs && isRandom(*node, name))
            throw Error("it draws random numbers with " + name +
                        (name.find("dropout") == std::string::npos
                             ? ", and equal recipes must give equal pictures"
                             : ", as a module does that is still being trained; call its eval() before "
                               "exporting it"));
        for (const Block* inner : node->blocks())
            checkBlock(*inner, where, runs);
    }
}

void checkFunction(Function& function)
{
    const auto* withGraph = torch::jit::tryToGraphFunction(function);
    if (!withGraph)
        throw Error("its code calls " + function.qualname().qualifiedName() +
                    ", which is not part of the file, and was not run");
    removeGuards(*withGraph->graph()->block());
    checkBlock(*withGraph->graph()->block(), function.name(), false);
}

} // namespace

void checkEveryOperator(const torch::jit::Module& module)
{
    // Looking at a function's graph may bring in the functions that it calls.
    const auto code = module._ivalue()->compilation_unit();
    std::size_t checked = 0;
    for (auto functions = code->get_functions(); checked < functions.size();
         functions = code->get_functions())
        for (; checked < functions.size(); ++checked)
            if (functions[checked] && !belongsToGuard(functions[checked]->qualname().qualifiedName()))
                checkFunction(*functions[checked]);
    for (const torch::jit::Module& part : distinctModules(module)) {
        for (Function* method : part.type()->methods())
            checkFunction(*method);
        for (Function* hook : part.type()->getForwardHooks())
            checkFunction(*hook);
        for (Function* hook : part.type()->getForwardPreHooks())
            checkFunction(*hook);
    }
}

void checkWhatRuns(const torch::jit::Graph& graph)
{
    checkBlock(*graph.block(), "forward", true);
}

} // namespace flipside
