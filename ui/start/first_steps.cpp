// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/first_steps.h"

#include "ui/actions/actions.h"
#include "ui/start/panel_front.h"
#include "ui/style/theme_icons.h"
#include "ui/widgets/flow_layout.h"
#include "ui/workspace/workspace.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace flipside {
namespace {

const auto overKey = QStringLiteral("firstSteps/over");

} // namespace

FirstSteps::FirstSteps(Workspace& workspace, Actions& actions, QWidget* parent)
    : QFrame(parent), _steps{{{Deed::Another, new QPushButton(tr("Another one"), this)},
                              {Deed::Wake, new QPushButton(tr("Wake quiet neurons"), this)},
                              {Deed::Click, new QPushButton(tr("Click one yourself"), this)}}}
{
    setObjectName(QStringLiteral("firstSteps"));
    setAccessibleName(tr("Three things to try"));
    hide();
    if (QSettings().value(overKey).toBool())
        return;
    auto* steps = new FlowLayout;
    steps->addWidget(new QLabel(tr("Try this:"), this));
    const std::array<const char*, 3> ids{"randomise", "coactivate", "neuronsDock"};
    for (std::size_t i = 0; i < _steps.size(); ++i) {
        QPushButton* button = _steps[i].button;
        QAction* action = actions[QLatin1String(ids[i])];
        button->setText(withKey(button->text(), action->shortcut()));
        button->setFocusPolicy(Qt::TabFocus);
        steps->addWidget(button);
        connect(button, &QPushButton::clicked, action, [action] {
            if (QDockWidget* panel = dockOf(*action))
                PanelFront().bring(*panel); // there it is
            else
                action->trigger();
        });
    }
    auto* close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close for good"));
    close->setAccessibleName(tr("Close the three things to try for good"));
    connect(close, &QToolButton::clicked, this, &FirstSteps::leave);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 6, 4, 6);
    row->addLayout(steps, 1);
    row->addWidget(close, 0, Qt::AlignTop);

    auto* watch = new DeedWatch(workspace, this);
    connect(watch, &DeedWatch::done, this, &FirstSteps::tick);
    const auto begin = [this, &workspace] { setVisible(workspace.document().model() != nullptr); };
    connect(&workspace.document(), &Document::modelChanged, this, begin, Qt::SingleShotConnection);
}

void FirstSteps::tick(Deed deed)
{
    for (Step& step : _steps)
        if (step.deed == deed && !step.isDone) {
            step.isDone = true;
            step.button->setIcon(themedIcon(QStringLiteral("check")));
            step.button->setAccessibleDescription(tr("Done"));
        }
    if (std::ranges::all_of(_steps, &Step::isDone))
        QTimer::singleShot(farewell, this, &FirstSteps::leave);
}

void FirstSteps::leave()
{
    QSettings().setValue(overKey, true);
    hide();
    deleteLater();
}

} // namespace flipside
