// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"

namespace flipside {

/// Dark for light and light for dark.
Image negative(Image image);

/// Lets what lies at the border, paper for instance, become wholly dark or wholly light, and what stands out
/// from it most the opposite. Where nothing does the picture stays as it is.
Image withFullContrast(Image image);

/// The mean of the outermost pixels, in [0, 1].
double borderBrightness(const Image& image);

/// True where a picture's border is much nearer to the one of the model's pictures, `usualBorder`, once light
/// and dark are exchanged: ink on paper for a model of light digits on black.
bool looksNegative(const Image& image, double usualBorder);

} // namespace flipside
