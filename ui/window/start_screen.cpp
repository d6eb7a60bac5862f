// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/start_screen.h"

#include "ui/actions/actions.h"
#include "ui/start/start_page.h"
#include "ui/window/file_opener.h"
#include "ui/window/session_files.h"
#include "ui/workspace/workspace.h"

#include <QMainWindow>

namespace flipside {

StartScreen::StartScreen(Workspace& workspace, FileOpener& opener, SessionFiles& sessions, Actions& actions,
                         QMainWindow& window)
    : QObject(&window), _workspace(workspace), _opener(opener), _sessions(sessions), _actions(actions),
      _window(window)
{
    const QAction* start = actions.add({QStringLiteral("start-page"),
                                        tr("S&tart page"),
                                        {QKeySequence(Qt::CTRL | Qt::Key_Home)},
                                        tr("Models, examples and recent sessions to begin with"),
                                        {}});
    connect(start, &QAction::triggered, this, [this] {
        if (_page && _page->isVisible())
            _page->leave();
        else
            show();
    });
    // Queued: what is said lies above the page.
    connect(
        &workspace, &Workspace::problem, this,
        [this] {
            if (!_workspace.document().model() && !_workspace.document().opening())
                show();
        },
        Qt::QueuedConnection);
}

void StartScreen::show()
{
    page().open(_opener.recentFiles());
}

StartPage& StartScreen::page()
{
    if (!_page) {
        _page = new StartPage(_workspace, _actions, _window);
        connect(_page, &StartPage::sessionChosen, &_opener, &FileOpener::open);
        connect(_page, &StartPage::exampleChosen, &_sessions, &SessionFiles::openExample);
    }
    return *_page;
}

} // namespace flipside
