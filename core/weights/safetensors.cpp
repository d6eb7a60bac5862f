// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/safetensors.h"

#include "core/weights/refuse_weights.h"
#include "core/weights/safetensors_header.h"

#include <algorithm>
#include <limits>

namespace flipside {

namespace {

constexpr std::uint64_t lengthSize = 8;
constexpr std::uint64_t largestHeader = 100'000'000;

std::uint64_t headerLength(std::string_view content)
{
    std::uint64_t length = 0;
    for (std::size_t i = lengthSize; i-- > 0;)
        length = (length << 8) | static_cast<unsigned char>(content[i]);
    return length;
}

[[noreturn]] void refuseTensor(const std::string& name, const std::string& what)
{
    refuseWeights("its header is wrong about the tensor " + shownText(name) + ": " + what);
}

WeightTensor tensorOf(const SafetensorsEntry& entry, std::string_view numbers)
{
    const std::optional<WeightType> type = typeOfSafetensors(*entry.type);
    if (!type)
        refuseWeights("its tensor " + shownText(entry.name) + " is of the type " + shownText(*entry.type) +
                          ", which Flipside does not read",
                      "convert it in Python with float(), and save it again");
    if (entry.offsets->size() != 2)
        refuseTensor(entry.name, "it needs two offsets");
    const std::uint64_t begin = (*entry.offsets)[0];
    const std::uint64_t end = (*entry.offsets)[1];
    if (begin > end || end > numbers.size())
        refuseTensor(entry.name, "its bytes are not in the file");
    WeightTensor tensor;
    tensor.type = *type;
    std::uint64_t bytes = sizeOf(*type);
    for (const std::uint64_t size : *entry.shape) {
        if (size > std::uint64_t(std::numeric_limits<std::int64_t>::max()) ||
            __builtin_mul_overflow(bytes, size, &bytes))
            refuseTensor(entry.name, "its shape is larger than any memory");
        tensor.shape.push_back(static_cast<std::int64_t>(size));
    }
    if (bytes != end - begin)
        refuseTensor(entry.name, "its shape and its bytes do not fit together");
    tensor.strides = packedStrides(tensor.shape);
    tensor.storage =
        std::make_shared<const WeightStorage>(WeightStorage{bytes, numbers.substr(begin, bytes), false});
    checkWeightTensor(tensor);
    return tensor;
}

/// Every byte must belong to one tensor: in a gap, or in two at once, something else could be hidden.
void checkNoGaps(const SafetensorsHeader& header, std::uint64_t size)
{
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    for (const SafetensorsEntry& entry : header.tensors)
        ranges.emplace_back((*entry.offsets)[0], (*entry.offsets)[1]);
    std::sort(ranges.begin(), ranges.end());
    std::uint64_t reached = 0;
    for (const auto& [begin, end] : ranges) {
        if (begin != reached)
            refuseWeights("its header is damaged: tensors overlap, or leave a gap");
        reached = end;
    }
    if (reached != size)
        refuseWeights("there are bytes at its end that belong to no tensor");
}

} // namespace

std::unique_ptr<Nest> readSafetensors(std::string_view content, std::shared_ptr<const void> owner)
{
    if (content.size() < lengthSize)
        refuseWeights("it is cut short");
    const std::uint64_t length = headerLength(content);
    if (length > largestHeader)
        refuseWeights("its header is larger than the 100 MB that safetensors allows");
    if (length > content.size() - lengthSize)
        refuseWeights("it is cut short");
    const SafetensorsHeader header = readSafetensorsHeader(content.substr(lengthSize, length));
    const std::string_view numbers = content.substr(lengthSize + length);

    auto nest = std::make_unique<Nest>(std::move(owner), content.size());
    nest->root = nest->addPart(PartKind::Dict);
    NestPart& root = *nest->writable(nest->root);
    for (const SafetensorsEntry& entry : header.tensors) {
        const NestValue tensor = nest->addTensor(tensorOf(entry, numbers));
        nest->put(root, textValue(NestKind::Text, nest->keep(entry.name)), tensor);
    }
    checkNoGaps(header, numbers.size());
    if (!header.metadata.empty()) {
        root.state = nest->addPart(PartKind::Dict);
        NestPart& metadata = *nest->writable(root.state);
        for (const auto& [key, text] : header.metadata)
            nest->put(metadata, textValue(NestKind::Text, nest->keep(key)),
                      textValue(NestKind::Text, nest->keep(text)));
    }
    return nest;
}

} // namespace flipside
