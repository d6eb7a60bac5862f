// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model_folder.h"

#include "core/base/bundled_folder.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/user_folders.h"
#include "core/model/latent_space.h"
#include "core/model/model_files.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace flipside {

namespace fs = std::filesystem;

namespace {

const std::string chooseAModel = "choose a model's folder, which has a card.json and a decoder.pt";

bool isFile(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

bool isFolder(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// The folders of $FLIPSIDE_MODELS, ':' between them; empty where it is not set.
std::vector<fs::path> rootsFromEnvironment()
{
    std::vector<fs::path> roots;
    const char* value = std::getenv("FLIPSIDE_MODELS");
    std::string_view rest = value ? value : "";
    while (!rest.empty()) {
        const std::size_t colon = std::min(rest.find(':'), rest.size());
        if (colon > 0)
            roots.emplace_back(rest.substr(0, colon));
        rest.remove_prefix(std::min(colon + 1, rest.size()));
    }
    return roots;
}

fs::path bundledRoot()
{
    return bundledFolder("models");
}

/// The models of the papers come first, in the papers' order, then those made to be seen, then all others by
/// id.
auto listingRank(const ModelCard& card)
{
    static constexpr std::array<std::string_view, 3> front = {"mnist", "fashion-mnist", "mnist-fashion"};
    return std::tuple(std::find(front.begin(), front.end(), card.id) - front.begin(),
                      card.firstSight.value_or(FirstSight{}).order, card.id);
}

/// Folders inside a root that hold a card, by name.
std::vector<fs::path> modelFoldersIn(const fs::path& root)
{
    std::vector<fs::path> folders;
    std::error_code unreadable;
    for (fs::directory_iterator it(root, unreadable), end; !unreadable && it != end; it.increment(unreadable))
        if (isFile(it->path() / model_file::card))
            folders.push_back(it->path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

/// A file as long as nobody writes to it: its path, size and time, and the hash that its card expects.
using FileState = std::tuple<std::string, std::uintmax_t, fs::file_time_type, std::string>;

FileState stateOf(const fs::path& file, const ModelCard& card)
{
    std::error_code unreadable;
    const auto expected = card.hashes.find(file.filename().string());
    return {file.string(), fs::file_size(file, unreadable), fs::last_write_time(file, unreadable),
            expected == card.hashes.end() ? std::string() : expected->second};
}

// A window has the same model's folder many times, and its latents take megabytes and a tenth of a second.
std::mutex livingSpacesMutex;
std::map<FileState, std::weak_ptr<const LatentSpace>> livingSpaces; ///< guarded by livingSpacesMutex

} // namespace

ModelFolder::ModelFolder(fs::path folder) : _path(std::move(folder))
{
    if (!isFolder(_path))
        throw Error("there is no folder " + _path.string() + "; " + chooseAModel);
    if (!isFile(_path / model_file::card))
        throw Error("the folder " + _path.string() + " is not a model: it has no card.json; " + chooseAModel);
    _card = readCard(_path / model_file::card);
    if (!isFile(decoderFile()))
        throw Error("the model folder " + _path.string() +
                    " is not complete: it has no decoder.pt; copy the whole folder again");
    if (_card.hasLatentSpace())
        readLatentSpace();
}

void ModelFolder::readLatentSpace()
{
    const fs::path file = _path / model_file::latents;
    if (!isFile(file))
        throw Error("the model folder " + _path.string() + " is not complete: it has no " +
                    model_file::latents + "; copy the whole folder again");
    const std::lock_guard lock(livingSpacesMutex);
    std::weak_ptr<const LatentSpace>& living = livingSpaces[stateOf(file, _card)];
    _card.latentSpace = living.lock();
    if (!_card.latentSpace)
        _card.latentSpace = std::make_shared<const LatentSpace>(
            LatentSpace::parsed(readChecked(model_file::latents), file.string()));
    if (_card.latentSpace->length() != std::size_t(_card.latentLength()))
        throw Error("the latents " + file.string() + " have " + std::to_string(_card.latentSpace->length()) +
                    " numbers each, and the model's have " + std::to_string(_card.latentLength()) +
                    "; copy the whole folder again");
    living = _card.latentSpace;
}

bool ModelFolder::hasEncoder() const
{
    return isFile(encoderFile());
}

bool ModelFolder::hasReferences() const
{
    return isFile(referencesFile());
}

bool ModelFolder::hasInDomain() const
{
    return isFile(inDomainFile());
}

bool ModelFolder::hasClassifier() const
{
    return isFile(classifierFile());
}

bool ModelFolder::hasCritic() const
{
    return isFile(criticFile());
}

bool ModelFolder::hasProfile() const
{
    return !_isResized && isFile(profileFile());
}

ModelFolder ModelFolder::withLatentMap(int height, int width) const
{
    ModelFolder resized = *this;
    ModelCard& card = resized._card;
    if (card.latentShape.size() != 3)
        throw ArgumentError("the latent of the model " + card.id + " is no map, and has one size");
    const auto scaled = [&](int picture, int before, int now) {
        const std::int64_t size = std::int64_t{1} * picture * now / before;
        if (now < 1 || size < 1 || size > 65536 || size * before != std::int64_t{1} * picture * now)
            throw ArgumentError("a latent map of " + std::to_string(height) + "×" + std::to_string(width) +
                                " gives the model " + card.id +
                                " no picture of whole pixels; choose another size");
        return int(size);
    };
    card.height = scaled(card.height, card.latentShape[1], height);
    card.width = scaled(card.width, card.latentShape[2], width);
    card.latentShape = {card.latentShape[0], height, width};
    card.layers.clear();
    resized._isResized = true;
    return resized;
}

void ModelFolder::checkHash(const std::string& fileName) const
{
    if (_card.hashes.contains(fileName))
        (void)readChecked(fileName);
}

std::string ModelFolder::readChecked(const std::string& fileName, std::uint64_t maxBytes) const
{
    const fs::path file = _path / fileName;
    std::string content = readFile(file, maxBytes);
    const auto expected = _card.hashes.find(fileName);
    if (expected != _card.hashes.end() && sha256(content) != expected->second)
        throw Error(
            "the file " + file.string() +
            " is not the one its model card describes: it is damaged or was exchanged; copy the model "
            "folder again" +
            (file.extension() == ".cbor" ? ", or profile the model again" : ""));
    return content;
}

std::vector<fs::path> modelRoots()
{
    std::vector<fs::path> roots = rootsFromEnvironment();
    if (roots.empty())
        roots = {userModelRoot(), bundledRoot()};
    return roots;
}

bool isBundled(const fs::path& folder)
{
    std::error_code unreadable;
    return fs::equivalent(folder.parent_path(), bundledRoot(), unreadable);
}

fs::path userModelRoot()
{
    const std::vector<fs::path> replaced = rootsFromEnvironment();
    return replaced.empty() ? userDataFolder() / "models" : replaced.front();
}

std::vector<ModelFolder> listModels(std::vector<std::string>* problems)
{
    std::vector<ModelFolder> models;
    std::set<std::string> ids;
    for (const fs::path& root : modelRoots())
        for (const fs::path& folder : modelFoldersIn(root)) {
            try {
                ModelFolder model(folder);
                if (ids.insert(model.card().id).second)
                    models.push_back(std::move(model));
            } catch (const Error& error) {
                if (problems)
                    problems->emplace_back(error.what());
            }
        }
    std::stable_sort(models.begin(), models.end(), [](const ModelFolder& a, const ModelFolder& b) {
        return listingRank(a.card()) < listingRank(b.card());
    });
    return models;
}

ModelFolder firstModel()
{
    std::vector<std::string> problems;
    const std::vector<ModelFolder> models = listModels(&problems);
    if (models.empty())
        throw Error(problems.empty()
                        ? "there is no model yet; open a model's folder, or drop one on the window"
                        : problems.front());
    return std::ranges::min(models, {}, [](const ModelFolder& model) {
        return model.card().firstSight.value_or(FirstSight{}).order;
    });
}

ModelFolder findModel(const std::string& idOrPath)
{
    if (idOrPath.find('/') != std::string::npos) {
        if (!isFolder(idOrPath))
            throw ArgumentError("there is no folder " + idOrPath + "; " + chooseAModel);
        return ModelFolder(idOrPath);
    }
    // A folder of that name is what is meant, even if it is broken: its own problem is the answer then.
    const bool plainName = !idOrPath.empty() && idOrPath.front() != '.';
    for (const fs::path& root : modelRoots())
        if (plainName && isFile(root / idOrPath / model_file::card))
            if (ModelFolder model(root / idOrPath); model.card().id == idOrPath)
                return model;
    std::string known;
    for (const ModelFolder& model : listModels()) {
        if (model.card().id == idOrPath)
            return model;
        known += (known.empty() ? "" : ", ") + model.card().id;
    }
    // A folder here without a path comes last: else one that happens to be here would hide a model of that
    // name.
    if (isFile(fs::path(idOrPath) / model_file::card))
        return ModelFolder(idOrPath);
    throw ArgumentError("there is no model called \"" + idOrPath + "\"" +
                        (known.empty() ? ", and no models are installed; give a model's folder"
                                       : "; choose one of " + known));
}

} // namespace flipside
