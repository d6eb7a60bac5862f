// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"

#include <vector>

namespace flipside {

/// How much a generator's pictures look like pictures of anything, in [0, 1]: neighbouring pixels are alike
/// (noise scores 0), each picture has light and dark, and the pictures differ. The product of these three.
/// Only good for comparing what one network makes under several guesses. `pictures` are of one size; 0 for
/// none.
double pictureLikeness(const std::vector<Image>& pictures);

} // namespace flipside
