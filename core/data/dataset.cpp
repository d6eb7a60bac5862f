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

/// The dataset in a folder, or null.
std::unique_ptr<Dataset> openFolder(const std::string& name, const std::filesystem::path& folder,
                                    const PictureShape& shape)
{
    if (IdxDataset::isIn(folder))
        return std::make_unique<IdxDataset>(name, folder);
    if (PictureFolder::isIn(folder))
        return std::make_unique<PictureFolder>(name, folder, shape);
    return nullptr;
}

std::unique_ptr<Dataset> findOne(const std::string& name, const PictureShape& shape)
{
    std::string searched;
    if (!name.empty() && name.find('/') == std::string::npos && name != "." && name != "..") {
        for (const auto& root : datasetRoots()) {
            if (auto dataset = openFolder(name, root / name, shape))
                return dataset;
            searched += (searched.empty() ? "" : ", ") + root.string();
        }
    }
    const auto folder = std::filesystem::weakly_canonical(name);
    const std::string shortName = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
    if (!name.empty())
        if (auto dataset = openFolder(shortName, folder, shape))
            return dataset;
    throw ArgumentError(
        "there is no dataset \"" + name + "\"" + (searched.empty() ? "" : " under " + searched) +
        "; give a folder with train-images-idx3-ubyte or with pictures, or set FLIPSIDE_DATA");
}

} // namespace

std::unique_ptr<Dataset> findDataset(const std::string& names, const PictureShape& shape)
{
    std::error_code unreadable;
    if (names.find('/') != std::string::npos && std::filesystem::is_directory(names, unreadable))
        return findOne(names, shape); // whose name may have a comma in it
    std::vector<std::unique_ptr<Dataset>> parts;
    std::size_t begin = 0;
    while (begin <= names.size()) {
        const std::size_t end = std::min(names.find_first_of(",+", begin), names.size());
        parts.push_back(findOne(names.substr(begin, end - begin), shape));
        begin = end + 1;
    }
    if (parts.size() == 1)
        return std::move(parts.front());
    return std::make_unique<UnionDataset>(std::move(parts));
}

std::unique_ptr<Dataset> findDatasetIfThere(const std::string& names)
{
    try {
        return findDataset(names);
    } catch (const Error&) {
        return nullptr;
    }
}

} // namespace flipside
