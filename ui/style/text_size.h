// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace flipside {

/// Of the desktop's own size, in percent.
constexpr int smallestText = 100;
constexpr int largestText = 200;

/// Makes all text of the program this large; what holds text grows with it. Other values are taken as the
/// nearest that there is.
void applyTextSize(QApplication& application, int percent);
int currentTextSize();

} // namespace flipside
