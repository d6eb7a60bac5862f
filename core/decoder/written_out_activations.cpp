// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/written_out_activations.h"

#include "core/decoder/output_non_linearity.h"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

std::string_view functionNameOf(const Node& node)
{
    return node.kind().is_aten() ? node.kind().toUnqualString() : "";
}

bool isOneOf(const Node& node, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), functionNameOf(node)) != names.end();
}

/// A number that is known: of its own, or as a tensor that cannot change the shape of what it meets.
std::optional<double> numberOf(const Value& value)
{
    const auto constant = torch::jit::toIValue(&value);
    if (constant && constant->isScalar())
        return constant->toScalar().toDouble();
    if (constant && constant->isTensor() && constant->toTensor().numel() == 1 &&
        constant->toTensor().dim() <= 1 && !constant->toTensor().is_complex())
        return constant->toTensor().item().toDouble();
    if (isOneOf(*value.node(), {"tensor", "scalar_tensor"}) ||
        value.node()->kind() == torch::jit::prim::NumToTensor)
        return numberOf(*value.node()->input(0));
    return std::nullopt;
}

/// Zero, or as many zeros as x has numbers.
bool isZero(const Value& value, const Value& x)
{
    if (numberOf(value) == 0.0)
        return true;
    const Node& node = *value.node();
    if (functionNameOf(node) == "zeros_like")
        return node.input(0) == &x;
    return functionNameOf(node) == "zeros" && isOneOf(*node.input(0)->node(), {"size"}) &&
           node.input(0)->node()->inputs().size() == 1 && node.input(0)->node()->input(0) == &x;
}

/// x > 0 or x ≥ 0; through changes of type.
bool isPositivePart(const Value& value, const Value& x)
{
    const Node& node = *value.node();
    if (isOneOf(node, {"to", "type_as", "float"}))
        return isPositivePart(*node.input(0), x);
    if (isOneOf(node, {"gt", "ge", "greater", "greater_equal"}))
        return node.input(0) == &x && isZero(*node.input(1), x);
    return isOneOf(node, {"lt", "le", "less", "less_equal"}) && node.input(1) == &x &&
           isZero(*node.input(0), x);
}

/// x < 0 or x ≤ 0.
bool isNegativePart(const Value& value, const Value& x)
{
    const Node& node = *value.node();
    return isOneOf(node, {"lt", "le", "less", "less_equal"}) && node.input(0) == &x &&
           isZero(*node.input(1), x);
}

/// a, where the value is a·x.
std::optional<double> slopeOf(const Value& value, const Value& x)
{
    const Node& node = *value.node();
    if (!isOneOf(node, {"mul", "multiply"}) || node.inputs().size() != 2)
        return std::nullopt;
    for (const std::size_t i : {0u, 1u})
        if (node.input(i) == &x)
            return numberOf(*node.input(1 - i));
    return std::nullopt;
}

/// An activation function of one input.
struct Written {
    torch::jit::Symbol kind;
    Value* input = nullptr;
    std::vector<double> parameters{};
};

Written relu(Value* x)
{
    return {torch::jit::aten::relu, x};
}

std::optional<Written> leakyRelu(Value* x, std::optional<double> slope)
{
    if (!slope)
        return std::nullopt;
    return Written{torch::jit::aten::leaky_relu, x, {*slope}};
}

/// Of two inputs in either order.
template <typename Attempt>
std::optional<Written> eitherWay(const Node& node, const Attempt& attempt)
{
    if (node.inputs().size() < 2)
        return std::nullopt;
    Value* first = const_cast<Value*>(node.input(0));
    Value* second = const_cast<Value*>(node.input(1));
    if (std::optional<Written> found = attempt(first, second))
        return found;
    return attempt(second, first);
}

std::optional<Written> product(const Node& node)
{
    return eitherWay(node, [](Value* x, Value* gate) -> std::optional<Written> {
        if (functionNameOf(*gate->node()) == "sigmoid" && gate->node()->input(0) == x)
            return Written{torch::jit::aten::silu, x};
        if (isPositivePart(*gate, *x))
            return relu(x);
        return std::nullopt;
    });
}

