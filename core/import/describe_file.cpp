// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/describe_file.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/import/guess_model.h"
#include "core/import/sample_pictures.h"
#include "core/sandbox/file_kind.h"
#include "core/sandbox/first_opening.h"

#include <nlohmann/json.hpp>

namespace flipside {

namespace {

/// A TorchScript file says what it takes only when it is tried.
ReadNetwork outlineOf(const std::filesystem::path& torchScript, int samples,
                      const std::function<void(double)>& progress)
{
    const MappedFile mapped(torchScript);
    const nlohmann::json request = {{"guess", std::vector<int>()}, {"milliseconds", 0}, {"samples", samples}};
    const OpenedFile opened = openForOutput(mapped.content(), request, progress);
    const auto guess = opened.answer.get<ModelGuess>();
    ReadNetwork network;
    network.samples = samplesFrom(opened.answer.at("samples"), opened.output);
    network.inputs = {{"z",
                       guess.latentShape.size() == 3 && guess.latentShape[1] > 1
                           ? NetworkInput::Kind::LatentMap
                           : NetworkInput::Kind::Latent,
                       guess.latentShape}};
    network.image = {guess.channels, guess.height, guess.width};
    network.range = {guess.rangeLow, guess.rangeHigh};
    network.remarks = guess.remarks;
    return network;
}

} // namespace

FileDescription describeFile(const std::filesystem::path& file, const NetworkWish& wish,
                             const std::function<void(double)>& progress)
{
    const std::optional<FileKind> kind = kindOfFile(file);
    if (!kind)
        throw Error(file.string() + ": it is of no kind that Flipside knows; choose a generator's own file");
    FileDescription description{kind->id, {}, {}};
    if (!kind->isImportable()) {
        description.lack = kind->what + "; " + kind->wayOut;
        return description;
    }
    try {
        NetworkWish outline = wish;
        outline.isCompiled = false;
        description.network = kind->isTorchScript() ? outlineOf(file, wish.samples, progress)
                                                    : readNetwork(file, outline, progress);
        if (!description.network.reason.empty())
            description.lack = description.network.reason + "; " + description.network.wayOut;
    } catch (const WrongKind& wrong) {
        description.lack = std::string(wrong.what()) + "; " + wrong.wayOut();
    } catch (const ArgumentError&) {
        throw;
    } catch (const Error& error) {
        throw Error(file.string() + ": " + error.what());
    }
    return description;
}

} // namespace flipside
