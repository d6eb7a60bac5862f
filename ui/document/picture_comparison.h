// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/recipe/recipe.h"

#include <QString>

#include <optional>

namespace flipside {

/// A picture to compare with, and what it is called.
struct ComparedPicture {
    Image image;
    Recipe recipe;
    QString caption;
};

/// What is looked at in the place of what is played: a picture in the regular one's place, and perhaps
/// another in the creative one's, where otherwise the live picture stays.
struct PictureComparison {
    ComparedPicture left;
    std::optional<ComparedPicture> right;
};

} // namespace flipside
