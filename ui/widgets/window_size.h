// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>

class QWidget;

namespace flipside {

/// The largest size of a window that has not been on screen yet with which it fits its screen, frame
/// included.
QSize largestWindow(const QWidget& window);

/// Gives a window this size, or what of it fits its screen.
void resizeWithinScreen(QWidget& window, QSize wanted);

/// Makes a window that was left on a larger screen fit the one that it is on now.
void keepWithinScreen(QWidget& window);

} // namespace flipside
