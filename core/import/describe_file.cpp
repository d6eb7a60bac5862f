// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/describe_file.h"

#include "core/base/error.h"
#include "core/sandbox/file_kind.h"
#include "core/weights/state_dict.h"
#include "core/weights/weights_file.h"

#include <algorithm>
#include <array>

namespace flipside {

namespace {

constexpr std::array kindsOfWeights{"state-dict", "torch-module", "nvidia-pickle", "safetensors", "pickle"};

void addWeights(FileDescription& description, const std::filesystem::path& file)
{
    const WeightsFile weights = readWeights(file);
    StateDict found;
    try {
        found = findStateDict(weights.nest);
    } catch (const Error& error) {
        throw Error(file.string() + ": " + error.what());
    }
    description.where = std::move(found.where);
    description.tensors = std::move(found.tensors);
    for (const WeightTensor& tensor : found.beside)
        description.unused.push_back(tensor.name + ": a tensor of " + tensor.description());
    description.unused.insert(description.unused.end(), found.unused.begin(), found.unused.end());
}

} // namespace

FileDescription describeFile(const std::filesystem::path& file)
{
    const std::optional<FileKind> kind = kindOfFile(file);
    if (!kind)
        throw Error(file.string() + ": it is of no kind that Flipside knows; choose a generator's own file");
    FileDescription description{kind->id, {}, {}, {}, {}};
    if (!kind->wayOut.empty())
        description.lack = kind->what + "; " + kind->wayOut;
    if (std::ranges::find(kindsOfWeights, kind->id) != kindsOfWeights.end())
        addWeights(description, file);
    return description;
}

} // namespace flipside
