// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/tapped_graph.h"

#include "core/decoder/channel_order.h"
#include "core/decoder/output_non_linearity.h"
#include "core/sandbox/module_path.h"
#include "core/sandbox/run_graph.h"

#include <algorithm>
#include <functional>
#include <map>
#include <torch/csrc/jit/ir/constants.h>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

bool isConstant(const Value* value)
{
    return value->node()->kind() == torch::jit::prim::Constant;
}

void collectActivations(Block* block, const Node* output, std::vector<Node*>& activations)
{
    for (Node* node : block->nodes()) {
        for (Block* inner : node->blocks())
            collectActivations(inner, output, activations);
        if (node != output && activationFunctionOf(*node))
            activations.push_back(node);
    }
}

std::size_t tapOf(const Node& node)
{
    return static_cast<std::size_t>(torch::jit::toIValue(node.input(1))->toInt());
}

/// The node of the graph's outermost block that this one is, or is inside of.
Node* outermost(Node* node, const Graph& graph)
{
    while (node->owningBlock() != graph.block())
        node = node->owningBlock()->owningNode();
    return node;
}

bool changesItsInputs(const Block& block)
{
    return std::any_of(block.nodes().begin(), block.nodes().end(), [](const Node* node) {
        const auto* schema = node->maybeSchema();
        return (schema && schema->is_mutable()) ||
               std::any_of(node->blocks().begin(), node->blocks().end(),
                           [](const Block* inner) { return changesItsInputs(*inner); });
    });
}

/// Whether a number, truth value or list was computed from what is in tensors rather than from their shapes.
bool comesFromNumbers(const Value* value)
{
    const Node* node = value->node();
    if (node->kind() == torch::jit::prim::Constant)
        return false;
    if (node->kind() == torch::jit::aten::size || node->kind() == torch::jit::aten::len ||
        node->kind() == torch::jit::aten::dim || node->kind() == torch::jit::prim::dtype ||
        node->kind() == torch::jit::prim::device)
        return false;
    if (node->kind() == torch::jit::prim::NumToTensor)
        return comesFromNumbers(node->input(0));
    // What a loop hands from round to round is not followed, and taken for the worse.
    if (value->type()->isSubtypeOf(*c10::TensorType::get()) || node->inputs().empty())
        return true;
    return std::any_of(node->inputs().begin(), node->inputs().end(), comesFromNumbers);
}

bool hasBranchOnNumbers(const Block& block)
{
    return std::any_of(block.nodes().begin(), block.nodes().end(), [](const Node* node) {
        const bool isLoop = node->kind() == torch::jit::prim::Loop;
        if ((isLoop || node->kind() == torch::jit::prim::If) && comesFromNumbers(node->input(0)))
            return true;
        if (isLoop && (comesFromNumbers(node->input(1)) || comesFromNumbers(node->blocks()[0]->outputs()[0])))
            return true;
        return std::any_of(node->blocks().begin(), node->blocks().end(),
                           [](const Block* inner) { return hasBranchOnNumbers(*inner); });
    });
}

/// First and last segment in which each value of the outermost block exists. Constants are left out: every
/// segment has its own.
struct Lifetimes {
    struct Span {
        std::ptrdiff_t defined = -1; ///< -1: before segment 0
        std::ptrdiff_t lastUse = -1;
    };

    Lifetimes(Graph& graph, const std::map<const Node*, std::size_t>& segmentOf, std::size_t segments)
    {
        add(graph.inputs()[0], -1, graph, segmentOf, segments);
        for (Node* node : graph.nodes())
            if (node->kind() != torch::jit::prim::Constant)
                for (Value* output : node->outputs())
                    add(output, static_cast<std::ptrdiff_t>(segmentOf.at(node)), graph, segmentOf, segments);
    }

    /// What is alive before a segment, in order of appearance.
    std::vector<Value*> aliveBefore(std::ptrdiff_t segment) const
    {
        std::vector<Value*> alive;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (spans[i].defined < segment && spans[i].lastUse >= segment)
                alive.push_back(values[i]);
        return alive;
    }

    void add(Value* value, std::ptrdiff_t defined, Graph& graph,
             const std::map<const Node*, std::size_t>& segmentOf, std::size_t segments)
    {
        Span span{defined, -1};
        for (const torch::jit::Use& use : value->uses()) {
            const bool returned = use.user == graph.return_node();
            span.lastUse = std::max(
                span.lastUse,
                static_cast<std::ptrdiff_t>(returned ? segments : segmentOf.at(outermost(use.user, graph))));
        }
        values.push_back(value);
        spans.push_back(span);
    }

    std::vector<Value*> values;
    std::vector<Span> spans;
};

} // namespace

TappedGraph::TappedGraph(const Graph& graph, const std::set<std::size_t>& untapped)
{
    const std::shared_ptr<Graph> tapped = const_cast<Graph&>(graph).copy();
    insertTaps(*tapped, untapped);
    _mutates = changesItsInputs(*tapped->block());
    _branchesOnNumbers = hasBranchOnNumbers(*tapped->block());
    cut(*tapped);
}

