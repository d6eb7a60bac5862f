// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/model/model_folder.h"
#include "core/picture/picture_encoding.h"
#include "core/picture/resizing_method.h"
#include "core/recipe/recipe.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace flipside {

/// Many pictures as files of one folder, all in the same way.
struct PictureSeries {
    std::filesystem::path folder;
    std::string name;   ///< of all files, in front of their numbers
    int longerSide = 0; ///< of each picture, in pixels; the other one is in proportion
    ResizingMethod method;
    PictureEncoding encoding;
};

/// The file of the picture at `place`, counted from 0, of `count`: "FOLDER/NAME-012.png". Numbers have as
/// many digits as the last one, and three at least, so that every program sorts them.
std::filesystem::path fileOf(const PictureSeries& series, std::size_t place, std::size_t count);

/// Makes the pictures of these recipes (see makePictures) and writes them, each whole or not at all; the
/// folder is made where it is not there. Those that are written stay, whatever happens then. `written` hears
/// after each how many there are. Throws Error, which says how many were written where something prevents the
/// rest, such as a full disk, and Cancelled.
void exportPictures(std::span<const Recipe> recipes,
                    const std::function<ModelFolder(const std::string&)>& find, const PictureSeries& series,
                    Progress& progress, const std::function<void(std::size_t)>& written);

} // namespace flipside
