// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"

#include <QString>

#include <string>

namespace flipside {

/// A picture that is wished for on a contact sheet.
struct SheetPicture {
    Recipe recipe;
    std::string thumbnail; ///< PNG
    QString name;
    QString facts; ///< where it comes from, in lines
};

} // namespace flipside
