// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace flipside {

/// A line icon from resources/icons by file name ("undo"), drawn in the theme's text colour at any size and
/// scale; it follows a change of theme by itself.
QIcon themedIcon(const QString& name);
/// The warning's triangle in the colour of problems.
QIcon problemIcon();

} // namespace flipside