std::optional<Written> larger(const Node& node)
{
    return eitherWay(node, [](Value* x, Value* other) -> std::optional<Written> {
        if (isZero(*other, *x))
            return relu(x);
        const auto slope = slopeOf(*other, *x);
        return slope && *slope > 0.0 && *slope < 1.0 ? leakyRelu(x, slope) : std::nullopt;
    });
}

std::optional<Written> choice(const Node& node)
{
    if (node.inputs().size() != 3)
        return std::nullopt;
    const Value& condition = *node.input(0);
    Value* ifTrue = const_cast<Value*>(node.input(1));
    Value* ifFalse = const_cast<Value*>(node.input(2));
    for (const bool positive : {true, false}) {
        Value* x = positive ? ifTrue : ifFalse;
        Value* other = positive ? ifFalse : ifTrue;
        if (!(positive ? isPositivePart(condition, *x) : isNegativePart(condition, *x)))
            continue;
        return isZero(*other, *x) ? relu(x) : leakyRelu(x, slopeOf(*other, *x));
    }
    return std::nullopt;
}

std::optional<Written> clamped(const Node& node)
{
    Value* x = const_cast<Value*>(node.input(0));
    const auto low = numberOf(*node.input(1));
    if (low != 0.0)
        return std::nullopt;
    if (node.inputs().size() < 3 || node.input(2)->mustBeNone())
        return relu(x);
    if (numberOf(*node.input(2)) == 6.0)
        return Written{torch::jit::aten::hardtanh, x, {0.0, 6.0}};
    return std::nullopt;
}

std::optional<Written> writtenOut(const Node& node)
{
    const std::string_view name = functionNameOf(node);
    if (name == "mul" || name == "multiply")
        return product(node);
    if (name == "maximum" || (name == "max" && node.inputs().size() == 2))
        return larger(node);
    if (name == "where")
        return choice(node);
    if ((name == "clamp" || name == "clip" || name == "clamp_min") && node.inputs().size() >= 2)
        return clamped(node);
    if (name == "threshold" && node.inputs().size() == 3 && numberOf(*node.input(1)) == 0.0 &&
        numberOf(*node.input(2)) == 0.0)
        return relu(const_cast<Value*>(node.input(0)));
    return std::nullopt;
}

void replaceIn(Block& block, const std::set<const Node*>& ofPicture)
{
    Graph& graph = *block.owningGraph();
    for (auto it = block.nodes().begin(); it != block.nodes().end(); ++it) {
        Node* node = *it;
        for (Block* inner : node->blocks())
            replaceIn(*inner, ofPicture);
        if (ofPicture.contains(node))
            continue;
        const std::optional<Written> written = writtenOut(*node);
        if (!written || !written->input->type()->isSubtypeOf(*c10::TensorType::get()))
            continue;
        torch::jit::WithInsertPoint before(node);
        std::vector<Value*> inputs{written->input};
        for (const double parameter : written->parameters)
            inputs.push_back(graph.insertConstant(parameter));
        Node* function = graph.insertNode(graph.create(written->kind, inputs, 1));
        function->copyMetadata(node);
        function->output()->setType(node->output()->type());
        node->output()->replaceAllUsesWith(function->output());
        it.destroyCurrent();
    }
}

/// What lies between the graph's output and the function that makes the picture, and that itself.
std::set<const Node*> pictureNodes(const Graph& graph)
{
    const Node* last = outputNonLinearity(*graph.outputs()[0]).node;
    std::set<const Node*> nodes;
    for (const Node* node = graph.outputs()[0]->node();; node = node->input(0)->node()) {
        nodes.insert(node);
        if (node == last || node->inputs().empty())
            return nodes;
    }
}

} // namespace

void nameWrittenOutActivations(Graph& graph)
{
    replaceIn(*graph.block(), pictureNodes(graph));
    torch::jit::EliminateDeadCode(graph.block());
}

} // namespace flipside
