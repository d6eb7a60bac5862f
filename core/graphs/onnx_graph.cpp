// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/onnx_graph.h"

#include "core/base/error.h"
#include "core/graphs/graph_inputs.h"
#include "core/graphs/onnx_call.h"
#include "core/graphs/onnx_classes.h"
#include "core/graphs/picture_shape.h"
#include "core/sandbox/file_kind.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <map>
#include <set>

namespace flipside {

namespace {

using Operators = std::map<std::string_view, std::vector<GraphValue> (*)(const OnnxCall&)>;

const char* const exportInstead =
    "export the network from PyTorch with torch.jit.trace instead, as the guide "
    "shows under “Bringing your own generator”";

const Operators& allOperators()
{
    static const Operators operators = [] {
        Operators all;
        for (const auto& group :
             {arithmeticOperators(), activationOperators(), layerOperators(), poolingOperators(),
              resizingOperators(), reductionOperators(), shapeOperators(), selectionOperators()})
            for (const OnnxOperator& one : group)
                all.emplace(one.name, one.read);
        return all;
    }();
    return operators;
}

bool isOnnxsOwn(const std::string& domain)
{
    return domain.empty() || domain == "ai.onnx";
}

int opsetOf(const onnx::ModelProto& model)
{
    constexpr std::int64_t oldest = 9;
    constexpr std::int64_t newest = 21;
    std::int64_t opset = 1;
    for (const auto& one : model.opset_import())
        if (isOnnxsOwn(one.domain()))
            opset = one.version();
    if (opset < oldest || opset > newest)
        throw WrongKind("it is ONNX with operators of version " + std::to_string(opset) +
                            ", and Flipside reads versions 9 to 21",
                        "export the network again with opset_version=17");
    return int(opset);
}

std::vector<GraphValue> constant(const OnnxCall& call)
{
    if (const onnx::AttributeProto* value = call.attribute("value"); value && value->has_t())
        return {valueOf(value->t(), call.context().model)};
    if (call.hasAttribute("value_float"))
        return {knownNumbers({{call.real("value_float", 0), false}}, {}, NumberType::Real)};
    if (call.hasAttribute("value_int"))
        return {knownNumbers({{double(call.integer("value_int", 0)), false}}, {}, NumberType::Whole)};
    std::vector<Number> numbers;
    NumberType type = NumberType::Whole;
    for (const std::int64_t number : call.integers("value_ints"))
        numbers.push_back({double(number), false});
    if (const onnx::AttributeProto* value = call.attribute("value_floats")) {
        type = NumberType::Real;
        for (const float number : value->floats())
            numbers.push_back({double(number), false});
    }
    const auto count = std::int64_t(numbers.size());
    return {knownNumbers(std::move(numbers), {Size{count, false}}, type)};
}

/// Reads one graph, node by node: ONNX has them in an order in which each only needs those before it.
class Reader {
public:
    explicit Reader(std::shared_ptr<const onnx::ModelProto> model) { _context.model = std::move(model); }

    GraphReading read()
    {
        _context.opset = opsetOf(*_context.model);
        for (const onnx::TensorProto& tensor : graph().initializer())
            if (!_values.emplace(tensor.name(), valueOf(tensor, _context.model)).second)
                refuseWeights("it has two weights of the name " + shownText(tensor.name()));
        readInputs();
        for (const onnx::NodeProto& node : graph().node())
            readNode(node);
        return finished();
    }

private:
    const onnx::GraphProto& graph() const { return _context.model->graph(); }

    void readInputs()
    {
        std::vector<DeclaredInput> declared;
        for (const onnx::ValueInfoProto& one : graph().input())
            if (!_values.contains(one.name())) // older files name weights here, too
                declared.push_back(declaredInput(one));
        const std::vector<TakenInput> taken = takenInputs(declared);
        _reading.inputs = networkInputs(taken);
        for (std::size_t i = 0; i < taken.size(); ++i) {
            const std::string name = taken.size() == 1 ? "z" : _context.writer.let(taken[i].text);
            GraphValue value = computed(name, declared[i].shape);
            value.classes = declared[i].classes;
            _values.emplace(declared[i].name, std::move(value));
        }
    }

