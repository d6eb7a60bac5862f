// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/graph_check.h"

#include "base/error.h"
#include "model/distinct_modules.h"
#include "model/operator_allow_list.h"
#include "model/safe_division.h"

#include <string>
#include <torch/csrc/jit/api/function_impl.h>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Function;
using torch::jit::Node;

void checkBlock(const Block& block, const std::string& where, bool runs)
{
    for (const Node* node : block.nodes()) {
        const std::string name = node->kind().toQualString();
        if (!isAllowedOperator(name) && !(runs && node->kind() == safeDivisorSymbol()))
            throw Error("its code uses the operator " + name + " (in " + where +
                        "), which is not one of those that models are made of, and was not run");
        if (runs && (drawsRandomNumbers(name) || node->isNondeterministic()))
            throw Error("it draws random numbers with " + name +
                        ", and equal recipes must give equal pictures");
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
            if (functions[checked])
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
