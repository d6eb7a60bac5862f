// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_builders.h"

#include "core/weights/numpy_array.h"
#include "core/weights/pickle_bytes.h"
#include "core/weights/pickle_text.h"

#include <map>
#include <optional>

namespace flipside {

namespace {

using Arguments = std::vector<NestValue>;

struct PickleCall {
    Nest& nest;
    const PickleSurroundings& surroundings;
};

/// Nothing where the arguments are not those that the function knows: it becomes a record then.
using PickleBuilder = std::optional<NestValue> (*)(const PickleCall& call, const Arguments& arguments);

NestValue recordOf(Nest& nest, std::string_view className, const NestValue& arguments)
{
    const NestValue value = nest.addPart(PartKind::Record);
    NestPart* record = nest.writable(value);
    record->className = className;
    record->arguments = arguments;
    return value;
}

/// OrderedDict(), dict(pairs), Counter(dictionary)
std::optional<NestValue> buildDict(const PickleCall& call, const Arguments& arguments)
{
    const NestValue value = call.nest.addPart(PartKind::Dict);
    NestPart& dictionary = *call.nest.writable(value);
    if (arguments.empty())
        return value;
    const NestPart* from = call.nest.part(arguments[0]);
    if (arguments.size() > 1 || !from)
        return std::nullopt;
    for (const auto& [key, item] : from->entries)
        call.nest.put(dictionary, key, item);
    for (const NestValue& item : from->items) {
        const NestPart* pair = call.nest.part(item);
        if (!pair || pair->items.size() != 2)
            return std::nullopt;
        call.nest.put(dictionary, pair->items[0], pair->items[1]);
    }
    return value;
}

std::optional<NestValue> buildDefaultDict(const PickleCall& call, const Arguments& arguments)
{
    return arguments.size() > 1 ? std::nullopt : buildDict(call, {});
}

/// list(), tuple(items), set(items), torch.Size(items)
template <PartKind kind>
std::optional<NestValue> buildItems(const PickleCall& call, const Arguments& arguments)
{
    const NestValue value = call.nest.addPart(kind);
    if (arguments.empty())
        return value;
    const NestPart* from = call.nest.part(arguments[0]);
    if (arguments.size() > 1 || !from)
        return std::nullopt;
    for (const NestValue& item : from->items)
        call.nest.append(*call.nest.writable(value), item);
    return value;
}

/// encode(text, "latin1"), bytes(text, "latin1"), bytearray(bytes)
std::optional<NestValue> buildBytes(const PickleCall& call, const Arguments& arguments)
{
    if (arguments.empty())
        return textValue(NestKind::Bytes, {});
    if (arguments.size() == 1 && arguments[0].kind == NestKind::Bytes)
        return arguments[0];
    if (arguments.size() != 2 || arguments[0].kind != NestKind::Text ||
        (arguments[1].text != "latin1" && arguments[1].text != "latin-1"))
        return std::nullopt;
    std::optional<std::string> bytes = latin1Bytes(arguments[0].text);
    if (!bytes)
        return std::nullopt;
    return textValue(NestKind::Bytes, call.nest.keep(std::move(*bytes)));
}

std::vector<std::int64_t> wholeNumbers(const Nest& nest, const NestValue& value)
{
    const NestPart* list = nest.part(value);
    if (!list || (list->kind != PartKind::Tuple && list->kind != PartKind::List))
        refuseDamagedWeights();
    std::vector<std::int64_t> numbers;
    for (const NestValue& item : list->items) {
        if (item.kind != NestKind::Integer)
            refuseDamagedWeights();
        numbers.push_back(item.integer);
    }
    return numbers;
}

/// _rebuild_tensor(storage, offset, sizes, strides) and _v2, which has more behind
std::optional<NestValue> buildTensor(const PickleCall& call, const Arguments& arguments)
{
    if (arguments.size() < 4)
        refuseDamagedWeights();
    const NestPart* storage = call.nest.part(arguments[0], PartKind::Storage);
    if (!storage && call.surroundings.persistent)
        refuseDamagedWeights();
    if (!storage)
        return std::nullopt; // a pickle without its file: nothing is known of the numbers
    if (arguments[1].kind != NestKind::Integer)
        refuseDamagedWeights();
    WeightTensor tensor;
    tensor.storage = storage->storage;
    tensor.type = storage->storageType;
    tensor.offset = arguments[1].integer;
    tensor.shape = wholeNumbers(call.nest, arguments[2]);
    tensor.strides = wholeNumbers(call.nest, arguments[3]);
    if (arguments.size() == 8 && arguments[6].kind == NestKind::Name) // _v3 has the type
        tensor.type = typeOfTorch(arguments[6].text).value_or(tensor.type);
    checkWeightTensor(tensor);
    return call.nest.addTensor(std::move(tensor));
}

/// _rebuild_parameter(tensor, …): being one that is trained makes no difference here
std::optional<NestValue> buildParameter(const PickleCall& call, const Arguments& arguments)
{
    if (arguments.empty() || !call.nest.part(arguments[0], PartKind::Tensor))
        return std::nullopt;
    return arguments[0];
}

/// _load_from_bytes(file)
std::optional<NestValue> buildSavedStorage(const PickleCall& call, const Arguments& arguments)
{
    if (arguments.size() != 1 || arguments[0].kind != NestKind::Bytes || !call.surroundings.savedStorage)
        return std::nullopt;
    return call.surroundings.savedStorage(call.nest, arguments[0].text);
}

/// _reconstruct(ndarray, (0,), b"b"): the numbers come with its state
std::optional<NestValue> buildNumpyArray(const PickleCall& call, const Arguments& arguments)
{
    if (arguments.size() != 3 || arguments[0].text != "numpy.ndarray")
        return std::nullopt;
    return recordOf(call.nest, "numpy.ndarray", {});
}

std::optional<NestValue> buildNumpyFromBuffer(const PickleCall& call, const Arguments& arguments)
{
    return numpyArrayFromBuffer(call.nest, arguments);
}

std::optional<NestValue> buildNumpyNumber(const PickleCall& call, const Arguments& arguments)
{
    return numpyNumber(call.nest, arguments);
}

/// _reconstructor(class, base class, the base's value): how objects were saved before protocol 2
std::optional<NestValue> buildReconstructed(const PickleCall& call, const Arguments& arguments)
{
    if (arguments.size() != 3 || arguments[0].kind != NestKind::Name)
        return std::nullopt;
    const NestValue value = recordOf(call.nest, arguments[0].text, {});
    if (const NestPart* base = call.nest.part(arguments[2])) {
        NestPart& record = *call.nest.writable(value);
        for (const auto& [key, item] : base->entries)
            call.nest.put(record, key, item);
        for (const NestValue& item : base->items)
            call.nest.append(record, item);
    }
    return value;
}

const std::map<std::string_view, PickleBuilder>& pickleBuilders()
{
    static const std::map<std::string_view, PickleBuilder> builders = {
        {"collections.OrderedDict", buildDict},
        {"collections.Counter", buildDict},
        {"collections.defaultdict", buildDefaultDict},
        {"builtins.dict", buildDict},
        {"builtins.list", buildItems<PartKind::List>},
        {"builtins.tuple", buildItems<PartKind::Tuple>},
        {"builtins.set", buildItems<PartKind::Set>},
        {"builtins.frozenset", buildItems<PartKind::Set>},
        {"builtins.bytes", buildBytes},
        {"builtins.bytearray", buildBytes},
        {"_codecs.encode", buildBytes},
        {"copyreg._reconstructor", buildReconstructed},
        {"copy_reg._reconstructor", buildReconstructed},
        {"torch.Size", buildItems<PartKind::Tuple>},
        {"torch._utils._rebuild_tensor", buildTensor},
        {"torch._utils._rebuild_tensor_v2", buildTensor},
        {"torch._utils._rebuild_tensor_v3", buildTensor},
        {"torch._utils._rebuild_parameter", buildParameter},
        {"torch._utils._rebuild_parameter_with_state", buildParameter},
        {"torch.nn.parameter.Parameter", buildParameter},
        {"torch.nn.parameter.Buffer", buildParameter},
        {"torch.storage._load_from_bytes", buildSavedStorage},
        {"numpy.core.multiarray._reconstruct", buildNumpyArray},
        {"numpy._core.multiarray._reconstruct", buildNumpyArray},
        {"numpy.core.numeric._frombuffer", buildNumpyFromBuffer},
        {"numpy._core.numeric._frombuffer", buildNumpyFromBuffer},
        {"numpy.core.multiarray.scalar", buildNumpyNumber},
        {"numpy._core.multiarray.scalar", buildNumpyNumber},
    };
    return builders;
}

/// Python 2 called the same things otherwise.
std::map<std::string_view, PickleBuilder>::const_iterator builderOf(std::string_view name)
{
    constexpr std::string_view old = "__builtin__.";
    if (!name.starts_with(old))
        return pickleBuilders().find(name);
    return pickleBuilders().find("builtins." + std::string(name.substr(old.size())));
}

} // namespace

NestValue buildCalled(Nest& nest, const PickleSurroundings& surroundings, const NestValue& callable,
                      const NestValue& arguments)
{
    const NestPart* tuple = nest.part(arguments, PartKind::Tuple);
    if (!tuple)
        refuseDamagedWeights();
    if (callable.kind != NestKind::Name)
        return recordOf(nest, "(called)", nest.addTuple({callable, arguments}));
    NestValue function = callable;
    // _rebuild_from_type_v2(function, type, its arguments, state): a tensor of a class of somebody's own.
    if ((callable.text == "torch._tensor._rebuild_from_type_v2" ||
         callable.text == "torch._tensor._rebuild_from_type") &&
        tuple->items.size() >= 3 && tuple->items[0].kind == NestKind::Name) {
        const NestPart* inner = nest.part(tuple->items[2], PartKind::Tuple);
        if (inner) {
            function = tuple->items[0];
            tuple = inner;
        }
    }
    const auto builder = builderOf(function.text);
    if (builder != pickleBuilders().end())
        if (const std::optional<NestValue> built = builder->second({nest, surroundings}, tuple->items))
            return *built;
    return recordOf(nest, callable.text, arguments);
}

void buildState(Nest& nest, const NestValue& value, const NestValue& state)
{
    NestPart* part = nest.writable(value);
    if (!part || part->kind == PartKind::Tensor || part->kind == PartKind::Storage)
        return;
    part->state = state;
    if (part->kind == PartKind::Record && part->className == "numpy.ndarray")
        finishNumpyArray(nest, value);
}

} // namespace flipside
