// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/window_size.h"

#include <QGuiApplication>
#include <QScreen>
#include <QWidget>

#include <algorithm>

namespace flipside {
namespace {

/// A window that has not been on screen yet does not know its frame; few window managers draw a wider one.
constexpr QSize usualFrame(16, 40);
constexpr QRect usualScreen(0, 0, 1280, 720);

QRect roomOn(const QScreen* screen)
{
    return screen ? screen->availableGeometry() : usualScreen;
}

} // namespace

QSize largestWindow(const QWidget& window)
{
    return roomOn(window.screen()).size() - usualFrame;
}

void resizeWithinScreen(QWidget& window, QSize wanted)
{
    window.resize(wanted.boundedTo(largestWindow(window)));
}

void keepWithinScreen(QWidget& window)
{
    if (window.isMaximized() || window.isFullScreen())
        return;
    const QScreen* there = QGuiApplication::screenAt(window.geometry().center());
    const QRect room = roomOn(there ? there : window.screen());
    const QSize size = window.size().boundedTo(room.size() - usualFrame);
    if (size != window.size())
        window.resize(size);
    const QPoint last = room.bottomRight() - QPoint(size.width(), size.height()) -
                        QPoint(usualFrame.width(), usualFrame.height());
    const QPoint place(std::clamp(window.x(), room.left(), std::max(room.left(), last.x())),
                       std::clamp(window.y(), room.top(), std::max(room.top(), last.y())));
    // Said once more, the place of a window that is not on screen would be taken for that of its frame, and
    // the window would creep by the frame's edge at each start.
    if (place != window.pos())
        window.move(place);
}

} // namespace flipside
