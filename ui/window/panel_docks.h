// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

#include <vector>

class QDockWidget;
class QMainWindow;

namespace flipside {

class Actions;
class PanelScroll;
class Workspace;
struct Arrangement;
struct PanelKind;

/// Whether a dock floats or has a place in its window. Behind a tab one counts as shown; that it has been
/// moved out of sight is all there is to know it by.
bool isInPlace(const QDockWidget& dock);

/// The panels around the canvas: where an arrangement has them at first, and where a person left them in it.
/// The action that shows or hides one has its id.
class PanelDocks : public QObject {
    Q_OBJECT
public:
    PanelDocks(Workspace& workspace, Actions& actions, QWidget& canvas, QMainWindow& window);

    /// Puts a panel in sight, in front of those that share its place.
    void bring(const QString& id);
    /// Where they are at the first start.
    void reset(const Arrangement& arrangement);
    /// Where they were left in it, or else as at the first start.
    void restore(const Arrangement& arrangement);
    /// As restore(), once the window that they were restored in has its size.
    void fitToWindow(const Arrangement& arrangement);
    void save(const Arrangement& arrangement) const;
    /// Where they all are now, for place().
    QByteArray places() const;
    void place(const QByteArray& places);
    void hideAll();
    bool hasNone() const;
    /// Shows those that float once more: they are on screen before the window that they belong to, which then
    /// covers them.
    void raiseFloating() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// Panels that lie behind each other's tabs, the one in front first.
    struct Stack {
        QString id; ///< of the panel whose place it is
        Qt::DockWidgetArea area;
        QList<QDockWidget*> docks;
    };

    /// Whether there was one to restore.
    bool restoreState(const Arrangement& arrangement);
    void make(const PanelKind& kind, PanelScroll& place);
    QDockWidget* dock(const char* id) const { return _docks.value(QLatin1String(id)); }
    /// Those that the arrangement shows first, then the others of each stack.
    std::vector<Stack> stacksOf(const Arrangement& arrangement) const;
    void giveSizes(const std::vector<Stack>& stacks, const Arrangement& arrangement);
    void giveHeights(const QList<QDockWidget*>& column);
    /// Panels that come and go need more room for a moment than they do in the end.
    void keepWindowSize();

    Workspace& _workspace;
    Actions& _actions;
    QMainWindow& _window;
    QHash<QString, QDockWidget*> _docks;        ///< [id]
    QHash<QObject*, const PanelKind*> _waiting; ///< of docks that nobody has seen yet
};

} // namespace flipside
