// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/numpy_array.h"

#include "core/weights/pickle_bytes.h"

namespace flipside {

namespace {

struct NumpyType {
    WeightType type = WeightType::Float32;
    bool bigEndian = false;
};

/// The dtype that a record `dtype("f4", …)` is, whose state (3, "<", …) says in which order its bytes are.
std::optional<NumpyType> numpyType(const Nest& nest, const NestValue& value)
{
    const NestPart* record = nest.part(value, PartKind::Record);
    if (!record || record->className != "numpy.dtype")
        return std::nullopt;
    const NestPart* arguments = nest.part(record->arguments, PartKind::Tuple);
    if (!arguments || arguments->items.empty())
        return std::nullopt;
    std::string_view name = arguments->items[0].text;
    NumpyType found;
    if (!name.empty() && std::string_view("<>=|").find(name[0]) != std::string_view::npos) {
        found.bigEndian = name[0] == '>';
        name.remove_prefix(1);
    }
    const NestPart* state = nest.part(record->state, PartKind::Tuple);
    if (state && state->items.size() > 1)
        found.bigEndian = state->items[1].text == ">";
    const std::optional<WeightType> type = typeOfNumpy(name);
    if (!type)
        return std::nullopt;
    found.type = *type;
    return found;
}

bool isBytes(const NestValue& value)
{
    // Python 2 had one kind of text for both.
    return value.kind == NestKind::Bytes || value.kind == NestKind::Text;
}

std::optional<WeightTensor> numpyTensor(const Nest& nest, const NestValue& shape, const NestValue& dtype,
                                        bool fortran, const NestValue& bytes)
{
    const NestPart* sizes = nest.part(shape, PartKind::Tuple);
    const std::optional<NumpyType> type = numpyType(nest, dtype);
    if (!sizes || !type || !isBytes(bytes))
        return std::nullopt;
    WeightTensor tensor;
    tensor.type = type->type;
    for (const NestValue& size : sizes->items) {
        if (size.kind != NestKind::Integer || size.integer < 0)
            refuseDamagedWeights();
        tensor.shape.push_back(size.integer);
    }
    if (fortran) {
        tensor.strides = packedStrides({tensor.shape.rbegin(), tensor.shape.rend()});
        tensor.strides = {tensor.strides.rbegin(), tensor.strides.rend()};
    } else
        tensor.strides = packedStrides(tensor.shape);
    tensor.storage =
        std::make_shared<const WeightStorage>(WeightStorage{bytes.text.size(), bytes.text, type->bigEndian});
    checkWeightTensor(tensor);
    return tensor;
}

} // namespace

void finishNumpyArray(Nest& nest, const NestValue& array)
{
    NestPart* part = nest.writable(array);
    const NestPart* state = nest.part(part->state, PartKind::Tuple);
    if (!state || state->items.size() != 5)
        return;
    std::optional<WeightTensor> tensor =
        numpyTensor(nest, state->items[1], state->items[2], state->items[3].integer != 0, state->items[4]);
    if (!tensor)
        return;
    part->kind = PartKind::Tensor;
    part->tensor = std::make_unique<const WeightTensor>(std::move(*tensor));
}

std::optional<NestValue> numpyArrayFromBuffer(Nest& nest, const std::vector<NestValue>& arguments)
{
    if (arguments.size() != 4)
        return std::nullopt;
    std::optional<WeightTensor> tensor =
        numpyTensor(nest, arguments[2], arguments[1], arguments[3].text == "F", arguments[0]);
    return tensor ? std::optional(nest.addTensor(std::move(*tensor))) : std::nullopt;
}

std::optional<NestValue> numpyNumber(const Nest& nest, const std::vector<NestValue>& arguments)
{
    if (arguments.size() != 2 || !isBytes(arguments[1]))
        return std::nullopt;
    const std::optional<NumpyType> type = numpyType(nest, arguments[0]);
    const std::string_view bytes = arguments[1].text;
    if (!type || bytes.size() != sizeOf(type->type))
        return std::nullopt;
    if (const auto real = toReal(type->type, type->bigEndian, bytes.data()))
        return realValue(*real);
    const auto integer = toInteger(type->type, type->bigEndian, bytes.data());
    if (!integer)
        return std::nullopt;
    return type->type == WeightType::Bool ? boolValue(*integer != 0) : integerValue(*integer);
}

} // namespace flipside
