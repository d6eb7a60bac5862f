// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/tour.h"

#include "ui/actions/actions.h"
#include "ui/start/spotlight.h"
#include "ui/start/tour_bubble.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QPointer>
#include <QShortcut>
#include <QToolButton>

namespace flipside {
namespace {

constexpr TourStop stops[] = {
    {"randomise", QT_TRANSLATE_NOOP("flipside::Tour", "Another picture"),
     QT_TRANSLATE_NOOP("flipside::Tour",
                       "There is no end to what this model can draw. Press %1, and it draws something else."),
     Deed::Another},
    {"coactivate", QT_TRANSLATE_NOOP("flipside::Tour", "Wake quiet neurons"),
     QT_TRANSLATE_NOOP("flipside::Tour",
                       "Quiet neurons are those that the model hardly ever uses. Press %1 to wake a few, and "
                       "compare the two pictures."),
     Deed::Wake},
    {"neuronsDock", QT_TRANSLATE_NOOP("flipside::Tour", "Click one yourself"),
     QT_TRANSLATE_NOOP(
         "flipside::Tour",
         "Every small square is a neuron, and the bright ones are at work. Click one to switch it "
         "over."),
     Deed::Click},
    {"latentDock", QT_TRANSLATE_NOOP("flipside::Tour", "Move a slider"),
     QT_TRANSLATE_NOOP("flipside::Tour",
                       "These sliders say what is drawn. Drag one of them, and both pictures follow."),
     Deed::Slide},
    {"keep", QT_TRANSLATE_NOOP("flipside::Tour", "Keep what you like"),
     QT_TRANSLATE_NOOP("flipside::Tour",
                       "Press %1 to keep the picture in the gallery. It remembers all that made it."),
     Deed::Keep},
    {"undo", QT_TRANSLATE_NOOP("flipside::Tour", "Take it back"),
     QT_TRANSLATE_NOOP("flipside::Tour",
                       "Nothing that you do here is lost. Press %1 to take back the last step."),
     Deed::TakeBack},
};

/// What lies in the middle of the window.
QWidget* middleOf(QWidget& window)
{
    const auto* main = qobject_cast<QMainWindow*>(&window);
    return main ? main->centralWidget() : nullptr;
}

void addTour(Workspace& workspace, Actions& actions, QWidget& window)
{
    QAction* action = actions.add({QStringLiteral("tour"),
                                   Tour::tr("&Two-minute tour"),
                                   {},
                                   Tour::tr("Be shown what there is, and try it on the way"),
                                   {}});
    workspace.enableWithModel(*action);
    QObject::connect(action, &QAction::triggered, &window, [&workspace, &actions, &window] {
        delete window.findChild<Tour*>(); // from the beginning
        // Where its stops are.
        actions[QStringLiteral("arrange-lab")]->trigger();
        auto* tour = new Tour(workspace, actions, window);
        QObject::connect(tour, &Tour::ended, tour, &QObject::deleteLater);
    });
}

} // namespace

std::span<const TourStop> tourStops()
{
    return stops;
}

const ToolKind& tourTool()
{
    static const ToolKind kind{&addTour};
    return kind;
}

Tour::Tour(Workspace& workspace, Actions& actions, QWidget& window)
    : QObject(&window), _workspace(workspace), _actions(actions), _window(window),
      _light(new Spotlight(window, middleOf(window))), _bubble(new TourBubble(window))
{
    auto* watch = new DeedWatch(workspace, this);
    auto* leave = new QShortcut(QKeySequence(Qt::Key_Escape), _bubble);
    _next.setSingleShot(true);
    _next.setInterval(praise);
    connect(watch, &DeedWatch::done, this, &Tour::take);
    connect(leave, &QShortcut::activated, this, &Tour::ended);
    connect(_bubble, &TourBubble::left, this, &Tour::ended);
    connect(_bubble, &TourBubble::passed, this, [this] { goTo(_stop + 1); });
    connect(_light, &Spotlight::moved, this, [this] { _bubble->standBeside(_light->lit()); });
    connect(&_next, &QTimer::timeout, this, [this] { goTo(_stop + 1); });
    for (const QAction* action : actions.all())
        if (const QString id = Actions::idOf(*action);
            id.startsWith(QLatin1String("arrange-")) || id == QLatin1String("other-surface") ||
            id == QLatin1String("hide-panels") || id == QLatin1String("fill-screen"))
            connect(action, &QAction::triggered, this, &Tour::ended); // its stops would be out of sight
    // Before the workspace is left, or the program.
    connect(&workspace, &Workspace::panelsAboutToBeSaved, this, [this] { _panels.putBack(); });
    goTo(0);
}

Tour::~Tour()
{
    _panels.putBack();
    delete _bubble;
    delete _light;
}

void Tour::take(Deed deed)
{
    if (_next.isActive() || _stop >= tourStops().size() || tourStops()[_stop].deed != deed)
        return;
    _bubble->praise();
    _next.start();
}

void Tour::goTo(std::size_t stop)
{
    _next.stop();
    _stop = stop;
    if (_stop >= tourStops().size()) {
        emit _workspace.notice(tr("That was the tour. The guide (F1) tells the rest."));
        emit ended();
        return;
    }
    const TourStop& here = tourStops()[_stop];
    _light->light(placeOf(here));
    QString sentences = tr(here.sentences);
    if (const QString key =
            _actions[QLatin1String(here.place)]->shortcut().toString(QKeySequence::NativeText);
        sentences.contains(QLatin1String("%1")))
        sentences = sentences.arg(key.isEmpty() ? tr("this button") : key);
    _bubble->say(tr(here.title), sentences, int(_stop) + 1, int(tourStops().size()));
    _bubble->standBeside(_light->lit());
}

QWidget* Tour::placeOf(const TourStop& stop)
{
    QAction* action = _actions[QLatin1String(stop.place)];
    if (QDockWidget* dock = dockOf(*action)) {
        _panels.bring(*dock);
        return dock;
    }
    for (QToolButton* button : _window.findChildren<QToolButton*>())
        if (button->defaultAction() == action && button->isVisible())
            return button;
    return nullptr;
}

} // namespace flipside
