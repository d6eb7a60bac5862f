// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QMainWindow;
class QToolBar;
class QWidget;

namespace flipside {

class Actions;
struct ActionGroup;

/// Puts the actions into the menu bar, as the tables of the .cpp file say.
void addMenus(QMainWindow& window, Actions& actions);
/// All menus with the actions in them, for lists of them elsewhere.
QList<ActionGroup> actionGroups(const Actions& actions);
/// The toolbar above the canvas, whose buttons leave the keyboard where it was when they are clicked; it
/// begins with `first`.
QToolBar* addToolBar(QMainWindow& window, const Actions& actions, QWidget& first);

} // namespace flipside
