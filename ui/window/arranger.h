// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/arrangement.h"

#include <QByteArray>
#include <QObject>

class QMainWindow;

namespace flipside {

class Actions;
class Canvas;
class PanelDocks;
class Presenter;

/// Which arrangement the window has. Goes from one to another, leaving each as the person leaves it; gives
/// the picture all the room there is, and takes that back.
class Arranger : public QObject {
    Q_OBJECT
public:
    Arranger(PanelDocks& panels, Canvas& canvas, Actions& actions, QMainWindow& window);

    /// What is around the canvas beside panels: `tools`, or else the bar of Play. They are made after the
    /// actions that are in them.
    void setBars(const QList<QWidget*>& tools, QWidget& playBar);

    const Arrangement& present() const { return *_present; }
    void choose(const Arrangement& arrangement);
    /// As it is at the first start.
    void reset();
    /// The one that the window was left with, as it was left.
    void restore();
    /// Once more, without the picture's view: a window that has not been on screen gives panels the size that
    /// they would like.
    void restorePanels();
    void save() const;

    /// Puts on what Appearance remembers, larger for an audience; the theme is the program's.
    void takeAppearance();

    /// Puts a panel in sight, if it takes another workspace.
    void showPanel(const QString& id);

    /// Hides all panels, or brings back those that were there.
    void setBare(bool bare);
    bool fillsScreen() const { return _fillsScreen; }
    /// Nothing but the picture, on the whole screen.
    void setFillsScreen(bool fills);

signals:
    /// Who has only lent a panel takes it back.
    void aboutToSavePanels() const;

private:
    void addActions();
    void apply(const Arrangement& arrangement);
    void showBars();
    void keepPanels();
    void bringPanelsBack();

    PanelDocks& _panels;
    Canvas& _canvas;
    Actions& _actions;
    QMainWindow& _window;
    QList<QWidget*> _tools;
    QWidget* _playBar = nullptr;
    Presenter* _presenter = nullptr;
    const Arrangement* _present;
    QByteArray _kept; ///< the panels' places, while they are hidden
    bool _isBare = false;
    bool _fillsScreen = false;
    Qt::WindowStates _stateBefore; ///< that of the window, before the picture filled the screen
};

} // namespace flipside
