// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/archive_check.h"

#include "core/base/error.h"
#include "core/sandbox/pickle_check.h"
#include "core/sandbox/source_check.h"
#include "core/sandbox/zip_directory.h"

#include <caffe2/serialize/inline_container.h>

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <zlib.h>

namespace flipside {

namespace {

using caffe2::serialize::PyTorchStreamReader;

/// Code and pickles are a few hundred kilobytes even for large models; weights are stored unpacked.
constexpr std::uint64_t maxUnpackedBytes = 64u << 20;
constexpr std::uint64_t maxPickleBytes = 16u << 20;

std::uint32_t checksum(std::string_view bytes)
{
    return static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

std::map<std::string, ZipRecord> checkedDirectory(std::string_view content)
{
    std::map<std::string, ZipRecord> records;
    std::uint64_t unpacked = 0;
    for (ZipRecord& record : readZipDirectory(content)) {
        if (record.packed)
            unpacked += record.size;
        if (record.size > content.size() + maxUnpackedBytes || unpacked > maxUnpackedBytes)
            throw Error("it is a small file that unpacks to an enormous one");
        // LibTorch names records without the folder that the whole archive is in.
        const std::string name = record.name.substr(std::min(record.name.find('/') + 1, record.name.size()));
        if (!records.emplace(name, std::move(record)).second)
            throw Error("it holds the record " + name + " twice");
    }
    return records;
}

} // namespace

void checkArchive(std::string_view content,
                  const std::shared_ptr<caffe2::serialize::ReadAdapterInterface>& adapter)
{
    const std::map<std::string, ZipRecord> directory = checkedDirectory(content);
    PyTorchStreamReader reader(adapter);
    const std::vector<std::string> names = reader.getAllRecords();
    if (names.size() != directory.size())
        throw Error("its table of contents is damaged");
    if (!reader.hasRecord("constants.pkl") || !reader.hasRecord("data.pkl"))
        throw Error("it is not a TorchScript file, as torch.jit.save writes it");

    SourceCheck sources;
    for (const std::string& name : names) {
        const auto record = directory.find(name);
        if (record == directory.end())
            throw Error("its table of contents is damaged");
        const auto [data, size] = reader.getRecord(name);
        const std::string_view bytes(static_cast<const char*>(data.get()), size);
        if (size != record->second.size || checksum(bytes) != record->second.crc)
            throw Error("its record " + name + " is damaged");
        if (name.starts_with("code/") && name.ends_with(".py"))
            sources.add(name, bytes);
        if (name.ends_with("pkl")) {
            if (size > maxPickleBytes)
                throw Error("its record " + name + " is larger than descriptions of weights are");
            const std::string folder = name.substr(0, name.rfind('.')) + "/";
            checkPickle(bytes, [&](const std::string& key) -> std::optional<std::uint64_t> {
                // PyTorch 2 keeps the shapes of what a module was traced with, and not the numbers; LibTorch
                // never reads them.
                if (name == "traced_inputs.pkl")
                    return std::numeric_limits<std::uint64_t>::max();
                const auto found = directory.find(folder + key);
                if (found == directory.end())
                    return std::nullopt;
                return found->second.size;
            });
        }
    }
}

} // namespace flipside
