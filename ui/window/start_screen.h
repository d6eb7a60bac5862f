// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QMainWindow;

namespace flipside {

class Actions;
class FileOpener;
class SessionFiles;
class StartPage;
class Workspace;

/// Shows the start page when it is asked for, and where there is nothing else to show. It is made then and
/// costs the program's start nothing.
class StartScreen : public QObject {
    Q_OBJECT
public:
    StartScreen(Workspace& workspace, FileOpener& opener, SessionFiles& sessions, Actions& actions,
                QMainWindow& window);

    void show();

private:
    StartPage& page();

    Workspace& _workspace;
    FileOpener& _opener;
    SessionFiles& _sessions;
    Actions& _actions;
    QMainWindow& _window;
    QPointer<StartPage> _page;
};

} // namespace flipside
