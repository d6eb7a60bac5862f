// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QDockWidget;
class QWidget;

namespace flipside {

class Actions;

/// Which panel has the keyboard: goes from one to the next, and keeps it out of panels that are closed or lie
/// behind another one's tab.
class PanelFocus : public QObject {
    Q_OBJECT
public:
    /// The canvas comes first, then the panels in the order in which they are added.
    PanelFocus(QWidget& canvas, Actions& actions, QObject* parent = nullptr);

    /// What the dock holds is enabled and disabled from here: panels leave their own state alone and disable
    /// their parts.
    void add(QDockWidget& dock);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void update(QDockWidget& dock);
    /// Gives the keyboard to the next place that is in sight, at the control that had it there last.
    void go(int step);
    int present() const;

    QList<QWidget*> _places; ///< the canvas, then what the docks hold
};

} // namespace flipside
