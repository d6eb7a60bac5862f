// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/torch_storage.h"

#include "core/weights/pickle_bytes.h"
#include "core/weights/refuse_weights.h"

namespace flipside {

TorchStorageId torchStorageId(const Nest& nest, const NestValue& id)
{
    const NestPart* tuple = nest.part(id, PartKind::Tuple);
    if (!tuple || tuple->items.size() < 5 || tuple->items.size() > 6 || tuple->items[0].text != "storage" ||
        tuple->items[1].kind != NestKind::Name || tuple->items[2].kind != NestKind::Text ||
        tuple->items[4].kind != NestKind::Integer || tuple->items[4].integer < 0)
        refuseDamagedWeights();
    if (tuple->items.size() == 6 && tuple->items[5].kind != NestKind::None)
        refuseWeights("it was saved by a PyTorch of before 2018",
                      "load it in Python with torch.load, and save it again with torch.save");
    const std::optional<WeightType> type = typeOfTorch(tuple->items[1].text);
    if (!type)
        refuseWeights("it has weights of the type " + shownText(tuple->items[1].text) +
                          ", which Flipside does not read",
                      "convert them in Python with float(), and save them again");
    TorchStorageId storage;
    storage.type = *type;
    storage.key = tuple->items[2].text;
    if (__builtin_mul_overflow(std::uint64_t(tuple->items[4].integer), sizeOf(*type), &storage.bytes))
        refuseDamagedWeights();
    return storage;
}

std::optional<NestValue> torchClassId(const Nest& nest, const NestValue& id)
{
    const NestPart* tuple = nest.part(id, PartKind::Tuple);
    if (!tuple || tuple->items.size() != 4 || tuple->items[0].text != "module")
        return std::nullopt;
    return tuple->items[1];
}

NestValue addStorage(Nest& nest, std::shared_ptr<WeightStorage> storage, WeightType type)
{
    const NestValue value = nest.addPart(PartKind::Storage);
    NestPart* part = nest.writable(value);
    part->storage = std::move(storage);
    part->storageType = type;
    return value;
}

} // namespace flipside
