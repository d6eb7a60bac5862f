// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/torch_archive.h"

#include "core/base/json_fields.h"
#include "core/graphs/torch_scalar_type.h"
#include "core/sandbox/file_kind.h"
#include "core/weights/nest.h"
#include "core/weights/refuse_weights.h"
#include "core/weights/torch_file.h"
#include "core/weights/zip_content.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace flipside {

namespace {

using Json = nlohmann::json;

constexpr std::size_t longestProgram = std::size_t{64} << 20;

[[noreturn]] void refuseProgram()
{
    refuseWeights("its program is damaged, or not one that torch.export writes");
}

/// What belongs to the file: nests, in whose storages the weights lie.
struct Kept {
    std::shared_ptr<const void> owner;
    std::vector<std::shared_ptr<const Nest>> nests;
};

/// A storage that keeps what it lies in.
std::shared_ptr<const WeightStorage> keeping(const std::shared_ptr<Kept>& kept,
                                             std::shared_ptr<const WeightStorage> storage)
{
    using Both = std::pair<std::shared_ptr<Kept>, std::shared_ptr<const WeightStorage>>;
    const auto both = std::make_shared<const Both>(kept, std::move(storage));
    return {both, both->second.get()};
}

class Archive {
public:
    Archive(std::string_view content, const std::shared_ptr<const void>& owner)
        : _kept(std::make_shared<Kept>(Kept{owner, {}})),
          _nest(std::make_shared<Nest>(owner, content.size())), _zip(content, *_nest)
    {
        _kept->nests.push_back(_nest);
    }

    TorchArchive read()
    {
        if (!find("data/aotinductor/", {}).empty())
            throw WrongKind("it is a network that AOTInductor has compiled to a program for one kind of "
                            "machine, which Flipside does not run",
                            "save the exported network itself: torch.export.save(exported, \"model.pt2\")");
        TorchArchive archive;
        archive.kept = _kept;
        const std::vector<std::string> models = find("models/", ".json");
        if (models.size() > 1)
            throw WrongKind("it holds several networks", "export the generator alone");
        if (models.size() == 1) {
            archive.program = *_zip.content(models.front());
            readFolder(archive, "data/weights/");
            readFolder(archive, "data/constants/");
        } else {
            archive.program = *_zip.content(only("serialized_exported_program.json"));
            readDictionary(archive, only("serialized_state_dict.pt"));
            // Since PyTorch 2.2.
            if (const auto constants = find("serialized_constants.pt", {}); !constants.empty())
                readDictionary(archive, constants.front());
        }
        if (archive.program.size() > longestProgram)
            refuseWeights("its program is longer than any generator's");
        return archive;
    }

private:
    /// Records with this in their name, below the archive's own folder or not, and this at its end.
    std::vector<std::string> find(std::string_view part, std::string_view end) const
    {
        std::vector<std::string> names;
        for (const auto& [name, record] : _zip.records()) {
            const std::size_t at = name.find(part);
            if (at != std::string::npos && (at == 0 || name[at - 1] == '/') && name.ends_with(end))
                names.push_back(name);
        }
        return names;
    }

    std::string only(std::string_view record) const
    {
        const std::vector<std::string> names = find(record, record);
        if (names.size() != 1)
            refuseWeights("it lacks its record " + std::string(record) + ", or has it twice");
        return names.front();
    }

    /// A record that torch.save wrote: a dictionary of tensors, or one tensor.
    const Nest& nestOf(const std::string& record)
    {
        const std::string_view content = *_zip.content(record);
        std::shared_ptr<const Nest> nest = readTorchZip(content, _kept->owner);
        _kept->nests.push_back(nest);
        return *nest;
    }

    void addWeight(TorchArchive& archive, std::string_view name, WeightTensor tensor)
    {
        tensor.storage = keeping(_kept, std::move(tensor.storage));
        tensor.name = std::string(name);
        archive.weights.insert_or_assign(std::string(name), std::move(tensor));
    }

    void readDictionary(TorchArchive& archive, const std::string& record)
    {
        const Nest& nest = nestOf(record);
        const NestPart* all = nest.part(nest.root);
        if (!all)
            return;
        // An OrderedDict is a record whose entries are the dictionary's.
        for (const auto& [key, value] : all->entries)
            if (const NestPart* part = nest.part(value, PartKind::Tensor);
                part && part->tensor && key.kind == NestKind::Text)
                addWeight(archive, key.text, *part->tensor);
    }

    /// Since PyTorch 2.8: a table of contents, or a dictionary of torch.save's.
    void readFolder(TorchArchive& archive, const std::string& folder)
    {
        for (const std::string& record : find(folder, ".pt"))
            readDictionary(archive, record);
        for (const std::string& record : find(folder, "_config.json")) {
            const Json table = parseJson(*_zip.content(record));
            if (!table.is_object() || !table.contains("config") || !table.at("config").is_object())
                refuseProgram();
            const std::string place = record.substr(0, record.rfind('/') + 1);
            for (const auto& [name, entry] : table.at("config").items())
                readEntry(archive, name, entry, place);
        }
    }

    void readEntry(TorchArchive& archive, const std::string& name, const Json& entry,
                   const std::string& place)
    {
        const std::string record = place + entry.at("path_name").get<std::string>();
        const std::optional<std::string_view> bytes = _zip.content(record);
        if (!bytes)
            refuseWeights("some of its weights are missing: it has no record " + shownText(record));
        if (entry.value("use_pickle", false)) {
            // Objects of others' classes are of no use; a tensor is.
            if (entry.contains("tensor_meta") && entry.at("tensor_meta").is_object()) {
                const Nest& nest = nestOf(record);
                if (const NestPart* part = nest.part(nest.root, PartKind::Tensor); part && part->tensor)
                    addWeight(archive, name, *part->tensor);
            }
            return;
        }
        const Json& meta = entry.at("tensor_meta");
        const std::optional<WeightType> type = weightTypeOf(integerOf(meta.at("dtype")));
        if (!type)
            refuseWeights("its weight " + shownText(name) +
                              " has numbers of a type that Flipside does not read",
                          "export the network with 32-bit floats");
        WeightTensor tensor;
        tensor.type = *type;
        for (const Json& size : meta.at("sizes"))
            tensor.shape.push_back(integerOf(size.at("as_int")));
        for (const Json& stride : meta.at("strides"))
            tensor.strides.push_back(integerOf(stride.at("as_int")));
        tensor.offset = integerOf(meta.at("storage_offset").at("as_int"));
        tensor.storage = std::make_shared<WeightStorage>(WeightStorage{bytes->size(), *bytes, false});
        checkWeightTensor(tensor);
        addWeight(archive, name, std::move(tensor));
    }

    std::shared_ptr<Kept> _kept;
    std::shared_ptr<Nest> _nest;
    ZipContent _zip;
};

} // namespace

TorchArchive readTorchArchive(std::string_view content, const std::shared_ptr<const void>& owner)
{
    try {
        return Archive(content, owner).read();
    } catch (const Json::exception&) {
        refuseProgram();
    }
}

} // namespace flipside
