// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_bytes.h"
#include "core/weights/pickle_machine.h"
#include "core/weights/refuse_weights.h"
#include "core/weights/torch_file.h"
#include "core/weights/torch_storage.h"

#include <map>

namespace flipside {

namespace {

using namespace std::string_view_literals;

/// 0x1950a86a20f9469cfc6c, as pickles have it: bytes since protocol 2, digits before.
constexpr std::string_view magicBytes = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv;
constexpr std::string_view magicDigits = "119547037146038801333356"sv;
constexpr std::int64_t layoutVersion = 1001;

/// Reads one file of torch.save's older kind, and the ones inside it.
class LegacyReader {
public:
    LegacyReader(Nest& nest, std::string_view content) : _nest(nest), _rest(content) {}

    /// The whole file. `inside` where it is part of another's pickle.
    void readFile(bool inside);
    /// A pickle of Python's own.
    void readPlain() { (void)readPickle(_nest, _rest, surroundings(false)); }

private:
    PickleSurroundings surroundings(bool inside);
    NestValue readSaved(Nest& into, std::string_view file);
    /// What the next pickle holds.
    NestValue next(const PickleSurroundings& around = {});
    NestValue promised(Nest& into, const NestValue& id);
    void findStorages(const NestPart& keys);

    struct Promised {
        std::shared_ptr<WeightStorage> storage;
        WeightType type = WeightType::UInt8;
    };

    Nest& _nest;
    std::string_view _rest;
    bool _bigEndian = false;
    std::map<std::string, Promised, std::less<>> _storages;
    std::uint64_t _savedBytes = 0; ///< of the files inside this one
};

PickleSurroundings LegacyReader::surroundings(bool inside)
{
    PickleSurroundings around;
    if (!inside)
        around.savedStorage = [this](Nest& into, std::string_view file) { return readSaved(into, file); };
    return around;
}

/// A storage that is a file of its own. Each is in the pickle once; one that is asked for again and again
/// would be read as often.
NestValue LegacyReader::readSaved(Nest& into, std::string_view file)
{
    _savedBytes += file.size();
    if (_savedBytes > 2 * _rest.size())
        refuseDamagedWeights();
    if (!isTorchLegacy(file))
        refuseWeights("its weights were saved within it in a way that Flipside does not know",
                      "save the generator's state dict with torch.save");
    // In the same nest, so that all its limits are for both. What the outer pickle has made so far is on its
    // stack, and not the nest's root.
    LegacyReader reader(into, file);
    reader.readFile(true);
    if (!into.part(into.root, PartKind::Storage))
        refuseDamagedWeights();
    return into.root;
}

NestValue LegacyReader::next(const PickleSurroundings& around)
{
    _rest.remove_prefix(readPickle(_nest, _rest, around));
    return _nest.root;
}

NestValue LegacyReader::promised(Nest& into, const NestValue& id)
{
    if (const std::optional<NestValue> known = torchClassId(into, id))
        return *known;
    const TorchStorageId wanted = torchStorageId(into, id);
    Promised& found = _storages[wanted.key];
    if (!found.storage)
        found = {std::make_shared<WeightStorage>(WeightStorage{wanted.bytes, {}, _bigEndian}), wanted.type};
    if (wanted.bytes > found.storage->size)
        refuseDamagedWeights();
    return addStorage(into, found.storage, wanted.type);
}

void LegacyReader::readFile(bool inside)
{
    const NestValue magic = next();
    if (magic.kind != NestKind::LargeInteger || (magic.text != magicBytes && magic.text != magicDigits))
        refuseDamagedWeights();
    if (const NestValue version = next();
        version.kind != NestKind::Integer || version.integer != layoutVersion)
        refuseWeights("it was saved by torch.save in a layout that Flipside does not know",
                      "load it in Python with torch.load, and save it again with torch.save");
    const NestValue machine = next();
    const NestValue* little = _nest.find(machine, "little_endian");
    _bigEndian = little && little->kind == NestKind::Bool && little->integer == 0;

    PickleSurroundings around = surroundings(inside);
    around.persistent = [this](Nest& into, const NestValue& id) { return promised(into, id); };
    const NestValue object = next(around);
    const NestValue keys = next();
    const NestPart* list = _nest.part(keys, PartKind::List);
    if (!list)
        refuseDamagedWeights();
    findStorages(*list);
    _nest.root = object;
}

/// Each of them has its length in numbers in front, in 8 bytes.
void LegacyReader::findStorages(const NestPart& keys)
{
    PickleBytes bytes(_rest);
    std::size_t found = 0;
    for (const NestValue& key : keys.items) {
        const auto entry = _storages.find(key.text);
        if (entry == _storages.end() || key.kind != NestKind::Text || entry->second.storage->bytes.data())
            refuseDamagedWeights();
        WeightStorage& storage = *entry->second.storage;
        const std::uint64_t size = sizeOf(entry->second.type);
        const std::string_view length = bytes.take(8);
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < length.size(); ++i) // the first byte is the least, or the most, of it
            count = (count << 8) | static_cast<unsigned char>(length[_bigEndian ? i : 7 - i]);
        if (count != storage.size / size || storage.size % size != 0)
            refuseWeights("some of its weights are missing: a storage is not as long as the file says");
        storage.bytes = bytes.take(storage.size);
        ++found;
    }
    if (found != _storages.size())
        refuseWeights("some of its weights are missing: not all of its storages are in the file");
}

} // namespace

bool isTorchLegacy(std::string_view content)
{
    // The number stands at the very beginning, behind the marks of the pickle's protocol at most.
    constexpr std::size_t lookedAt = 40;
    const std::string_view start = content.substr(0, lookedAt);
    return start.find(magicBytes) != std::string_view::npos ||
           start.find(magicDigits) != std::string_view::npos;
}

std::unique_ptr<Nest> readTorchLegacy(std::string_view content, std::shared_ptr<const void> owner)
{
    auto nest = std::make_unique<Nest>(std::move(owner), content.size());
    LegacyReader(*nest, content).readFile(false);
    return nest;
}

std::unique_ptr<Nest> readBarePickle(std::string_view content, std::shared_ptr<const void> owner)
{
    auto nest = std::make_unique<Nest>(std::move(owner), content.size());
    LegacyReader(*nest, content).readPlain();
    return nest;
}

} // namespace flipside
