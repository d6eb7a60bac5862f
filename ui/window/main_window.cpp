// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "core/base/user_folders.h"
#include "ui/actions/actions.h"
#include "ui/actions/shortcuts_dialog.h"
#include "ui/canvas/brush_bar.h"
#include "ui/canvas/canvas.h"
#include "ui/canvas/canvas_actions.h"
#include "ui/canvas/output_switch.h"
#include "ui/export/picture_export.h"
#include "ui/guide/guide_opener.h"
#include "ui/import/background_profiling.h"
#include "ui/models/model_switcher.h"
#include "ui/play/play_bar.h"
#include "ui/session/session_keeper.h"
#include "ui/start/first_steps.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/window_size.h"
#include "ui/window/about_dialog.h"
#include "ui/window/appearance.h"
#include "ui/window/arranger.h"
#include "ui/window/deed_toast.h"
#include "ui/window/file_opener.h"
#include "ui/window/history_actions.h"
#include "ui/window/menus.h"
#include "ui/window/messages.h"
#include "ui/window/panel_docks.h"
#include "ui/window/panels.h"
#include "ui/window/preferences_dialog.h"
#include "ui/window/session_files.h"
#include "ui/window/start_screen.h"
#include "ui/window/status_bar.h"
#include "ui/window/window_keys.h"
#include "ui/work/job_dialog.h"
#include "ui/workspace/workspace.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>
#include <QWhatsThis>

#include <utility>

