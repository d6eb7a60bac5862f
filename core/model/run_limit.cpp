// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run_limit.h"

#include "model/run_graph.h"

#include <torch/library.h>

#include <string>
#include <utility>

namespace flipside {

namespace {

/// Many times what the slowest model that a person would play needs for a picture.
constexpr std::chrono::seconds longestRun{60};

thread_local RunScope* currentScope = nullptr;

/// Not a std::exception, as Abandoned.
struct TimeIsUp {};

void boundBlock(torch::jit::Block& block, torch::jit::Graph& graph)
{
    static const c10::Symbol check = c10::Symbol::fromQualString("flipside::check_run");
    for (torch::jit::Node* node : block.nodes()) {
        for (torch::jit::Block* inner : node->blocks())
            boundBlock(*inner, graph);
        if (node->kind() == torch::jit::prim::Loop)
            node->blocks()[0]->prependNode(graph.create(check, 0));
    }
}

} // namespace

TORCH_LIBRARY_FRAGMENT(flipside, library)
{
    library.def("check_run() -> ()", &RunScope::check);
}

RunScope::RunScope(const std::atomic<bool>* abandon)
    : _outer(currentScope), _abandon(abandon || !currentScope ? abandon : currentScope->_abandon),
      _deadline(std::chrono::steady_clock::now() + longestRun)
{
    currentScope = this;
}

RunScope::~RunScope()
{
    currentScope = _outer;
}

void RunScope::check()
{
    const RunScope* scope = currentScope;
    if (!scope)
        return;
    if (scope->_abandon && scope->_abandon->load(std::memory_order_relaxed))
        throw Abandoned{};
    if (std::chrono::steady_clock::now() > scope->_deadline)
        throw TimeIsUp{};
}

void boundLoops(torch::jit::Graph& graph)
{
    boundBlock(*graph.block(), graph);
}

void runGraph(const torch::jit::Code& code, torch::jit::Stack& stack)
{
    try {
        torch::jit::InterpreterState(code).run(stack);
    } catch (const TimeIsUp&) {
        throw RunStopped("its code may loop for ever: it was still running after " +
                         std::to_string(longestRun.count()) + " s and was stopped");
    } catch (const MemoryIsUp&) {
        throw RunStopped("it asks for more than " + std::to_string(memoryLimit() >> 30) +
                         " GB of memory, half of what this machine has");
    }
}

} // namespace flipside
