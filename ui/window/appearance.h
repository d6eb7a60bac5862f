// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/text_size.h"
#include "ui/style/theme.h"

namespace flipside {

/// How the program looks, by a person's wish; kept in the settings.
struct Appearance {
    ThemeChoice theme = ThemeChoice::Dark;
    int textSize = smallestText; ///< in percent, smallestText to largestText
    bool isStill = false;        ///< nothing moves by itself

    static Appearance remembered();
    void remember() const;
};

} // namespace flipside