    DeclaredInput declaredInput(const onnx::ValueInfoProto& input)
    {
        using Tensor = onnx::TensorProto;
        const onnx::TypeProto::Tensor& type = input.type().tensor_type();
        DeclaredInput declared{input.name(), {}};
        declared.whole = type.elem_type() == Tensor::INT64 || type.elem_type() == Tensor::INT32;
        if (!declared.whole && type.elem_type() != Tensor::FLOAT && type.elem_type() != Tensor::FLOAT16 &&
            type.elem_type() != Tensor::DOUBLE && type.elem_type() != Tensor::BFLOAT16)
            throw WrongKind("its network takes what are no numbers (" + shownText(input.name()) + ")",
                            "choose a generator of pictures");
        const int rank = type.shape().dim_size();
        if (!type.has_shape() || rank < 1 || rank > 8)
            throw WrongKind("its network takes a latent without a batch, or of no shape that it says",
                            "export it for B × the latent's numbers");
        // Of a batch that is a number, the network makes as many pictures at once; here it is any.
        if (type.shape().dim(0).dim_value() > 1)
            _context.fixedBatch = type.shape().dim(0).dim_value();
        declared.shape.push_back({1, true});
        for (int i = 1; i < rank; ++i) {
            const std::int64_t size = type.shape().dim(i).dim_value();
            if (size < 1)
                throw WrongKind("its latent (" + shownText(input.name()) + ") may be of any size",
                                "export it with the size that it was trained with");
            declared.shape.push_back({size, false});
        }
        if (declared.whole)
            declared.classes = classesOf(graph(), input.name());
        return declared;
    }

    void readNode(const onnx::NodeProto& node)
    {
        std::vector<const GraphValue*> inputs;
        bool isReadable = true;
        for (const std::string& name : node.input()) {
            const auto found = _values.find(name);
            inputs.push_back(found == _values.end() ? nullptr : &found->second);
            isReadable = isReadable && (name.empty() || found != _values.end());
        }
        const OnnxCall call(_context, node, std::move(inputs));
        // What needs a value that could not be read cannot be either; what the picture does not need may be
        // of any kind.
        if (!isReadable) {
            noteUnreadable(node, unreadableIn(node));
            return;
        }
        if (std::optional<std::vector<GraphValue>> outputs = readClass(call, node)) {
            keep(node, std::move(*outputs));
            return;
        }
        const auto known = allOperators().find(node.op_type());
        const bool isConstant = node.op_type() == "Constant";
        if (!isOnnxsOwn(node.domain()) || (!isConstant && known == allOperators().end())) {
            noteUnreadable(node, unknownOperator(node));
            return;
        }
        std::vector<GraphValue> outputs;
        try {
            outputs = isConstant ? constant(call) : known->second(call);
        } catch (const WrongKind& problem) {
            noteUnreadable(node, problem);
            return;
        } catch (const Error& problem) {
            noteUnreadable(node, WrongKind(problem.what(), exportInstead));
            return;
        }
        keep(node, std::move(outputs));
    }

    /// Nothing of a node that takes no class; no values where it cannot be read.
    std::optional<std::vector<GraphValue>> readClass(const OnnxCall& call, const onnx::NodeProto& node)
    {
        try {
            return readWithClass(call);
        } catch (const Error& problem) {
            noteUnreadable(node, WrongKind(problem.what(), exportInstead));
            return std::vector<GraphValue>();
        }
    }

    void keep(const onnx::NodeProto& node, std::vector<GraphValue> outputs)
    {
        for (int i = 0; i < node.output_size(); ++i) {
            const std::string& name = node.output(i);
            if (name.empty())
                continue;
            if (std::size_t(i) >= outputs.size())
                _unreadable.emplace(name, WrongKind("its node \"" + shownText(node.name()) + "\" (" +
                                                        shownText(node.op_type()) +
                                                        ") has an output that Flipside does not make",
                                                    exportInstead));
            else if (!_values.emplace(name, std::move(outputs[std::size_t(i)])).second)
                refuseWeights("it computes the value " + shownText(name) + " twice");
        }
    }

