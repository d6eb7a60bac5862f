// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <Qt>

namespace flipside {

class Actions;
class Workspace;

/// A panel as the window knows it. Each panel's room has one; ui/window/panels.cpp lists them in the order of
/// menus and of the keyboard.
struct PanelKind {
    const char* id;          ///< "latentDock": in layouts that were saved, never changed
    QString (*title)();      ///< in menus and above the panel
    Qt::DockWidgetArea area; ///< at the first start
    const char* behind;      ///< id of the panel whose place it shares at first, behind it; null for none
    /// The panel adds its own actions, and may say what it is there for (setPanelContent): there the
    /// keyboard goes when it comes to the panel. It is made in its place: a full one that is moved there is
    /// styled anew.
    QWidget* (*make)(Workspace& workspace, Actions& actions, QWidget& parent);
    /// Its section of the guide (GuideBook::anchorOf).
    const char* guide = "";
    /// It shows the document and does nothing else, so it need not be there before anybody sees it.
    bool isMadeWhenSeen = false;
};

/// A window of its own, or a dialog, that an action opens.
struct ToolKind {
    /// Adds its action, which opens the tool above `window`.
    void (*add)(Workspace& workspace, Actions& actions, QWidget& window);
};

} // namespace flipside
