// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/import_model.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/decoder/decoder.h"
#include "core/decoder/encoder.h"
#include "core/decoder/preview.h"
#include "core/import/class_names.h"
#include "core/import/guess_model.h"
#include "core/import/read_network.h"
#include "core/model/model_files.h"
#include "core/model/model_folder.h"
#include "core/sandbox/file_kind.h"
#include "core/sandbox/run_limit.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <sstream>

namespace flipside {

namespace {

constexpr int mostLatentDimensions = 4;
constexpr std::size_t mostLayersTold = 8;

/// A folder that is gone again unless it is kept.
class StagingFolder {
public:
    StagingFolder(const std::filesystem::path& root, const std::string& id)
        : _path(root / (".importing-" + id))
    {
        std::error_code ignored;
        std::filesystem::remove_all(_path, ignored);
        createFolder(_path);
    }
    ~StagingFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(_path, ignored);
    }
    StagingFolder(const StagingFolder&) = delete;
    StagingFolder& operator=(const StagingFolder&) = delete;

    const std::filesystem::path& path() const { return _path; }

    /// Puts it where `target` says, in place of what is there; true if there was something.
    bool moveTo(const std::filesystem::path& target)
    {
        std::error_code ignored;
        const std::filesystem::path old = target.parent_path() / (".replaced-" + target.filename().string());
        std::filesystem::remove_all(old, ignored);
        const bool replaces = std::filesystem::exists(target);
        if (replaces)
            renameFile(target, old);
        renameFile(_path, target);
        std::filesystem::remove_all(old, ignored);
        return replaces;
    }

private:
    std::filesystem::path _path;
};

void checkGiven(const ModelImport& given)
{
    const bool plain = std::all_of(given.id.begin(), given.id.end(), [](unsigned char letter) {
        return std::isalnum(letter) || letter == '-' || letter == '_' || letter == '.';
    });
    if (given.id.empty() || !plain || given.id.front() == '.')
        throw ArgumentError("a model's id must be made of letters, digits, '-', '_' and '.', not \"" +
                            given.id + "\"");
    if (given.range && !(given.range->second > given.range->first))
        throw ArgumentError("the output's range must be two numbers, the lower one first, as -1,1");
    if (!given.data.empty() && given.encoder.empty())
        throw ArgumentError(
            "a dataset profiles a model through its encoder; name the encoder as well, or leave "
            "the dataset out");
}

/// A model of the user's own may be replaced, one that lies elsewhere would only be hidden.
void checkFree(const std::string& id, const std::filesystem::path& root)
{
    std::error_code unreadable;
    for (const std::filesystem::path& other : modelRoots())
        if (!std::filesystem::equivalent(other, root, unreadable) &&
            std::filesystem::exists(other / id / model_file::card, unreadable))
            throw ArgumentError("the id \"" + id + "\" is that of the model in " + (other / id).string() +
                                "; give the new one another id");
}

ModelCard firstCard(const ModelImport& given)
{
    ModelCard card;
    card.id = given.id;
    card.name = given.name.empty() ? given.id : given.name;
    card.description = "Imported from " + given.decoder.filename().string() + ".";
    card.dataset = given.data;
    card.terms = "not known: ask whoever made it";
    card.channels = card.height = card.width = 1;
    card.latentShape = given.latentShape.empty() ? std::vector{1} : given.latentShape;
    card.provenance = {{"imported_from", given.decoder.filename().string()},
                       {"code_version", "flipside " FLIPSIDE_VERSION}};
    return card;
}

std::string sizesText(const std::vector<int>& sizes)
{
    std::string text;
    for (const int size : sizes) {
        if (!text.empty())
            text += "×";
        text += std::to_string(size);
    }
    return text;
}

std::string layerText(const LayerInfo& layer)
{
    const bool isNamed = !layer.module.empty();
    return std::to_string(layer.units) + (layer.kind == LayerKind::Conv ? " channels of " : " neurons of ") +
           layer.activation + (isNamed ? " (" + layer.module + ")" : "");
}

/// What a person who brought a generator wants to know first: whether it was understood.
std::vector<std::string> foundOut(const ModelCard& card, const ModelImport& given)
{
    std::ostringstream range;
    range << card.rangeLow << " to " << card.rangeHigh;
    std::string picture = "It makes " + std::string(card.channels == 1 ? "grey" : "colour") +
                          " pictures of " + sizesText({card.width, card.height}) + " from a latent of " +
                          sizesText(card.latentShape) + (card.latentShape.size() == 1 ? " numbers" : "") +
                          ", and its numbers go from " + range.str();
    if (!given.range)
        picture += "; where pictures look washed out or too dark, say another range";
    std::string layers = "It has " + std::to_string(card.layers.size()) +
                         (card.layers.size() == 1 ? " layer" : " layers") + " to play with: ";
    const std::size_t shown = std::min(card.layers.size(), mostLayersTold);
    for (std::size_t i = 0; i < shown; ++i)
        layers += (i == 0 ? "" : ", ") + layerText(card.layers[i]);
    if (shown < card.layers.size())
        layers += " and " + std::to_string(card.layers.size() - shown) + " more";
    return {picture + ".", layers + "."};
}

void step(Progress& progress, double done, const char* what)
{
    if (progress.cancelled())
        throw Cancelled();
    progress.report(done, what);
}

/// The network in a file of weights. Throws Error with a sentence that begins with the file.
ReadNetwork readingOf(const std::filesystem::path& file, const NetworkWish& wish, Progress& progress)
{
    try {
        const RunScope cancellable(progress);
        return readNetwork(file, wish, [&](double fraction) {
            step(progress, 0.3 * fraction, "finding the network in it");
        });
    } catch (const WrongKind& wrong) {
        throw Error(file.string() + ": " + wrong.what() + "; " + wrong.wayOut());
    } catch (const ArgumentError&) {
        throw;
    } catch (const Error& error) {
        throw Error(file.string() + ": " + error.what());
    }
}

/// Puts the generator into the folder, as TorchScript: the file itself, or what was compiled of the weights
/// in it, with its encoder where it has one.
std::optional<ReadNetwork> bringIn(const ModelImport& given, const std::filesystem::path& folder,
                                   Progress& progress)
{
    const std::optional<FileKind> kind = kindOfFile(given.decoder);
    if (!kind || !(kind->holdsWeights() || kind->holdsGraph())) {
        if (!given.family.empty() || !given.choices.empty() || !given.code.empty())
            throw ArgumentError(
                given.decoder.string() +
                " holds no weights to recognise a network in; leave family, choices and code out");
        writeFile(folder / model_file::decoder, readFile(given.decoder));
        return std::nullopt;
    }
    ReadNetwork network =
        readingOf(given.decoder, {given.family, given.choices, true, 0, codeIn(given.code)}, progress);
    if (network.decoder.empty())
        throw Error(given.decoder.string() +
                    ": it is an encoder alone; choose the decoder, and name this as its encoder");
    writeFile(folder / model_file::decoder, network.decoder);
    if (!network.encoder.empty() && given.encoder.empty())
        writeFile(folder / model_file::encoder, network.encoder);
    return network;
}

/// TorchScript of an encoder: the file itself, or what is compiled of the weights in it.
std::string encoderIn(const std::filesystem::path& file, Progress& progress)
{
    const std::optional<FileKind> kind = kindOfFile(file);
    if (!kind || !kind->holdsWeights())
        return readFile(file);
    std::string encoder = readingOf(file, {}, progress).encoder;
    if (encoder.empty())
        throw Error(file.string() +
                    ": there is no encoder in its weights; choose another file, or leave it out");
    return encoder;
}

/// What was recognised, what was taken for what the file does not say, and what was left.
void addRead(std::vector<std::string>& found, const ReadNetwork& read)
{
    if (!read.family.empty())
        found.push_back("Its weights were recognised as: " + std::string(findFamily(read.family).label) +
                        ".");
    for (const NetworkQuestion& question : read.questions)
        found.push_back(question.text + " Taken: " + question.choices[std::size_t(question.chosen)] + " (" +
                        question.id + "=" + std::to_string(question.chosen) + ").");
    if (!read.unused.empty())
        found.push_back("Not used: " + std::to_string(read.unused.size()) + " of the file's other entries.");
    found.insert(found.end(), read.remarks.begin(), read.remarks.end());
}

} // namespace

