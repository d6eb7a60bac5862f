// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/model/model_folder.h"
#include "core/picture/image.h"
#include "core/recipe/recipe.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace flipside {

/// Takes the picture of the recipe at this place.
using TakePicture = std::function<void(std::size_t place, Image&& picture)>;

/// Makes the pictures of many recipes, which may be of several models: each model is loaded once, with `find`
/// saying where it is by its id, and its pictures are made before those of the next. `take` gets each as it
/// is there, so that a thousand large ones need the memory of a few. Throws Error where a model is not there
/// or a recipe does not fit it, Cancelled, and what `take` throws.
void makePictures(std::span<const Recipe> recipes, const std::function<ModelFolder(const std::string&)>& find,
                  const Progress& progress, const TakePicture& take);

/// The pictures of many recipes, which may be of several models: each model is loaded once, with `find`
/// saying where it is by its id. Throws Error where a model is not there or a recipe does not fit it,
/// Cancelled.
std::vector<Image> picturesOf(std::span<const Recipe> recipes,
                              const std::function<ModelFolder(const std::string&)>& find, Progress& progress);

} // namespace flipside
