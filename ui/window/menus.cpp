// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/menus.h"

#include "ui/actions/actions.h"
#include "ui/window/panels.h"

#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

namespace flipside {
namespace {

struct MenuWords {
    Q_DECLARE_TR_FUNCTIONS(Menus)
};

/// Between two groups of actions.
const char* const separator = "";
/// In the place of all panels, in their order.
const char* const panels = "panels";

struct MenuTable {
    QString title;
    QList<const char*> ids;
};

QList<MenuTable> menuTables()
{
    return {
        {MenuWords::tr("&File"),
         {"new-session", "open", "recent", "save", "save-as", "revert", separator, "models", "open-model",
          "open-picture", separator, "save-recipe", "export", separator, "preferences", separator, "quit"}},
        {MenuWords::tr("&Edit"),
         {"undo", "redo", separator, "randomise", "coactivate", "clear", "brush", separator, "keep", "copy",
          "paste"}},
        {MenuWords::tr("&View"),
         {"side-by-side", "split",      "difference",     "single", "onion-skin", separator,    "zoom-in",
          "zoom-out",     "fit",        "actual-pixels",  "smooth", "grid",       "loupe",      "colour-maps",
          separator,      "next-panel", "previous-panel", panels,   separator,    "workspaces", "hide-panels",
          "fill-screen",  separator,    "output",         "blank"}},
        {MenuWords::tr("&Motion"), {"play", "add-keyframe", "walk", separator, "export-film"}},
        {MenuWords::tr("&Tools"), {"study", "breed", "train", "fetch", "profile"}},
        {MenuWords::tr("&Help"), {"guide", "explain", "shortcuts", separator, "about"}},
    };
}

const QList<const char*> toolBarIds{
    "undo",     "redo",         separator, "randomise",  "coactivate", "clear",      "brush",
    separator,  "side-by-side", "split",   "difference", "single",     "onion-skin", separator,
    "zoom-out", "fit",          "zoom-in", separator,    "keep",       "copy",       "export"};
const QList<const char*> labelledIds{"randomise", "coactivate", "keep"};

void addTo(QWidget& place, const QList<const char*>& ids, const Actions& actions)
{
    for (const char* id : ids) {
        if (id == separator) {
            auto* line = new QAction(&place);
            line->setSeparator(true);
            place.addAction(line);
        } else if (id == panels) {
            for (const PanelKind* kind : panelKinds())
                place.addAction(actions[QLatin1String(kind->id)]);
        } else {
            place.addAction(actions[QLatin1String(id)]);
        }
    }
}

/// What a menu of its own holds that can have a key, or else the action itself.
QList<QAction*> withinMenu(QAction& action, const Actions& actions)
{
    QList<QAction*> within;
    if (const QMenu* menu = action.menu())
        for (QAction* entry : menu->actions())
            if (actions.all().contains(entry))
                within.append(entry);
    return within.isEmpty() ? QList<QAction*>{&action} : within;
}

} // namespace

void addMenus(QMainWindow& window, const Actions& actions)
{
    for (const MenuTable& table : menuTables())
        addTo(*window.menuBar()->addMenu(table.title), table.ids, actions);
    // Known to the window itself, so that keys work while the menu bar is not shown.
    window.addActions(actions.all());
}

QList<ActionGroup> actionGroups(const Actions& actions)
{
    QList<ActionGroup> groups;
    for (const MenuTable& table : menuTables()) {
        ActionGroup group{QString(table.title).remove(QLatin1Char('&')), {}};
        for (const char* id : table.ids)
            if (id != separator && id != panels)
                group.actions.append(withinMenu(*actions[QLatin1String(id)], actions));
        groups.append(group);
    }
    return groups;
}

QToolBar* addToolBar(QMainWindow& window, const Actions& actions)
{
    QToolBar* bar = window.addToolBar(MenuWords::tr("Main toolbar"));
    bar->setObjectName(QStringLiteral("mainToolBar"));
    bar->setMovable(false);
    bar->setIconSize(QSize(20, 20));
    bar->toggleViewAction()->setVisible(false);
    addTo(*bar, toolBarIds, actions);
    for (const char* id : labelledIds)
        if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(actions[QLatin1String(id)])))
            button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    // Reached by Tab.
    const auto buttons = bar->findChildren<QToolButton*>();
    for (QToolButton* button : buttons)
        button->setFocusPolicy(Qt::TabFocus);
    return bar;
}

} // namespace flipside
