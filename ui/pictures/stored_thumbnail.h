// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include <string>

namespace flipside {

/// A thumbnail as sessions store it: a PNG, and nothing else is tried. Null where it is none: a session may
/// have been damaged, or come from a stranger.
QImage storedThumbnail(const std::string& png);

} // namespace flipside
