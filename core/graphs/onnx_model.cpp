// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/onnx_model.h"

#include "core/blueprint/made_tensor.h"
#include "core/weights/refuse_weights.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <limits>
#include <span>

namespace flipside {

namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr std::size_t mostFields = 2'000'000;
constexpr int deepest = 20;

[[noreturn]] void refuseDamaged()
{
    refuseWeights("it is no ONNX model, or a damaged one");
}

/// Which fields of a message are messages themselves (onnx.proto).
enum class Message : std::uint8_t { Model, Graph, Node, Attribute, Tensor, Leaf };

Message fieldOf(Message message, int field)
{
    switch (message) {
    case Message::Model:
        return field == 7 ? Message::Graph : Message::Leaf;
    case Message::Graph:
        return field == 1 ? Message::Node : field == 5 ? Message::Tensor : Message::Leaf;
    case Message::Node:
        return field == 5 ? Message::Attribute : Message::Leaf;
    case Message::Attribute:
        if (field == 6 || field == 11)
            return Message::Graph;
        return field == 5 || field == 10 ? Message::Tensor : Message::Leaf;
    default:
        return Message::Leaf;
    }
}

/// Whether a field has bytes or packed numbers, which take no more memory than a few times their length.
bool isPlain(Message message, int field)
{
    return (message == Message::Tensor && field != 6 && field != 13) ||
           (message == Message::Attribute && (field == 4 || field == 7 || field == 8));
}

/// Counts the fields of a message and of those in it; what is not known is counted as if it were messages.
void countFields(CodedInputStream& stream, Message message, int depth, std::size_t& fields)
{
    if (depth > deepest)
        refuseDamaged();
    while (const std::uint32_t tag = stream.ReadTag()) {
        if (++fields > mostFields)
            refuseWeights("it has more parts than any generator", "choose the generator's own file");
        const int field = WireFormatLite::GetTagFieldNumber(tag);
        if (WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
            if (WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_START_GROUP ||
                !WireFormatLite::SkipField(&stream, tag))
                refuseDamaged();
            continue;
        }
        std::uint32_t length = 0;
        if (!stream.ReadVarint32(&length) || length > std::uint32_t(std::numeric_limits<int>::max()))
            refuseDamaged();
        const Message inner = fieldOf(message, field);
        if (inner == Message::Leaf) {
            // A message of two bytes may take a hundred times as many.
            if (!isPlain(message, field))
                fields += length / 64;
            if (!stream.Skip(int(length)))
                refuseDamaged();
            continue;
        }
        const auto limit = stream.PushLimit(int(length));
        countFields(stream, inner, depth + 1, fields);
        if (!stream.ConsumedEntireMessage() || stream.BytesUntilLimit() > 0)
            refuseDamaged();
        stream.PopLimit(limit);
    }
}

void refuseExternal(const onnx::TensorProto& tensor)
{
    std::string file;
    for (const auto& entry : tensor.external_data())
        if (entry.key() == "location")
            file = entry.value();
    refuseWeights("its weights lie in another file" +
                      (file.empty() ? std::string() : " (" + shownText(file) + ")"),
                  "save it as one: onnx.save(onnx.load(\"model.onnx\"), \"one.onnx\") in Python");
}

std::optional<WeightType> typeOf(int type)
{
    using Tensor = onnx::TensorProto;
    switch (type) {
    case Tensor::FLOAT:
        return WeightType::Float32;
    case Tensor::DOUBLE:
        return WeightType::Float64;
    case Tensor::FLOAT16:
        return WeightType::Float16;
    case Tensor::BFLOAT16:
        return WeightType::BFloat16;
    case Tensor::INT64:
        return WeightType::Int64;
    case Tensor::INT32:
        return WeightType::Int32;
    case Tensor::INT16:
        return WeightType::Int16;
    case Tensor::INT8:
        return WeightType::Int8;
    case Tensor::UINT64:
        return WeightType::UInt64;
    case Tensor::UINT32:
        return WeightType::UInt32;
    case Tensor::UINT16:
        return WeightType::UInt16;
    case Tensor::UINT8:
        return WeightType::UInt8;
    case Tensor::BOOL:
        return WeightType::Bool;
    default:
        return std::nullopt;
    }
}

template <typename Field>
std::string_view bytesOf(const Field& field)
{
    return {reinterpret_cast<const char*>(field.data()), std::size_t(field.size()) * sizeof(*field.data())};
}

/// Numbers that lie in 32 bits each, in a message of numbers of another type.
std::vector<float> narrowed(const onnx::TensorProto& tensor, WeightType type)
{
    std::vector<float> floats;
    floats.reserve(std::size_t(tensor.int32_data_size()));
    for (const std::int32_t number : tensor.int32_data()) {
        float value = float(number);
        if (type == WeightType::Float16 || type == WeightType::BFloat16) {
            const auto bits = std::uint16_t(number);
            const std::array<char, 2> bytes{char(bits & 0xff), char(bits >> 8)};
            toFloats(type, false, bytes.data(), 1, 1, &value);
        }
        floats.push_back(value);
    }
    return floats;
}

std::vector<Number> exactNumbers(const WeightTensor& weight)
{
    std::vector<Number> numbers(weight.elements());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const char* bytes = weight.storage->bytes.data() + i * sizeOf(weight.type);
        numbers[i].value = double(toInteger(weight.type, false, bytes).value_or(0));
    }
    return numbers;
}

} // namespace

