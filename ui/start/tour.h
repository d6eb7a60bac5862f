// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/start/deeds.h"
#include "ui/start/panel_front.h"

#include <QObject>
#include <QTimer>

#include <span>

class QWidget;

namespace flipside {

class Actions;
class Spotlight;
class TourBubble;

/// A place where the tour stops: what it shows, what it says, and what is to be done there.
struct TourStop {
    const char* place;     ///< id of an action in the toolbar, or of a panel
    const char* title;     ///< in English, as the sentences
    const char* sentences; ///< two short ones; %1 is the action's key
    Deed deed;             ///< leads on
};
std::span<const TourStop> tourStops();

/// Leads through the window with a light on the real controls, which are used on the way: each stop is over
/// when its deed has been done, by whatever way. It changes nothing itself, and puts panels back.
class Tour : public QObject {
    Q_OBJECT
public:
    Tour(Workspace& workspace, Actions& actions, QWidget& window);
    ~Tour() override;

    /// Index of the stop; that many where it is over.
    std::size_t stop() const { return _stop; }

    /// How long a deed is praised before the tour goes on, in milliseconds.
    static constexpr int praise = 1000;

signals:
    void ended();

private:
    void take(Deed deed);
    void goTo(std::size_t stop);
    QWidget* placeOf(const TourStop& stop);

    Workspace& _workspace;
    Actions& _actions;
    QWidget& _window;
    Spotlight* _light;
    TourBubble* _bubble;
    PanelFront _panels;
    QTimer _next; ///< runs while a deed is praised
    std::size_t _stop = 0;
};

} // namespace flipside
