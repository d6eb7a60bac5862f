// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights_file.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/sandbox/file_kind.h"
#include "core/weights/refuse_weights.h"
#include "core/weights/safetensors.h"
#include "core/weights/torch_file.h"

namespace flipside {

namespace {

[[noreturn]] void refuseKind(const std::optional<FileKind>& kind)
{
    if (!kind)
        refuseWeights("it is of no kind that Flipside knows", "choose a generator's own file");
    if (kind->id == "torchscript")
        refuseWeights("it is a TorchScript file, a network and not only its weights", "open it as a network");
    refuseWeights(kind->what, kind->wayOut);
}

bool isZip(std::string_view content)
{
    return content.starts_with("PK\x03\x04") || content.starts_with("PK\x05\x06");
}

/// Protocols 0 and 1 have no mark: these are the instructions that something can begin with, and the last
/// one.
bool mayBeOldPickle(std::string_view content)
{
    return !content.empty() && content.back() == '.' &&
           std::string_view("(c]}ldN)IFLVSGJKMXTU").find(content[0]) != std::string_view::npos;
}

} // namespace

WeightsFile readWeights(std::string_view content, std::shared_ptr<const void> owner)
{
    if (isSafetensors(content))
        return {WeightsFormat::Safetensors, readSafetensors(content, std::move(owner))};
    if (isZip(content)) {
        const std::optional<FileKind> kind = kindOf(content);
        if (!kind || (kind->id != "state-dict" && kind->id != "torch-module" && kind->id != "nvidia-pickle"))
            refuseKind(kind);
        return {WeightsFormat::TorchZip, readTorchZip(content, std::move(owner))};
    }
    if (isTorchLegacy(content))
        return {WeightsFormat::TorchLegacy, readTorchLegacy(content, std::move(owner))};
    if (content.size() > 2 && content[0] == '\x80' && static_cast<unsigned char>(content[1]) <= 5)
        return {WeightsFormat::Pickle, readBarePickle(content, std::move(owner))};
    if (mayBeOldPickle(content)) {
        try {
            return {WeightsFormat::Pickle, readBarePickle(content, std::move(owner))};
        } catch (const Error&) {
            // A text may look like it: what it is instead says more.
        }
    }
    refuseKind(kindOf(content));
}

WeightsFile readWeights(const std::filesystem::path& path)
{
    const auto file = std::make_shared<const MappedFile>(path);
    try {
        return readWeights(file->content(), file);
    } catch (const Error& error) {
        throw Error(path.string() + ": " + error.what());
    }
}

} // namespace flipside
