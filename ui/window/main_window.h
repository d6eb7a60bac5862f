// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace/workspace.h"

#include <QMainWindow>

class QToolBar;

namespace flipside {

class Actions;
class Arranger;
class Canvas;
class CanvasActions;
class FileOpener;
class GuideOpener;
class Messages;
class OutputSwitch;
class OutputWindow;
class PanelDocks;
class SessionFiles;
class SessionKeeper;
class StatusBar;

/// The window around a workspace: the canvas, the panels around it, menus, toolbar, messages and status bar.
/// It makes them and puts them in their places; what they do, they do with the workspace.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Workspace& workspace, QWidget* parent = nullptr);
    /// Waits for files that are being written.
    ~MainWindow() override;

    /// Opens what a user may hand to the program.
    void openFile(const QString& path);
    /// From now on nothing is lost, however the program ends; offers what an earlier one left.
    void keepJournal();
    /// The program is about to end, and there is no time to ask: the next start offers to go on from here.
    void leave();

    Workspace& workspace() { return _workspace; }
    Actions& actionsById() { return *_actions; }
    Canvas& canvas() { return *_canvas; }
    Arranger& arranger() { return *_arranger; }
    StatusBar& status() { return *_status; }
    SessionKeeper& session() { return *_session; }
    /// Null while it is not open.
    OutputWindow* output() const;
    /// The error on screen; empty where there is none.
    QString message() const;

    /// The model of the last session, or empty.
    static QString rememberedModel();

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildCentre();
    void buildSession();
    void buildTools();
    void addFirstSteps();
    void addWindowActions();
    void openPreferences();
    void openShortcuts();
    void addHelp();
    void restoreWindow();
    void saveLayout();
    void checkSettings();
    void takeModel();
    void updateTitle();

    Workspace& _workspace;
    Actions* _actions;
    Canvas* _canvas = nullptr;
    CanvasActions* _canvasActions = nullptr;
    Messages* _messages = nullptr;
    StatusBar* _status = nullptr;
    SessionKeeper* _session = nullptr;
    SessionFiles* _sessionFiles = nullptr;
    FileOpener* _opener = nullptr;
    PanelDocks* _panels = nullptr;
    Arranger* _arranger = nullptr;
    OutputSwitch* _output = nullptr;
    QToolBar* _toolBar = nullptr;
    QWidget* _aboveCanvas = nullptr;
    GuideOpener* _guide = nullptr;
    bool _isClosing = false; ///< the user knows what becomes of their work
    bool _startedAtCanvas = false;
    bool _panelsAreRestored = false;
    bool _focusIsLost = false; ///< by a button of the toolbar that has nothing left to do
};

} // namespace flipside