    static WrongKind unknownOperator(const onnx::NodeProto& node)
    {
        const std::string& op = node.op_type();
        const std::string named =
            "its node \"" +
            shownText(node.name().empty() && node.output_size() > 0 ? node.output(0) : node.name()) + "\" ";
        const std::string called =
            shownText(op) + (isOnnxsOwn(node.domain()) ? "" : " of " + shownText(node.domain()));
        if (op.starts_with("Random") || op == "Bernoulli" || op == "Multinomial")
            return {named + "draws random numbers (" + called +
                        "), and equal recipes must give equal pictures",
                    "export the network with its noise as constants"};
        return {named + "uses the operator " + called + ", which is not one of those that Flipside knows",
                exportInstead};
    }

    WrongKind unreadableIn(const onnx::NodeProto& node) const
    {
        for (const std::string& name : node.input())
            if (const auto found = _unreadable.find(name); found != _unreadable.end())
                return found->second;
        return {"its node \"" + shownText(node.name()) + "\" takes a value that nothing before it computes",
                "download or copy it again"};
    }

    void noteUnreadable(const onnx::NodeProto& node, const WrongKind& why)
    {
        for (const std::string& name : node.output())
            if (!name.empty())
                _unreadable.emplace(name, why);
    }

    /// The first output that can be a picture.
    const GraphValue& output()
    {
        const GraphValue* found = nullptr;
        for (const onnx::ValueInfoProto& one : graph().output()) {
            const auto value = _values.find(one.name());
            if (value == _values.end() || !value->second.isComputed() || !mayBePicture(value->second.shape))
                continue;
            if (!found || value->second.rank() > found->rank())
                found = &value->second;
        }
        if (found)
            return *found;
        for (const onnx::ValueInfoProto& one : graph().output()) {
            if (const auto why = _unreadable.find(one.name()); why != _unreadable.end())
                throw WrongKind(why->second);
            if (const auto value = _values.find(one.name()); value != _values.end())
                throw WrongKind("its network makes a tensor of " + describeSizes(value->second.shape) +
                                    ", which is no picture for each latent",
                                "choose a generator of pictures");
        }
        throw WrongKind("its network returns nothing", exportInstead);
    }

    GraphReading finished()
    {
        GraphValue picture = output();
        if (hasChannelsLast(picture.shape))
            picture = transposed(picture, {0, 3, 1, 2});
        const onnx::NodeProto none;
        const std::string result = OnnxCall(_context, none, {}).textOf(picture);
        _reading.outputShape = forOne(picture.shape);
        _reading.decoder = _context.writer.finish(result);
        _reading.writtenBy = shownText(_context.model->producer_name());
        if (!_context.model->producer_version().empty())
            _reading.writtenBy += " " + shownText(_context.model->producer_version());
        const std::vector<std::string>& names = _context.writer.usedWeights();
        std::set<std::string_view> used(names.begin(), names.end());
        // Small ones may have become numbers in the text.
        for (const onnx::NodeProto& node : graph().node())
            used.insert(node.input().begin(), node.input().end());
        for (const onnx::TensorProto& tensor : graph().initializer())
            if (const GraphValue& value = _values.at(tensor.name());
                value.kind == GraphValue::Kind::Weight && value.weight.elements() > 1 &&
                !used.contains(tensor.name()) && _reading.unused.size() < 1000)
                _reading.unused.push_back(shownText(tensor.name()));
        return std::move(_reading);
    }

    OnnxContext _context;
    GraphReading _reading;
    std::map<std::string, GraphValue, std::less<>> _values;
    std::map<std::string, WrongKind, std::less<>> _unreadable; ///< values, and why
};

} // namespace

GraphReading readOnnx(std::string_view content)
{
    return Reader(parseOnnx(content)).read();
}

} // namespace flipside
