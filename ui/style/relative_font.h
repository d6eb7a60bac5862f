// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace flipside {

/// Gives a widget text that is `factor` times as large as the program's, whatever size that has or gets.
/// A later call for the same widget replaces the earlier one.
void setRelativeFont(QWidget& widget, double factor, bool bold = false);
/// After the program's font has changed.
void applyRelativeFonts();

} // namespace flipside
