// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/recipe/recipe.h"

#include <QByteArray>
#include <QImage>

namespace flipside {

/// 8-bit picture for the screen: Format_Grayscale8 or Format_RGB32; null for an empty one.
QImage toQImage(const Image& image);

/// The largest absolute difference of two pictures of equal size, rounded up to 0.1, 0.2, 0.5 or 1, so that
/// the colour scale does not flicker while a slider moves.
double differenceRange(const Image& creative, const Image& regular);

/// creative − regular as colours: the theme's blue – neutral – orange scale over [-range, range] for grey
/// pictures, each channel around mid-grey for colour ones. Null where the sizes differ.
QImage differenceImage(const Image& creative, const Image& regular, double range);

/// share · creative + (1 − share) · regular, for a share in [0, 1]; as large as the larger of the two.
QImage mixedImage(const QImage& regular, const QImage& creative, double share);

/// A PNG file with the recipe of the picture inside (recipe/recipe_picture.h); empty for a null picture.
QByteArray pngWithRecipe(const QImage& image, const Recipe& recipe);

} // namespace flipside
