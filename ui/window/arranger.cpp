// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/arranger.h"

#include "ui/actions/actions.h"
#include "ui/canvas/canvas.h"
#include "ui/style/motion.h"
#include "ui/window/appearance.h"
#include "ui/window/panel_docks.h"
#include "ui/window/presenter.h"

#include <QActionGroup>
#include <QApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

const auto presentKey = QStringLiteral("window/arrangement");
/// For an audience; larger where the person has chosen that.
constexpr int audienceText = 150;

QString viewKey(const Arrangement& arrangement)
{
    return QStringLiteral("canvas/view-%1").arg(QLatin1String(arrangement.id));
}

} // namespace

Arranger::Arranger(PanelDocks& panels, Canvas& canvas, Actions& actions, QMainWindow& window)
    : QObject(&window), _panels(panels), _canvas(canvas), _actions(actions), _window(window),
      _presenter(new Presenter(window)), _present(&arrangement(QSettings().value(presentKey).toString()))
{
    addActions();
}

void Arranger::setBars(const QList<QWidget*>& tools, QWidget& playBar)
{
    _tools = tools;
    _playBar = &playBar;
}

void Arranger::addActions()
{
    auto* menu = new QMenu(tr("&Workspaces"), &_window);
    auto* group = new QActionGroup(this);
    int number = 0;
    for (const Arrangement& one : arrangements()) {
        QAction* action = _actions.addToggle({one.actionId(),
                                              one.title(),
                                              {QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + number++))},
                                              one.tip(),
                                              {}});
        connect(action, &QAction::triggered, this, [this, &one] { choose(one); });
        group->addAction(action);
        menu->addAction(action);
    }
    QAction* surface = _actions.add({QStringLiteral("other-surface"),
                                     tr("&Between Play and Lab"),
                                     {Qt::Key_F4},
                                     tr("From Play to Lab, or back"),
                                     {}});
    connect(surface, &QAction::triggered, this, [this] {
        choose(arrangement(_present->hasPlayBar ? QStringLiteral("lab") : QStringLiteral("play")));
    });
    QAction* reset = _actions.add({QStringLiteral("reset-layout"),
                                   tr("Re&set this workspace"),
                                   {},
                                   tr("Put all panels where they are at the first start"),
                                   {}});
    connect(reset, &QAction::triggered, this, &Arranger::reset);
    menu->addSeparator();
    menu->addActions({surface, reset});
    _actions.adopt(QStringLiteral("workspaces"), *menu);

    QAction* bare = _actions.addToggle({QStringLiteral("hide-panels"),
                                        tr("&Hide the panels"),
                                        {Qt::Key_H},
                                        tr("Leave the picture alone, and bring the panels back"),
                                        {}});
    connect(bare, &QAction::toggled, this, &Arranger::setBare);
    QAction* fill = _actions.addToggle({QStringLiteral("fill-screen"),
                                        tr("Fill t&he screen"),
                                        {Qt::Key_F},
                                        tr("Nothing but the picture; again, or Esc, goes back"),
                                        {}});
    connect(fill, &QAction::toggled, this, &Arranger::setFillsScreen);
}

void Arranger::choose(const Arrangement& arrangement)
{
    if (&arrangement != _present) {
        setFillsScreen(false);
        setBare(false);
        save();
        apply(arrangement);
    }
    _actions[arrangement.actionId()]->setChecked(true);
}

void Arranger::apply(const Arrangement& arrangement)
{
    _present = &arrangement;
    _panels.restore(arrangement);
    const QSettings settings;
    const int view = settings.value(viewKey(arrangement), int(arrangement.view)).toInt();
    _canvas.setView(CanvasView(std::clamp(view, 0, int(CanvasView::OnionSkin))));
    takeAppearance();
    _presenter->setActive(arrangement.isForAnAudience);
    showBars();
    _actions[arrangement.actionId()]->setChecked(true);
}

void Arranger::takeAppearance()
{
    const Appearance wish = Appearance::remembered();
    const int text = _present->isForAnAudience ? std::max(wish.textSize, audienceText) : wish.textSize;
    if (text != currentTextSize())
        applyTextSize(*qApp, text);
    setMotionReduced(wish.isStill);
    _window.setAnimated(!wish.isStill);
}

void Arranger::reset()
{
    setFillsScreen(false);
    setBare(false);
    _panels.reset(*_present);
    _canvas.setView(_present->view);
    showBars();
}

void Arranger::restore()
{
    apply(*_present);
}

void Arranger::restorePanels()
{
    _panels.fitToWindow(*_present);
    showBars();
}

void Arranger::save() const
{
    QSettings settings;
    settings.setValue(presentKey, QLatin1String(_present->id));
    settings.setValue(viewKey(*_present), int(_canvas.view()));
    if (!_kept.isEmpty())
        return;
    emit aboutToSavePanels();
    _panels.save(*_present);
}

void Arranger::showPanel(const QString& id)
{
    setFillsScreen(false);
    setBare(false);
    if (_panels.hasNone())
        choose(arrangement(QStringLiteral("lab")));
    _panels.bring(id);
}

void Arranger::showBars()
{
    const bool hasTools = !_fillsScreen && !_present->hasPlayBar;
    for (QWidget* tool : std::as_const(_tools))
        tool->setVisible(hasTools);
    _window.menuBar()->setVisible(!_fillsScreen);
    _playBar->setVisible(_present->hasPlayBar && !_isBare && !_fillsScreen);
}

void Arranger::keepPanels()
{
    if (!_kept.isEmpty())
        return;
    save();
    _kept = _panels.places();
    _panels.hideAll();
}

void Arranger::bringPanelsBack()
{
    if (_isBare || _fillsScreen)
        return;
    _panels.place(std::exchange(_kept, {}));
}

void Arranger::setBare(bool bare)
{
    if (_isBare == bare)
        return;
    _isBare = bare;
    if (bare)
        keepPanels();
    else
        bringPanelsBack();
    showBars();
    _actions[QStringLiteral("hide-panels")]->setChecked(bare);
}

void Arranger::setFillsScreen(bool fills)
{
    if (_fillsScreen == fills)
        return;
    if (fills)
        _stateBefore = _window.windowState() & ~Qt::WindowFullScreen;
    _fillsScreen = fills;
    if (fills)
        keepPanels();
    _window.setWindowState(fills ? _stateBefore | Qt::WindowFullScreen : _stateBefore);
    if (!fills)
        bringPanelsBack();
    showBars();
    _actions[QStringLiteral("fill-screen")]->setChecked(fills);
}

} // namespace flipside
