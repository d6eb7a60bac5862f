// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/run_limit.h"

#include "core/sandbox/quiet_warnings.h"
#include "core/sandbox/run_graph.h"

#include <torch/library.h>

#include <stop_token>
#include <string>
#include <unordered_set>
#include <utility>

namespace flipside {

namespace {

/// Many times what the slowest model that a person would play needs for a picture.
constexpr std::chrono::seconds longestRun{60};

thread_local RunScope* currentScope = nullptr;

/// Not a std::exception, as Abandoned.
struct TimeIsUp {};

/// Operators that can take long enough for a hand to notice.
bool isHeavy(const torch::jit::Node& node)
{
    static const std::unordered_set<std::string> heavy{"aten::linear",
                                                       "aten::addmm",
                                                       "aten::matmul",
                                                       "aten::bmm",
                                                       "aten::conv1d",
                                                       "aten::conv2d",
                                                       "aten::conv3d",
                                                       "aten::conv_transpose1d",
                                                       "aten::conv_transpose2d",
                                                       "aten::conv_transpose3d",
                                                       "aten::_convolution",
                                                       "aten::convolution",
                                                       "aten::batch_norm",
                                                       "aten::group_norm",
                                                       "aten::instance_norm",
                                                       "aten::layer_norm",
                                                       "aten::scaled_dot_product_attention",
                                                       "aten::upsample_nearest2d",
                                                       "aten::upsample_bilinear2d",
                                                       "aten::upsample_bicubic2d",
                                                       "aten::grid_sampler"};
    return heavy.contains(node.kind().toQualString());
}

void boundBlock(torch::jit::Block& block, torch::jit::Graph& graph)
{
    static const c10::Symbol check = c10::Symbol::fromQualString("flipside::check_run");
    for (torch::jit::Node* node : block.nodes()) {
        for (torch::jit::Block* inner : node->blocks())
            boundBlock(*inner, graph);
        if (node->kind() == torch::jit::prim::Loop)
            node->blocks()[0]->prependNode(graph.create(check, 0));
        else if (isHeavy(*node))
            graph.create(check, 0)->insertBefore(node);
    }
}

} // namespace

TORCH_LIBRARY_FRAGMENT(flipside, library)
{
    // Conservative: a pass that removes what has no result must not remove it.
    library.def(torch::schema("check_run() -> ()", c10::AliasAnalysisKind::CONSERVATIVE), &RunScope::check);
}

RunScope::RunScope(const std::stop_token& stop)
    : _outer(currentScope), _stop(stop.stop_possible() || !currentScope ? stop : currentScope->_stop),
      _work(currentScope ? currentScope->_work : nullptr),
      _deadline(std::chrono::steady_clock::now() + longestRun)
{
    currentScope = this;
}

RunScope::RunScope(const Progress& work) : RunScope()
{
    _work = &work;
}

RunScope::~RunScope()
{
    currentScope = _outer;
}

bool RunScope::isAbandoned()
{
    const RunScope* scope = currentScope;
    return scope && (scope->_stop.stop_requested() || (scope->_work && scope->_work->cancelled()));
}

void RunScope::check()
{
    if (isAbandoned())
        throw Abandoned{};
    const RunScope* scope = currentScope;
    if (scope && std::chrono::steady_clock::now() > scope->_deadline)
        throw TimeIsUp{};
}

void boundRun(torch::jit::Graph& graph)
{
    boundBlock(*graph.block(), graph);
}

void runGraph(const torch::jit::Code& code, torch::jit::Stack& stack)
{
    const QuietWarnings quiet;
    try {
        torch::jit::InterpreterState(code).run(stack);
    } catch (const Abandoned&) {
        throw Cancelled();
    } catch (const TimeIsUp&) {
        throw RunStopped("its code may loop for ever: it was still running after " +
                         std::to_string(longestRun.count()) + " s and was stopped");
    } catch (const MemoryIsUp&) {
        throw RunStopped(MemoryIsUp::reason());
    }
}

} // namespace flipside
