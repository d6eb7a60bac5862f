// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include "core/base/error.h"
#include "core/base/user_folders.h"
#include "core/data/idx_dataset.h"
#include "core/data/picture_folder.h"
#include "core/data/union_dataset.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace flipside {

namespace {

std::vector<std::filesystem::path> datasetRoots()
{
    std::vector<std::filesystem::path> roots;
    if (const char* given = std::getenv("FLIPSIDE_DATA"); given && *given)
        roots.emplace_back(given);
    roots.push_back(userDataFolder() / "datasets");
    roots.emplace_back("/usr/share/datasets");
    return roots;
}

/// The folders in which a dataset of this name may be; under roots only plain names are looked for.
std::vector<std::filesystem::path> placesFor(const std::string& name)
{
    std::vector<std::filesystem::path> places;
    if (!name.empty() && name.find('/') == std::string::npos && name != "." && name != "..")
        for (const auto& root : datasetRoots())
            places.push_back(root / name);
    std::error_code impossible;
    auto folder = std::filesystem::weakly_canonical(name, impossible);
    if (!name.empty() && !impossible)
        places.push_back(folder.has_filename() ? std::move(folder) : folder.parent_path());
    return places;
}

bool isDataset(const std::filesystem::path& folder)
{
    return IdxDataset::isIn(folder) || PictureFolder::isIn(folder);
}

std::unique_ptr<Dataset> findOne(const std::string& name, const PictureShape& shape)
{
    std::string searched;
    for (const std::filesystem::path& folder : placesFor(name)) {
        const std::string shortName = folder.filename().string();
        if (IdxDataset::isIn(folder))
            return std::make_unique<IdxDataset>(shortName, folder);
        if (PictureFolder::isIn(folder))
            return std::make_unique<PictureFolder>(shortName, folder, shape);
    }
    if (name.find('/') == std::string::npos)
        for (const auto& root : datasetRoots())
            searched += (searched.empty() ? "" : ", ") + root.string();
    throw ArgumentError(
        "there is no dataset \"" + name + "\"" + (searched.empty() ? "" : " under " + searched) +
        "; give a folder with train-images-idx3-ubyte or with pictures, or set FLIPSIDE_DATA");
}

/// A path to one folder, whose name may have a comma in it, or names between commas.
std::vector<std::string> partsOf(const std::string& names)
{
    std::error_code unreadable;
    if (names.find('/') != std::string::npos && std::filesystem::is_directory(names, unreadable))
        return {names};
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (begin <= names.size()) {
        const std::size_t end = std::min(names.find_first_of(",+", begin), names.size());
        parts.push_back(names.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

} // namespace

std::unique_ptr<Dataset> findDataset(const std::string& names, const PictureShape& shape)
{
    std::vector<std::unique_ptr<Dataset>> parts;
    for (const std::string& name : partsOf(names))
        parts.push_back(findOne(name, shape));
    if (parts.size() == 1)
        return std::move(parts.front());
    return std::make_unique<UnionDataset>(std::move(parts));
}

bool hasDataset(const std::string& names)
{
    return std::ranges::all_of(partsOf(names), [](const std::string& name) {
        return std::ranges::any_of(placesFor(name), isDataset);
    });
}

} // namespace flipside
