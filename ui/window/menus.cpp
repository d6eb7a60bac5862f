// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/menus.h"

#include "ui/actions/actions.h"
#include "ui/actions/mnemonics.h"
#include "ui/window/panels.h"

#include <QCoreApplication>
#include <QEvent>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPaintEvent>
#include <QStyleOptionToolButton>
#include <QStylePainter>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

struct MenuWords {
    Q_DECLARE_TR_FUNCTIONS(Menus)
};

/// Between two groups of actions.
const char* const separator = "";
/// A menu of its own, panelsMenu().
const char* const panels = "panels";

struct MenuTable {
    QString title;
    QList<const char*> ids;
};

QList<MenuTable> menuTables()
{
    return {
        {MenuWords::tr("&File"),
         {"start-page", separator, "new-session", "open", "recent", "save", "save-as", "revert", separator,
          "models", "open-model", "open-picture", separator, "save-recipe", "export", separator,
          "preferences", separator, "quit"}},
        {MenuWords::tr("&Edit"),
         {"undo", "redo", separator, "randomise", "coactivate", "clear", "brush", separator, "keep", "copy",
          "paste"}},
        {MenuWords::tr("&View"),
         {"side-by-side", "split",    "difference",  "single",        "onion-skin", separator,
          "zoom-in",      "zoom-out", "fit",         "actual-pixels", separator,    "smooth",
          "grid",         "loupe",    "colour-maps", separator,       panels,       "workspaces",
          "fill-screen",  separator,  "output",      "blank"}},
        {MenuWords::tr("&Motion"), {"play", "add-keyframe", "walk", separator, "export-film"}},
        {MenuWords::tr("&Tools"), {"study", "breed", "train", "fetch", "profile", "directions"}},
        {MenuWords::tr("&Help"), {"tour", separator, "guide", "explain", "shortcuts", separator, "about"}},
    };
}

/// Of the panels' menu, below the panels themselves.
const QList<const char*> panelIds{"next-panel", "previous-panel", separator, "hide-panels"};

const QList<const char*> toolBarIds{
    "undo",     "redo",         separator, "randomise",  "coactivate", "clear",      "brush",
    separator,  "side-by-side", "split",   "difference", "single",     "onion-skin", separator,
    "zoom-out", "fit",          "zoom-in", separator,    "keep",       "copy",       "export"};
const QStringList wordIds{QStringLiteral("randomise"), QStringLiteral("coactivate"), QStringLiteral("keep")};

/// Its icons are as large as its words.
class ToolBar : public QToolBar {
public:
    ToolBar(const QString& title, QWidget* parent) : QToolBar(title, parent) { fitIcons(); }

protected:
    void changeEvent(QEvent* event) override
    {
        QToolBar::changeEvent(event);
        if (event->type() == QEvent::FontChange)
            fitIcons();
    }

private:
    void fitIcons()
    {
        const int side = fontMetrics().height() * 5 / 4;
        setIconSize({side, side});
    }
};

/// Has its word beside its icon, further from it than the two pixels that styles leave: a style sheet's own
/// painting of buttons asks no style for that.
class WordButton : public QToolButton {
public:
    WordButton(QAction& action, QToolBar& bar) : QToolButton(&bar)
    {
        setDefaultAction(&action);
        setIconSize(bar.iconSize());
        connect(&bar, &QToolBar::iconSizeChanged, this, &QToolButton::setIconSize);
        setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        setAutoRaise(true);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QStylePainter painter(this);
        QStyleOptionToolButton option;
        initStyleOption(&option);
        const QString word = std::exchange(option.text, {});
        option.toolButtonStyle = Qt::ToolButtonTextOnly;
        painter.drawComplexControl(QStyle::CC_ToolButton, option);

        const int gap = std::max(6, fontMetrics().height() * 2 / 5);
        const int wordWidth = fontMetrics().horizontalAdvance(word);
        const QSize icon = option.iconSize;
        const QRect iconRect(
            QPoint((width() - icon.width() - gap - wordWidth) / 2, (height() - icon.height()) / 2), icon);
        const QRect wordRect(iconRect.right() + 1 + gap, 0, wordWidth, height());
        option.icon.paint(&painter, QStyle::visualRect(layoutDirection(), rect(), iconRect), Qt::AlignCenter,
                          isEnabled() ? QIcon::Normal : QIcon::Disabled);
        painter.drawItemText(QStyle::visualRect(layoutDirection(), rect(), wordRect),
                             Qt::AlignCenter | Qt::TextDontClip, palette(), isEnabled(), word,
                             QPalette::ButtonText);
    }
};

QAction* newSeparator(QWidget& place)
{
    auto* line = new QAction(&place);
    line->setSeparator(true);
    return line;
}

void addTo(QWidget& place, const QList<const char*>& ids, const Actions& actions)
{
    for (const char* id : ids) {
        if (id == separator)
            place.addAction(newSeparator(place));
        else
            place.addAction(actions[QLatin1String(id)]);
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

QMenu* panelsMenu(QWidget& window, const Actions& actions)
{
    auto* menu = new QMenu(MenuWords::tr("&Panels"), &window);
    for (const PanelKind* kind : panelKinds())
        menu->addAction(actions[QLatin1String(kind->id)]);
    menu->addAction(newSeparator(*menu));
    addTo(*menu, panelIds, actions);
    return menu;
}

} // namespace

void addMenus(QMainWindow& window, Actions& actions)
{
    actions.adopt(QLatin1String(panels), *panelsMenu(window, actions));
    for (const MenuTable& table : menuTables())
        addTo(*window.menuBar()->addMenu(table.title), table.ids, actions);
    for (QMenu* menu : window.findChildren<QMenu*>())
        keepMnemonics(*menu);
    // Known to the window itself, so that keys work while the menu bar is not shown.
    window.addActions(actions.all());
}

QList<ActionGroup> actionGroups(const Actions& actions)
{
    QList<ActionGroup> groups;
    for (const MenuTable& table : menuTables()) {
        ActionGroup group{QString(table.title).remove(QLatin1Char('&')), {}};
        for (const char* id : table.ids)
            if (id != separator)
                group.actions.append(withinMenu(*actions[QLatin1String(id)], actions));
        groups.append(group);
    }
    return groups;
}

QToolBar* addToolBar(QMainWindow& window, const Actions& actions, QWidget& first)
{
    auto* bar = new ToolBar(MenuWords::tr("Main toolbar"), &window);
    window.addToolBar(bar);
    bar->setObjectName(QStringLiteral("mainToolBar"));
    bar->setMovable(false);
    bar->toggleViewAction()->setVisible(false);
    bar->addWidget(&first);
    bar->addSeparator();
    for (const char* id : toolBarIds) {
        if (id == separator)
            bar->addSeparator();
        else if (QAction* action = actions[QLatin1String(id)]; wordIds.contains(QLatin1String(id)))
            bar->addWidget(new WordButton(*action, *bar));
        else
            bar->addAction(action);
    }
    // Reached by Tab.
    const auto buttons = bar->findChildren<QToolButton*>();
    for (QToolButton* button : buttons)
        button->setFocusPolicy(Qt::TabFocus);
    return bar;
}

} // namespace flipside