namespace flipside {
namespace {

const auto geometryKey = QStringLiteral("window/geometry");

} // namespace

MainWindow::MainWindow(Workspace& workspace, QWidget* parent)
    : QMainWindow(parent), _workspace(workspace), _actions(new Actions(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Flipside"));
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setContextMenuPolicy(Qt::NoContextMenu);

    buildCentre();
    buildSession();
    addHistoryActions(workspace.document(), *_actions);
    _canvasActions = new CanvasActions(*_canvas, workspace.document(), *_actions, *this);
    _panels = new PanelDocks(workspace, *_actions, *_canvas, *this);
    addFirstSteps();
    buildTools();
    addWindowActions();
    _arranger = new Arranger(*_panels, *_canvas, *_actions, *this);
    auto* models = new ModelSwitcher(workspace, *_actions, *this);
    connect(&workspace, &Workspace::panelWished, _arranger, &Arranger::showPanel);
    connect(_arranger, &Arranger::aboutToSavePanels, &workspace, &Workspace::panelsAboutToBeSaved);
    _actions->settleKeys();
    addMenus(*this, *_actions);
    _toolBar = flipside::addToolBar(*this, *_actions, *models);
    auto* playBar = new PlayBar(workspace, *_actions, centralWidget());
    centralWidget()->layout()->addWidget(playBar);
    _arranger->setBars({_toolBar, statusBar(), _aboveCanvas}, *playBar);
    for (QWidget* button : _toolBar->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        button->installEventFilter(this);
    restoreWindow();
    _arranger->restore();

    connect(&workspace.document(), &Document::modelChanged, this, &MainWindow::takeModel);
    if (workspace.document().model())
        takeModel();
    workspace.models().watch();
    QTimer::singleShot(1500, this, &MainWindow::checkSettings);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre()
{
    Document& document = _workspace.document();
    auto* centre = new QWidget(this);
    auto* bar = new MessageBar(centre);
    _canvas = new Canvas(document, centre);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(new BrushBar(_canvas->brush(), centre));
    layout->addWidget(_canvas, 1);
    setCentralWidget(centre);
    _messages = new Messages(*bar, _workspace);
    new DeedToast(_workspace, *_canvas);
    _status = new StatusBar(_workspace, this);
    setStatusBar(_status);
    connect(_canvas, &Canvas::picturePainted, _status, &StatusBar::countFrame);
    connect(&_canvas->brush(), &RegionBrush::refused, this,
            [this](const QString& sentence) { emit _workspace.problem(sentence); });
}

void MainWindow::buildSession()
{
    _session = new SessionKeeper(_workspace, this);
    _sessionFiles = new SessionFiles(*_session, _workspace, *_messages, *_actions, *this);
    _opener = new FileOpener(_workspace, *_sessionFiles, *_actions, *this);
    auto* pictures = new PictureExport(_workspace, *_actions, *this);
    connect(pictures, &PictureExport::written, _opener, &FileOpener::addRecent);
    new StartScreen(_workspace, *_opener, *_sessionFiles, *_actions, *this);
    connect(_session, &SessionKeeper::changed, this, &MainWindow::updateTitle);
}

void MainWindow::buildTools()
{
    for (const ToolKind* tool : toolKinds())
        tool->add(_workspace, *_actions, *this);
    auto* profiling = new BackgroundProfiling(_workspace, *_actions, *this);
    connect(profiling, &BackgroundProfiling::progressed, _status, &StatusBar::showWork);
    connect(_status, &StatusBar::workCancelled, profiling, &BackgroundProfiling::cancel);
    _output = new OutputSwitch(_workspace, *_actions, *this);
}

void MainWindow::addFirstSteps()
{
    // In a place of its own, which workspaces can hide without closing the strip.
    _aboveCanvas = new QWidget(centralWidget());
    auto* place = new QVBoxLayout(_aboveCanvas);
    place->setContentsMargins(0, 0, 0, 0);
    place->addWidget(new FirstSteps(_workspace, *_actions, _aboveCanvas));
    auto* centre = qobject_cast<QVBoxLayout*>(centralWidget()->layout());
    centre->insertWidget(centre->indexOf(_canvas), _aboveCanvas);
}

void MainWindow::addWindowActions()
{
    const QAction* quit =
        _actions->add({QStringLiteral("quit"), tr("&Quit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)}, {}, {}});
    connect(quit, &QAction::triggered, this, &QWidget::close);
    const QAction* preferences = _actions->add({QStringLiteral("preferences"),
                                                tr("Pre&ferences…"),
                                                {QKeySequence(Qt::CTRL | Qt::Key_Comma)},
                                                {},
                                                {}});
    connect(preferences, &QAction::triggered, this, &MainWindow::openPreferences);
    addHelp();
    auto* keys = new WindowKeys(*this);
    for (const char* id : {"next-panel", "previous-panel"})
        connect((*_actions)[QLatin1String(id)], &QAction::triggered, keys, &WindowKeys::setFocusIsByKeyboard);
}

void MainWindow::openPreferences()
{
    PreferencesDialog dialog(this);
    connect(&dialog, &PreferencesDialog::appearanceChanged, this, [this] {
        applyTheme(*qApp, Appearance::remembered().theme);
        _arranger->takeAppearance();
    });
    connect(&dialog, &PreferencesDialog::shortcutsWished, this, &MainWindow::openShortcuts);
    dialog.exec();
}

void MainWindow::openShortcuts()
{
    ShortcutsDialog(*_actions, actionGroups(*_actions), this).exec();
}

void MainWindow::addHelp()
{
    _guide = new GuideOpener(this);
    QAction* guide = _actions->add({QStringLiteral("guide"),
                                    tr("&Guide"),
                                    {Qt::Key_F1},
                                    tr("Open the guide at what has the keyboard"),
                                    QStringLiteral("help")});
    // Tools have windows of their own, and sections in it.
    guide->setShortcutContext(Qt::ApplicationShortcut);
    const QAction* explanation =
        _actions->add({QStringLiteral("explain"),
                       tr("&Explain a word…"),
                       {},
                       tr("Click on a control to read what its words mean (Shift+F1 for "
                          "the one with the keyboard)"),
                       {}});
    const QAction* shortcuts =
        _actions->add({QStringLiteral("shortcuts"), tr("&Keyboard and mouse"), {Qt::Key_Question}, {}, {}});
    const QAction* about = _actions->add({QStringLiteral("about"), tr("&About Flipside"), {}, {}, {}});
    connect(guide, &QAction::triggered, _guide, &GuideOpener::openAtFocus);
    connect(explanation, &QAction::triggered, this, [] { QWhatsThis::enterWhatsThisMode(); });
    connect(shortcuts, &QAction::triggered, this, &MainWindow::openShortcuts);
    connect(about, &QAction::triggered, this, [this] { AboutDialog(_workspace.document(), this).exec(); });
}

void MainWindow::restoreWindow()
{
    if (restoreGeometry(QSettings().value(geometryKey).toByteArray())) {
        // What filled the screen was the picture, for a while.
        setWindowState(windowState() & ~Qt::WindowFullScreen);
        keepWithinScreen(*this);
    } else
        resizeWithinScreen(*this, QSize(1440, 900).boundedTo(largestWindow(*this) * 0.95));
}

void MainWindow::saveLayout()
{
    QSettings().setValue(geometryKey, saveGeometry());
    _arranger->save();
    _canvasActions->remember();
}

void MainWindow::checkSettings()
{
    const QSettings settings;
    if (!settings.isWritable())
        emit _workspace.problem(
            tr("Flipside cannot write its settings to %1, so layout and theme will not be remembered; make "
               "that folder writable to keep them.")
                .arg(QDir::toNativeSeparators(settings.fileName())));
}

QString MainWindow::rememberedModel()
{
    return FileOpener::rememberedModel();
}

OutputWindow* MainWindow::output() const
{
    return _output->output();
}

QString MainWindow::message() const
{
    return _messages->shown();
}

void MainWindow::openFile(const QString& path)
{
    _opener->open(path);
}

void MainWindow::keepJournal()
{
    _session->keepJournal(QString::fromStdString((userDataFolder() / "journal").string()));
}

void MainWindow::leave()
{
    saveLayout();
    _session->leaveJournal();
}

void MainWindow::takeModel()
{
    // The keyboard starts at the picture, not at the first button of the first panel.
    if (!std::exchange(_startedAtCanvas, true))
        _canvas->setFocus();
    updateTitle();
}

void MainWindow::updateTitle()
{
    const QString file = QFileInfo(_session->file()).fileName();
    QStringList parts;
    if (!file.isEmpty())
        parts.append(file + QStringLiteral("[*]"));
    if (const auto model = _workspace.document().model())
        parts.append(QString::fromStdString(model->card.name) +
                     (file.isEmpty() ? QStringLiteral("[*]") : QString()));
    parts.append(tr("Flipside"));
    setWindowTitle(parts.join(QStringLiteral(" – ")));
    setWindowModified(_session->isModified());
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    // A button that has nothing to do any more leaves the keyboard to what takes its deed back, not to its
    // neighbour, which the next press of Space would set off.
    const auto* button = qobject_cast<QWidget*>(watched);
    if (!button || button->isEnabled())
        return QMainWindow::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut) {
        _focusIsLost = true;
    } else if (event->type() == QEvent::EnabledChange && std::exchange(_focusIsLost, false)) {
        QWidget* heir = _canvas;
        for (const char* id : {"redo", "undo"})
            if (QAction* action = (*_actions)[QLatin1String(id)]; action->isEnabled())
                heir = _toolBar->widgetForAction(action);
        heir->setFocus(Qt::TabFocusReason);
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (event->spontaneous())
        return;
    if (!std::exchange(_panelsAreRestored, true))
        _arranger->restorePanels();
    QTimer::singleShot(0, _panels, &PanelDocks::raiseFloating);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    const bool isLeft = _session->isLeft();
    QStringList costs = _workspace.costsOfQuitting();
    for (const JobDialog* dialog : findChildren<JobDialog*>())
        costs.append(dialog->costOfQuitting());
    costs.removeAll(QString());
    if (!_isClosing && !isLeft && (_session->isModified() || !costs.isEmpty())) {
        event->ignore();
        const auto quit = [this] {
            _isClosing = true;
            close();
        };
        _sessionFiles->askThen(quit, {}, costs);
        return;
    }
    saveLayout();
    if (!isLeft)
        _session->endJournal();
    _output->setOpen(false);
    _guide->close();
    event->accept();
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    Document& document = _workspace.document();
    if (event->key() == Qt::Key_B && event->modifiers() == Qt::NoModifier)
        _canvas->setPeeking(true);
    else if (event->key() == Qt::Key_Escape && _messages->dismiss())
        return;
    else if (event->key() == Qt::Key_Escape && document.comparison())
        document.stopComparing();
    else if (event->key() == Qt::Key_Escape && _arranger->fillsScreen())
        _arranger->setFillsScreen(false);
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_B && !event->isAutoRepeat())
        _canvas->setPeeking(false);
    else
        QMainWindow::keyReleaseEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QMimeData* data = event->mimeData();
    const bool isFile = data->hasUrls() && data->urls().front().isLocalFile();
    // What is dragged out of the canvas is not for this window.
    if (!event->source() && (isFile || data->hasImage()))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    _opener->take(*event->mimeData());
}

} // namespace flipside