std::shared_ptr<const onnx::ModelProto> parseOnnx(std::string_view content)
{
    if (content.size() > std::size_t(std::numeric_limits<int>::max()))
        refuseWeights("it is an ONNX file of more than two gigabytes, which the format does not allow");
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(content.data());
    {
        CodedInputStream stream(bytes, int(content.size()));
        std::size_t fields = 0;
        countFields(stream, Message::Model, 0, fields);
        if (!stream.ConsumedEntireMessage())
            refuseDamaged();
    }
    auto model = std::make_shared<onnx::ModelProto>();
    CodedInputStream stream(bytes, int(content.size()));
    stream.SetTotalBytesLimit(std::numeric_limits<int>::max());
    if (!model->MergeFromCodedStream(&stream) || !model->has_graph())
        refuseDamaged();
    if (model->training_info_size() > 0 || model->graph().sparse_initializer_size() > 0)
        refuseWeights("it is made for training, or has sparse weights",
                      "export the network in use, with its eval() called");
    return model;
}

GraphValue valueOf(const onnx::TensorProto& tensor, const std::shared_ptr<const onnx::ModelProto>& model)
{
    if (tensor.data_location() == onnx::TensorProto::EXTERNAL || tensor.external_data_size() > 0)
        refuseExternal(tensor);
    const std::optional<WeightType> type = typeOf(tensor.data_type());
    if (!type || tensor.has_segment())
        refuseWeights("its weight " + shownText(tensor.name()) +
                          " has numbers of a type that Flipside does not read",
                      "export the network with 32-bit floats");
    WeightTensor weight;
    weight.name = tensor.name();
    weight.type = *type;
    weight.shape.assign(tensor.dims().begin(), tensor.dims().end());
    for (const std::int64_t size : weight.shape)
        if (size < 0)
            refuseDamaged();
    weight.strides = packedStrides(weight.shape);
    WeightStorage storage;
    if (tensor.has_raw_data())
        storage.bytes = tensor.raw_data();
    else if (tensor.float_data_size() > 0 && type == WeightType::Float32)
        storage.bytes = bytesOf(tensor.float_data());
    else if (tensor.double_data_size() > 0 && type == WeightType::Float64)
        storage.bytes = bytesOf(tensor.double_data());
    else if (tensor.int64_data_size() > 0 && type == WeightType::Int64)
        storage.bytes = bytesOf(tensor.int64_data());
    else if (tensor.int32_data_size() > 0 && type == WeightType::Int32)
        storage.bytes = bytesOf(tensor.int32_data());
    else if (tensor.int32_data_size() > 0 && sizeOf(*type) < 4) {
        weight.storage = std::make_shared<WeightStorage>(
            WeightStorage{std::uint64_t(tensor.int32_data_size()) * sizeOf(*type), {}, false});
        checkWeightTensor(weight);
        std::vector<float> floats = narrowed(tensor, *type);
        floats.resize(weight.elements());
        weight = madeTensor(tensor.name(), weight.shape, std::move(floats));
    }
    if (!weight.storage) {
        storage.size = storage.bytes.size();
        const auto owned =
            std::make_shared<const std::pair<std::shared_ptr<const onnx::ModelProto>, WeightStorage>>(
                model, storage);
        weight.storage = std::shared_ptr<const WeightStorage>(owned, &owned->second);
        checkWeightTensor(weight);
    }

    GraphValue value;
    value.shape = fixedSizes(weight.shape);
    const bool isWhole = type != WeightType::Float32 && type != WeightType::Float64 &&
                         type != WeightType::Float16 && type != WeightType::BFloat16;
    value.type = type == WeightType::Bool ? NumberType::Truth
                 : isWhole                ? NumberType::Whole
                                          : NumberType::Real;
    if (isWhole && weight.type == *type && weight.elements() <= std::uint64_t(mostFolded)) {
        value.numbers = exactNumbers(weight);
    } else if (weight.shape.empty() || weight.elements() == 0) {
        value.numbers = {};
        for (const float number : weight.floats())
            value.numbers.push_back({double(number), false});
    } else {
        value.kind = GraphValue::Kind::Weight;
        value.weight = std::move(weight);
        value.name = tensor.name();
    }
    return value;
}

} // namespace flipside
