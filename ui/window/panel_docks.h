// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>

class QDockWidget;
class QMainWindow;

namespace flipside {

class Actions;
class PanelFocus;
class Workspace;

/// The panels around the canvas: where they are at first, and where they were left the last time. The action
/// that shows or hides one has its id.
class PanelDocks : public QObject {
    Q_OBJECT
public:
    PanelDocks(Workspace& workspace, Actions& actions, QWidget& canvas, QMainWindow& window);

    /// Puts a panel in sight, in front of those that share its place.
    void bring(const QString& id);
    /// Where they are at the first start.
    void reset();
    /// Where they were left, or else as at the first start.
    void restore();
    void save() const;
    /// Shows those that float once more: they are on screen before the window that they belong to, which then
    /// covers them.
    void raiseFloating() const;
    /// The panel in the dock of this id; null where there is none.
    QWidget* panel(const QString& id) const;

private:
    QDockWidget* dock(const char* id) const { return _docks.value(QLatin1String(id)); }

    QMainWindow& _window;
    QHash<QString, QDockWidget*> _docks; ///< [id]
};

} // namespace flipside