void TappedGraph::insertTaps(Graph& graph, const std::set<std::size_t>& untapped)
{
    std::vector<Node*> activations;
    collectActivations(graph.block(), outputNonLinearity(*graph.outputs()[0]).node, activations);
    for (std::size_t number = 0; number < activations.size(); ++number) {
        if (untapped.contains(number))
            continue;
        Node* node = activations[number];
        const ActivationFunction function = *activationFunctionOf(*node);
        torch::jit::WithInsertPoint afterIt(node->next());
        Value* index = graph.insertConstant(static_cast<std::int64_t>(_taps.size()));
        const ChannelOrder order = channelOrderOf(*node->output());
        Value* first = graph.insertConstant(order.firstOfThree);
        Value* last = graph.insertConstant(order.lastOfMore);
        Node* tap = graph.insertNode(graph.create(tapSymbol(), {node->output(), index, first, last}, 1));
        tap->output()->setType(node->output()->type());
        node->output()->replaceAllUsesAfterNodeWith(tap, tap->output());
        // After x.relu_() the rest of the graph may go on with x instead of with what the call returned.
        if (function.inPlace)
            node->input(0)->replaceAllUsesAfterNodeWith(tap, tap->output());
        _taps.push_back({function, 0, {}, modulePathOf(*node, function.name), order});
        _thresholds.push_back(function.threshold);
    }
}

void TappedGraph::cut(Graph& graph)
{
    const std::function<void(const Node*, std::size_t, bool&)> noteTaps =
        [&](const Node* node, std::size_t segment, bool& found) {
            if (node->kind() == tapSymbol()) {
                found = true;
                _taps[tapOf(*node)].segment = segment;
            }
            for (const Block* block : node->blocks())
                for (const Node* inner : block->nodes())
                    noteTaps(inner, segment, found);
        };
    std::map<const Node*, std::size_t> segmentOf;
    std::size_t last = 0;
    for (const Node* node : graph.nodes()) {
        bool holdsTap = false;
        noteTaps(node, last + 1, holdsTap);
        last += holdsTap ? 1 : 0;
        segmentOf[node] = last;
    }

    const Lifetimes lifetimes(graph, segmentOf, last + 1);
    for (std::size_t number = 0; number <= last; ++number) {
        const std::vector<Value*> before = lifetimes.aliveBefore(static_cast<std::ptrdiff_t>(number));
        std::vector<Value*> after = lifetimes.aliveBefore(static_cast<std::ptrdiff_t>(number + 1));
        if (number == last)
            after = {graph.outputs()[0]};

        const auto part = std::make_shared<Graph>();
        Segment segment;
        std::map<const Value*, Value*> here;
        const std::function<Value*(Value*)> translate = [&](Value* value) -> Value* {
            if (const auto found = here.find(value); found != here.end())
                return found->second;
            Value* copy = nullptr;
            if (isConstant(value)) {
                Node* constant = part->createClone(value->node(), [](Value* v) { return v; });
                part->block()->prependNode(constant);
                copy = constant->output();
            } else {
                const auto at = std::find(before.begin(), before.end(), value);
                segment.inputs.push_back(static_cast<std::size_t>(at - before.begin()));
                copy = part->addInput()->setType(value->type());
            }
            here[value] = copy;
            return copy;
        };
        for (Node* node : graph.nodes()) {
            if (segmentOf.at(node) != number || node->kind() == torch::jit::prim::Constant)
                continue;
            if (node->kind() == tapSymbol()) {
                const auto at = std::find(before.begin(), before.end(), node->input(0));
                if (at != before.end())
                    _taps[tapOf(*node)].source = static_cast<std::size_t>(at - before.begin());
            }
            Node* copy = part->appendNode(part->createClone(node, translate));
            for (std::size_t i = 0; i < node->outputs().size(); ++i)
                here[node->output(i)] = copy->output(i);
        }
        std::size_t computed = 0;
        for (Value* value : after) {
            const auto carried = std::find(before.begin(), before.end(), value);
            if (carried != before.end()) {
                segment.next.push_back({false, static_cast<std::size_t>(carried - before.begin())});
                continue;
            }
            part->registerOutput(translate(value));
            segment.next.push_back({true, computed++});
        }
        segment.code = torch::jit::Code(part, "segment " + std::to_string(number));
        _segments.push_back(std::move(segment));
    }
}

TappedGraph::State TappedGraph::run(std::size_t number, const State& state) const
{
    const Segment& segment = _segments[number];
    State source = state;
    if (_mutates)
        for (c10::IValue& value : source)
            value = value.deepcopy();
    torch::jit::Stack stack;
    stack.reserve(segment.inputs.size() + segment.next.size());
    for (const std::size_t index : segment.inputs)
        stack.push_back(source[index]);
    runGraph(segment.code, stack);

    State next;
    next.reserve(segment.next.size());
    for (const Source& from : segment.next) {
        c10::IValue& value = from.computed ? stack[from.index] : source[from.index];
        next.push_back(std::move(value));
    }
    return next;
}

TappedGraph::State TappedGraph::runUntil(std::size_t segment, const torch::Tensor& z,
                                         TapSession& session) const
{
    return runBetween(0, segment, start(z), session);
}

void TappedGraph::look(std::size_t tap, const State& state, TapSession& session) const
{
    const TapScope scope(session);
    if (const auto source = _taps[tap].source)
        (void)applyTap(state[*source].toTensor(), static_cast<std::int64_t>(tap), _taps[tap].order);
    else
        (void)run(_taps[tap].segment, state);
}

c10::IValue TappedGraph::runFrom(std::size_t segment, const State& state, TapSession& session) const
{
    return runBetween(segment, segmentCount(), state, session).front();
}

c10::IValue TappedGraph::runAll(const torch::Tensor& z, TapSession& session) const
{
    return runFrom(0, start(z), session);
}

TappedGraph::State TappedGraph::runBetween(std::size_t first, std::size_t end, State state,
                                           TapSession& session) const
{
    const TapScope scope(session);
    for (std::size_t segment = first; segment < end; ++segment) {
        if (session.stop.stop_requested())
            throw Cancelled();
        state = run(segment, state);
    }
    return state;
}

} // namespace flipside
