// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/graphs: shows the classes of ONNX's protocol buffers.
#include "core/graphs/graph_value.h"
#include "core/graphs/graph_writer.h"
#include "core/graphs/onnx_model.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// A file's number as a whole one, within ±10^15; 0 of what is no number.
inline std::int64_t wholeNumberOf(double number)
{
    constexpr double largest = 1e15;
    return number >= -largest ? std::int64_t(std::min(number, largest))
           : number < 0.0     ? -std::int64_t(largest)
                              : 0;
}

/// What all nodes of a graph share while they are read.
struct OnnxContext {
    GraphWriter writer{};
    std::shared_ptr<const onnx::ModelProto> model{};
    int opset = 0;
    /// What the file says the batch is, where it says a number: reshaping to it keeps the batch.
    std::int64_t fixedBatch = 1;
};

/// One node of an ONNX graph, to be read: its attributes, and its inputs as values.
class OnnxCall {
public:
    OnnxCall(OnnxContext& context, const onnx::NodeProto& node, std::vector<const GraphValue*> inputs)
        : _context(context), _node(node), _inputs(std::move(inputs))
    {
    }

    OnnxContext& context() const { return _context; }
    GraphWriter& writer() const { return _context.writer; }
    int opset() const { return _context.opset; }
    const std::string& op() const { return _node.op_type(); }
    std::size_t outputs() const { return std::size_t(_node.output_size()); }

    std::size_t inputs() const { return _inputs.size(); }
    bool has(std::size_t input) const { return input < _inputs.size() && _inputs[input]; }
    /// Throws Error where there is none.
    const GraphValue& input(std::size_t number) const;
    /// The input's numbers, where they must be known. Throws Error where they are not.
    std::vector<Number> known(std::size_t number) const;
    std::vector<std::int64_t> knownIntegers(std::size_t number) const;

    bool hasAttribute(std::string_view name) const { return attribute(name); }
    std::int64_t integer(std::string_view name, std::int64_t usual) const;
    double real(std::string_view name, double usual) const;
    std::string_view text(std::string_view name, std::string_view usual) const;
    std::vector<std::int64_t> integers(std::string_view name) const;
    const onnx::AttributeProto* attribute(std::string_view name) const;

    /// A value as a name for expressions, with its dimensions in their order; written down where it was only
    /// known so far.
    std::string textOf(const GraphValue& value) const;
    /// The same of a tensor whose dimensions may stay in the order of its statement.
    std::string rawTextOf(const GraphValue& value) const;
    /// The value without a pending order.
    GraphValue plain(const GraphValue& value) const;
    GraphValue let(const std::string& expression, Sizes shape, NumberType type = NumberType::Real) const;
    /// An activation function, "torch.relu(x)", of a value.
    GraphValue activation(const std::string& function, const GraphValue& value) const;
    GraphValue activation(const std::string& function, const std::string& of, const GraphValue& like) const;

    /// A dimension from 0, of one that may count from the end. Throws Error beyond `rank`.
    std::size_t axis(std::int64_t number, std::size_t rank) const;
    /// Throws Error, half a sentence: "its layer “/up/Conv” (Conv) " + what. The way out is another export.
    [[noreturn]] void refuse(const std::string& what) const;

private:
    std::string module() const;

    OnnxContext& _context;
    const onnx::NodeProto& _node;
    std::vector<const GraphValue*> _inputs;
};

/// How an operator is read: one value for each output that anybody can want.
struct OnnxOperator {
    std::string_view name;
    std::vector<GraphValue> (*read)(const OnnxCall& call);
};

std::span<const OnnxOperator> arithmeticOperators();
std::span<const OnnxOperator> activationOperators();
std::span<const OnnxOperator> layerOperators();
std::span<const OnnxOperator> poolingOperators();
std::span<const OnnxOperator> resizingOperators();
std::span<const OnnxOperator> reductionOperators();
std::span<const OnnxOperator> shapeOperators();
std::span<const OnnxOperator> selectionOperators();

/// What several of them need (onnx_arithmetic.cpp, onnx_shapes.cpp).
GraphValue reshaped(const OnnxCall& call, const GraphValue& value, const Sizes& shape);
GraphValue transposed(const GraphValue& value, const std::vector<std::size_t>& order);
GraphValue expanded(const OnnxCall& call, const GraphValue& value, const Sizes& shape);

} // namespace flipside