std::vector<int> latentShapeFrom(const std::string& text)
{
    std::string plain = text;
    const std::string times = "×";
    for (std::size_t at; (at = plain.find(times)) != std::string::npos;)
        plain.replace(at, times.size(), 1, 'x');
    std::vector<int> shape;
    std::int64_t length = 1;
    const char* next = plain.data();
    const char* end = next + plain.size();
    while (true) {
        int size = 0;
        const auto [after, error] = std::from_chars(next, end, size);
        if (error != std::errc() || size < 1 || int(shape.size()) == mostLatentDimensions)
            break;
        shape.push_back(size);
        length *= size;
        if (length > mostLatentNumbers)
            throw ArgumentError("a latent has at most 2^24 numbers, and \"" + text +
                                "\" would have more; give a smaller shape");
        if (after == end)
            return shape;
        if (*after != 'x' && *after != ',' && *after != 'X')
            break;
        next = after + 1;
    }
    throw ArgumentError("\"" + text +
                        "\" is not the shape of a latent; give its length, as 128, or its sizes, as "
                        "32x16x16");
}

ImportedModel importModel(const ModelImport& given, const std::filesystem::path& root, Progress& progress)
{
    checkGiven(given);
    checkFree(given.id, root);
    createFolder(root);
    const std::vector<std::string> classNames =
        given.classNames.empty() ? std::vector<std::string>() : readClassNames(given.classNames);
    StagingFolder staging(root, given.id);
    const std::optional<ReadNetwork> read = bringIn(given, staging.path(), progress);
    if (!given.encoder.empty())
        writeFile(staging.path() / model_file::encoder, encoderIn(given.encoder, progress));
    ModelCard card = firstCard(given);
    if (read && !read->family.empty())
        card.provenance["family"] = read->family;
    writeCard(staging.path() / model_file::card, card);
    std::vector<std::string> found;
    try {
        const RunScope cancellable(progress);
        const bool isLatentKnown = read && given.latentShape.empty();
        const auto known = given.range || !read ? given.range : read->range;
        // Many pictures are looked at for the range of their numbers alone.
        const GuessEffort effort = known ? GuessEffort{std::chrono::milliseconds(0)} : GuessEffort{};
        const ModelGuess guess = guessModel(
            ModelFolder(staging.path()), isLatentKnown ? read->takenShape() : given.latentShape, effort,
            [&](double fraction) { step(progress, 0.3 + 0.2 * fraction, "trying latents"); });
        const auto range = known.value_or(std::pair(guess.rangeLow, guess.rangeHigh));
        card.latentShape = guess.latentShape;
        if (isLatentKnown) {
            card.latentShape = read->inputs.front().shape;
            card.inputs.assign(read->inputs.begin() + 1, read->inputs.end());
        }
        if (!given.classNames.empty())
            nameClasses(card.inputs, classNames, given.classNames);
        card.channels = guess.channels;
        card.height = guess.height;
        card.width = guess.width;
        card.rangeLow = range.first;
        card.rangeHigh = range.second;
        for (const char* name : {model_file::decoder, model_file::encoder})
            if (std::filesystem::exists(staging.path() / name))
                card.hashes[name] = sha256OfFile(staging.path() / name);
        writeCard(staging.path() / model_file::card, card);
        step(progress, 0.5, "finding its layers");
        Decoder decoder{ModelFolder(staging.path())};
        if (decoder.card().layers.empty())
            throw Error(
                "there is nothing to flip in " + given.decoder.string() +
                ": it uses no activation function that Flipside knows, such as ReLU, leaky ReLU, ELU, "
                "SiLU, GELU, softplus, tanh or sigmoid; export one that does");
        writeCard(staging.path() / model_file::card, decoder.card());
        found = foundOut(decoder.card(), given);
        if (read)
            addRead(found, *read);
        found.insert(found.end(), guess.remarks.begin(), guess.remarks.end());
        step(progress, 0.8, "making the first pictures");
        writePreview(decoder, staging.path() / model_file::preview);
        if (!given.encoder.empty())
            (void)Encoder{ModelFolder(staging.path())};
    } catch (const Cancelled&) {
        throw;
    } catch (const ArgumentError&) {
        throw;
    } catch (const Error& error) {
        // The user knows their own file, not the copy of it.
        std::string text = error.what();
        for (const auto& [copy, original] : {std::pair(staging.path() / model_file::decoder, given.decoder),
                                             std::pair(staging.path() / model_file::encoder, given.encoder)})
            for (std::size_t at; (at = text.find(copy.string())) != std::string::npos;)
                text.replace(at, copy.string().size(), original.string());
        throw Error(text);
    }
    step(progress, 1.0, "keeping the model");
    ImportedModel kept{root / given.id};
    kept.found = std::move(found);
    kept.replaced = staging.moveTo(kept.folder);
    return kept;
}

} // namespace flipside
