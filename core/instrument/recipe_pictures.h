// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/model/model_folder.h"
#include "core/picture/image.h"
#include "core/recipe/recipe.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace flipside {

/// The pictures of many recipes, which may be of several models: each model is loaded once, with `find`
/// saying where it is by its id. Throws Error where a model is not there or a recipe does not fit it,
/// Cancelled.
std::vector<Image> picturesOf(std::span<const Recipe> recipes,
                              const std::function<ModelFolder(const std::string&)>& find, Progress& progress);

} // namespace flipside
