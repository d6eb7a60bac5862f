// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/text_size.h"

#include "ui/style/relative_font.h"

#include <QApplication>
#include <QFont>

#include <algorithm>

namespace flipside {
namespace {

int& present()
{
    static int percent = smallestText;
    return percent;
}

double desktopPointSize()
{
    // Asked once, before the first change.
    static const double points = QApplication::font().pointSizeF();
    return points;
}

} // namespace

void applyTextSize(QApplication& application, int percent)
{
    const double desktop = desktopPointSize();
    present() = std::clamp(percent, smallestText, largestText);
    QFont font = QApplication::font();
    font.setPointSizeF(desktop * present() / 100.0);
    QApplication::setFont(font);
    // A style sheet keeps the sizes that it found first, and takes back those that widgets were given since.
    application.setStyleSheet(application.styleSheet());
    applyRelativeFonts();
}

int currentTextSize()
{
    return present();
}

} // namespace flipside
