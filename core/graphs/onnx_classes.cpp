// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/onnx_classes.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <string_view>

namespace flipside {

namespace {

/// They keep a class what it is.
bool onnxKeepsClass(std::string_view op)
{
    static const std::set<std::string_view> names = {"Identity", "Cast",      "Reshape",
                                                     "Squeeze",  "Unsqueeze", "Flatten"};
    return names.contains(op);
}

/// The number of a scalar or of a row of one, in a weight or a constant of the graph; 0 where there is none.
std::int64_t numberIn(const onnx::GraphProto& graph, const std::string& name)
{
    const onnx::TensorProto* tensor = nullptr;
    for (const onnx::TensorProto& one : graph.initializer())
        if (one.name() == name)
            tensor = &one;
    for (const onnx::NodeProto& node : graph.node())
        if (node.op_type() == "Constant" && node.output_size() == 1 && node.output(0) == name)
            for (const onnx::AttributeProto& attribute : node.attribute()) {
                if (attribute.name() == "value_int")
                    return attribute.i();
                if (attribute.name() == "value" && attribute.has_t())
                    tensor = &attribute.t();
            }
    if (!tensor)
        return 0;
    const std::optional<std::vector<Number>> numbers = numbersOf(valueOf(*tensor, nullptr));
    return numbers && numbers->size() == 1 ? wholeNumberOf(numbers->front().value) : 0;
}

std::int64_t rowsOf(const onnx::GraphProto& graph, const std::string& table)
{
    for (const onnx::TensorProto& one : graph.initializer())
        if (one.name() == table && one.dims_size() == 2)
            return one.dims(0);
    return 0;
}

void addClasses(const onnx::GraphProto& graph, const std::string& value, std::set<std::string>& seen,
                std::set<std::int64_t>& found)
{
    if (!seen.insert(value).second)
        return;
    for (const onnx::NodeProto& node : graph.node()) {
        const std::string& op = node.op_type();
        if (node.input_size() > 1 && op == "Gather" && node.input(1) == value)
            found.insert(rowsOf(graph, node.input(0)));
        if (node.input_size() > 1 && op == "OneHot" && node.input(0) == value)
            found.insert(numberIn(graph, node.input(1)));
        if (node.input_size() > 0 && node.output_size() > 0 && onnxKeepsClass(op) && node.input(0) == value)
            addClasses(graph, node.output(0), seen, found);
    }
}

/// With as many sides of one behind the batch as make `rank`.
Sizes withRank(std::size_t rank)
{
    Sizes shape(std::max<std::size_t>(rank, 1), {1, false});
    shape.front() = {1, true};
    return shape;
}

/// How many dimensions it has behind a node that passes it on.
std::size_t rankAfter(const OnnxCall& call, std::size_t rank)
{
    const std::string& op = call.op();
    if (op == "Flatten")
        return 2;
    if (op == "Reshape")
        return call.known(1).size();
    if (op != "Squeeze" && op != "Unsqueeze")
        return rank;
    std::size_t axes = call.has(1) ? call.known(1).size() : call.integers("axes").size();
    if (op == "Unsqueeze")
        return rank + axes;
    if (axes == 0)
        axes = rank - 1;
    return rank > axes ? rank - axes : 1;
}

/// B × numbers as B × 1 × … × numbers.
GraphValue spreadOut(const OnnxCall& call, const GraphValue& row, const Sizes& of)
{
    if (of.size() == 1)
        return row;
    Sizes shape = of;
    shape.push_back(row.shape.back());
    return reshaped(call, row, shape);
}

GraphValue mixedRows(const OnnxCall& call)
{
    const GraphValue& table = call.input(0);
    const GraphValue& chosen = call.input(1);
    const bool isTable = call.integer("axis", 0) == 0 && table.classes == 0 && table.rank() == 2 &&
                         !hasBatch(table.shape) && table.shape[0].count == chosen.classes;
    if (!isTable)
        call.refuse("takes its class otherwise than as the row of a table");
    const GraphValue rows = call.let("torch.matmul(" + chosen.name + ", " + call.textOf(table) + ")",
                                     {{1, true}, table.shape[1]});
    return spreadOut(call, rows, chosen.shape);
}

GraphValue oneHot(const OnnxCall& call)
{
    const GraphValue& chosen = call.input(0);
    const std::int64_t axis = call.integer("axis", -1);
    const std::vector<Number> values = call.known(2);
    if (call.knownIntegers(1) != std::vector{chosen.classes} || values.size() != 2 ||
        (axis != -1 && axis != std::int64_t(chosen.rank())))
        call.refuse("makes another vector of its class than Flipside does");
    const Sizes shape{{1, true}, {chosen.classes, false}};
    GraphValue vector = computed(chosen.name, shape);
    if (values[0].value != 0.0 || values[1].value != 1.0) {
        std::ostringstream text;
        text.precision(17);
        text << std::showpoint << chosen.name << " * " << values[1].value - values[0].value << " + "
             << values[0].value;
        vector = call.let(text.str(), shape);
    }
    return spreadOut(call, vector, chosen.shape);
}

} // namespace

std::int64_t classesOf(const onnx::GraphProto& graph, const std::string& input)
{
    std::set<std::string> seen;
    std::set<std::int64_t> found;
    addClasses(graph, input, seen, found);
    return found.size() == 1 ? std::max<std::int64_t>(*found.begin(), 0) : 0;
}

std::optional<std::vector<GraphValue>> readWithClass(const OnnxCall& call)
{
    bool takesClass = false;
    for (std::size_t i = 0; i < call.inputs(); ++i)
        takesClass = takesClass || (call.has(i) && call.input(i).classes > 0);
    const std::string& op = call.op();
    if (!takesClass || op == "Shape" || op == "Size")
        return std::nullopt;
    if (op == "Gather" && call.has(1) && call.input(1).classes > 0)
        return {{mixedRows(call)}};
    if (op == "OneHot" && call.has(0) && call.input(0).classes > 0)
        return {{oneHot(call)}};
    if (!onnxKeepsClass(op) || call.input(0).classes == 0)
        call.refuse("needs its class as a number, which here is a weight for each class");
    GraphValue value = call.input(0);
    value.shape = withRank(rankAfter(call, value.rank()));
    return {{value}};
}

} // namespace flipside
