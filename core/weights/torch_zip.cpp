// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_machine.h"
#include "core/weights/refuse_weights.h"
#include "core/weights/torch_file.h"
#include "core/weights/torch_storage.h"
#include "core/weights/zip_content.h"

#include <map>

namespace flipside {

namespace {

constexpr std::string_view pickleName = "data.pkl";

/// The folder of the archive, with its slash: PyTorch calls it after the file.
std::string torchFolder(const ZipContent& zip)
{
    std::string folder;
    int found = 0;
    for (const auto& [name, record] : zip.records())
        if (name.ends_with(pickleName) &&
            (name.size() == pickleName.size() || name[name.size() - pickleName.size() - 1] == '/')) {
            folder = name.substr(0, name.size() - pickleName.size());
            ++found;
        }
    if (found != 1)
        refuseWeights("it is a zip archive, and not one that torch.save writes",
                      "unpack it, if a generator is inside");
    if (zip.records().contains(folder + "constants.pkl"))
        refuseWeights("it is a TorchScript file, a network and not only its weights", "open it as a network");
    return folder;
}

} // namespace

std::unique_ptr<Nest> readTorchZip(std::string_view content, std::shared_ptr<const void> owner)
{
    auto nest = std::make_unique<Nest>(std::move(owner), content.size());
    ZipContent zip(content, *nest);
    const std::string folder = torchFolder(zip);
    const bool bigEndian = zip.content(folder + "byteorder").value_or("little") == "big";
    std::map<std::string, std::shared_ptr<WeightStorage>> storages;

    PickleSurroundings surroundings;
    surroundings.persistent = [&](Nest& into, const NestValue& id) {
        if (const std::optional<NestValue> known = torchClassId(into, id))
            return *known;
        const TorchStorageId wanted = torchStorageId(into, id);
        std::shared_ptr<WeightStorage>& storage = storages[wanted.key];
        if (!storage) {
            const auto bytes = zip.content(folder + "data/" + wanted.key);
            if (!bytes)
                refuseWeights("some of its weights are missing: it has no record data/" +
                              shownText(wanted.key));
            storage = std::make_shared<WeightStorage>(WeightStorage{bytes->size(), *bytes, bigEndian});
        }
        if (wanted.bytes > storage->size)
            refuseWeights("some of its weights are missing: its record data/" + shownText(wanted.key) +
                          " is too short");
        return addStorage(into, storage, wanted.type);
    };
    readPickle(*nest, *zip.content(folder + std::string(pickleName)), surroundings);
    return nest;
}

} // namespace flipside
