// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "ui/breeding/breeding_window.h"
#include "ui/canvas/brush_bar.h"
#include "ui/canvas/output_window.h"
#include "ui/clusters/cluster_panel.h"
#include "ui/creative/creative_panel.h"
#include "ui/document/film.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/inspector/neuron_inspector.h"
#include "ui/latent/latent_panel.h"
#include "ui/motion/motion_panel.h"
#include "ui/neurons/neuron_panel.h"
#include "ui/novelty/novelty_panel.h"
#include "ui/session/session_keeper.h"
#include "ui/training/training_dialog.h"
#include "ui/variations/variations_panel.h"
#include "ui/widgets/dock_title.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/window_size.h"
#include "ui/window/guide_window.h"
#include "ui/window/panel_focus.h"
#include "ui/window/recent_files.h"
#include "ui/window/status_bar.h"
#include "ui/window/welcome_page.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <utility>

namespace flipside {
namespace {

/// Grows whenever docks or toolbars change, so that an older layout is not restored onto them.
constexpr int layoutVersion = 4;
/// Below this, what the panels on the right say is cut off: the rank in a layer of a thousand, a row of
/// correlated neurons, and a scroll bar beside them.
constexpr int rightPanelWidth = 310;
constexpr int farewellMilliseconds = 8000;
const auto geometryKey = QStringLiteral("window/geometry");
const auto layoutKey = QStringLiteral("window/layout");
const auto themeKey = QStringLiteral("window/theme");
const auto viewKey = QStringLiteral("canvas/view");
const auto smoothKey = QStringLiteral("canvas/smooth");
const auto modelKey = QStringLiteral("model");

} // namespace

MainWindow::MainWindow(Document& document, QWidget* parent) : QMainWindow(parent), _document(document)
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Flipside"));
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setContextMenuPolicy(Qt::NoContextMenu);

    buildSession();
    buildCentre();
    buildDocks();
    buildMenus();
    buildToolBar();
    restoreWindow();
    restorePanels();

    connect(&document, &Document::modelChanged, this, &MainWindow::takeModel);
    connect(&document, &Document::recipeChanged, this, &MainWindow::updateActions);
    connect(&document, &Document::failed, this, [this](const QString& sentence) {
        _modelIsComing = false; // it may have been a recipe's, which cannot be found
        showProblem(sentence);
    });
    connect(&document, &Document::openingFailed, this, &MainWindow::takeFailedOpening);
    connect(&document, &Document::openingCalledOff, this, [this] {
        _modelIsComing = false;
        _status->showModel();
    });
    connect(&_files, &FileTasks::failed, this, &MainWindow::showProblem);
    connect(_canvas, &Canvas::picturePainted, _status, &StatusBar::countFrame);
    connect(_canvas, &Canvas::viewChanged, this, &MainWindow::updateView);
    connect(&_canvas->brush(), &RegionBrush::changed, this, &MainWindow::updateBrush);
    connect(&_canvas->brush(), &RegionBrush::refused, this, &MainWindow::showProblem);
    qApp->installEventFilter(this);
    updateActions();
    updateView();
    updateBrush();
    if (document.model())
        takeModel();
    learnModelNames();
    QTimer::singleShot(1500, this, &MainWindow::checkSettings);
}

MainWindow::~MainWindow()
{
    qApp->removeEventFilter(this);
}

void MainWindow::buildCentre()
{
    auto* centre = new QWidget(this);
    _message = new MessageBar(centre);
    _canvas = new Canvas(_document, centre);
    _welcome = new WelcomePage(centre);
    _centre = new QStackedWidget(centre);
    _centre->addWidget(_welcome);
    _centre->addWidget(_canvas);
    connect(_welcome, &WelcomePage::openRequested, this, &MainWindow::chooseModel);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_message);
    layout->addWidget(new BrushBar(_canvas->brush(), centre));
    layout->addWidget(_centre, 1);
    setCentralWidget(centre);

    _status = new StatusBar(_document, this);
    setStatusBar(_status);
}

QDockWidget* MainWindow::dock(const QString& name, const QString& title, QWidget* panel,
                              Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setTitleBarWidget(new DockTitle(*dock));
    panel->setAutoFillBackground(true);
    dock->setWidget(panel);
    addDockWidget(area, dock);
    _docks.append(dock);
    _panels->add(*dock);
    return dock;
}

void MainWindow::buildDocks()
{
    _panels = new PanelFocus(*_canvas, this);
    _latent = new LatentPanel(_document);
    _creative = new CreativePanel(_document);
    _inspector = new NeuronInspector(_document);
    _novelty = new NoveltyPanel(_document);
    _neurons = new NeuronPanel(_document);
    _clusters = new ClusterPanel(_document);
    _galleryPanel = new GalleryPanel(_document, *_gallery);
    _variations = new VariationsPanel(_document);
    _motion = new MotionPanel(_document, *_film);
    for (QWidget* panel : std::initializer_list<QWidget*>{_creative, _inspector, _novelty})
        panel->setMinimumWidth(rightPanelWidth);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    dock(QStringLiteral("latentDock"), tr("Latent"), _latent, Qt::LeftDockWidgetArea);
    dock(QStringLiteral("creativeDock"), tr("Creative decoding"), _creative, Qt::RightDockWidgetArea);
    dock(QStringLiteral("inspectorDock"), tr("Neuron inspector"), _inspector, Qt::RightDockWidgetArea);
    dock(QStringLiteral("neuronsDock"), tr("Neurons"), _neurons, Qt::BottomDockWidgetArea);
    dock(QStringLiteral("noveltyDock"), tr("Novelty"), _novelty, Qt::RightDockWidgetArea);
    dock(QStringLiteral("clustersDock"), tr("Clusters"), _clusters, Qt::BottomDockWidgetArea);
    dock(QStringLiteral("galleryDock"), tr("Gallery"), _galleryPanel, Qt::BottomDockWidgetArea);
    connect(_galleryPanel, &GalleryPanel::failed, this, &MainWindow::showProblem);
    connect(_galleryPanel, &GalleryPanel::opened, this, &MainWindow::openKept);
    connect(_galleryPanel, &GalleryPanel::kept, this, [this] {
        _status->showMessage(
            tr("Kept: the gallery has %n picture(s)", nullptr, int(_gallery->items().size())),
            noticeMilliseconds);
    });
    connect(_galleryPanel, &GalleryPanel::compareRequested, this, &MainWindow::compare);
    connect(_galleryPanel, &GalleryPanel::sheetRequested, this, &MainWindow::saveContactSheet);
    connect(_galleryPanel, &GalleryPanel::breedRequested, this,
            [this](const std::vector<Recipe>& parents) { breeding().breed(parents); });
    connect(_galleryPanel, &GalleryPanel::keyframesRequested, this,
            [this](const std::vector<Recipe>& recipes) { _motion->addKeyframes(recipes); });
    dock(QStringLiteral("variationsDock"), tr("Variations"), _variations, Qt::BottomDockWidgetArea);
    const auto passLocks = [this] { _variations->setLockedLatents(_latent->locked()); };
    const auto passScheme = [this] { _variations->setScheme(_creative->call()); };
    connect(_latent, &LatentPanel::lockedChanged, _variations, passLocks);
    connect(_creative, &CreativePanel::callChanged, _variations, passScheme);
    passLocks();
    passScheme();
    dock(QStringLiteral("motionDock"), tr("Motion"), _motion, Qt::BottomDockWidgetArea);
}

void MainWindow::resetLayout()
{
    // All go before any comes back: side by side, if only for a moment, those that share the bottom would
    // widen the window beyond a small screen.
    for (QDockWidget* dock : std::as_const(_docks)) {
        dock->setFloating(false);
        removeDockWidget(dock);
    }
    addDockWidget(Qt::LeftDockWidgetArea, _docks[0]);
    addDockWidget(Qt::RightDockWidgetArea, _docks[1]);
    addDockWidget(Qt::RightDockWidgetArea, _docks[2]);
    addDockWidget(Qt::BottomDockWidgetArea, _docks[3]);
    tabifyDockWidget(_docks[2], _docks[4]);
    tabifyDockWidget(_docks[3], _docks[5]);
    for (qsizetype behind = 6; behind < _docks.size(); ++behind)
        tabifyDockWidget(_docks[behind - 1], _docks[behind]);
    for (QDockWidget* dock : std::as_const(_docks))
        dock->show();
    _docks[2]->raise();
    _docks[3]->raise();
    resizeDocks({_docks[0], _docks[1]}, {width() * 20 / 100, width() * 23 / 100}, Qt::Horizontal);
    resizeDocks({_docks[3]}, {height() * 36 / 100}, Qt::Vertical);
    // What creative decoding needs comes first: the inspector scrolls.
    const int right = height() - 100;
    const int creative = std::min(_creative->sizeHint().height() + 30, right * 2 / 3);
    resizeDocks({_docks[1], _docks[2]}, {creative, right - creative}, Qt::Vertical);
}

void MainWindow::restoreWindow()
{
    const QSettings settings;
    if (restoreGeometry(settings.value(geometryKey).toByteArray()))
        keepWithinScreen(*this);
    else
        resizeWithinScreen(*this, QSize(1440, 900).boundedTo(largestWindow(*this) * 0.95));
    _canvas->setView(CanvasView(std::clamp(settings.value(viewKey).toInt(), 0, int(CanvasView::OnionSkin))));
    _canvas->setSmooth(settings.value(smoothKey).toBool());
    _actions.smooth->setChecked(_canvas->isSmooth());
}

void MainWindow::restorePanels()
{
    if (!restoreState(QSettings().value(layoutKey).toByteArray(), layoutVersion))
        resetLayout();
}

void MainWindow::saveLayout()
{
    QSettings settings;
    settings.setValue(geometryKey, saveGeometry());
    settings.setValue(layoutKey, saveState(layoutVersion));
    settings.setValue(viewKey, int(_canvas->view()));
    settings.setValue(smoothKey, _canvas->isSmooth());
}

void MainWindow::checkSettings()
{
    const QSettings settings;
    if (!settings.isWritable())
        showProblem(
            tr("Flipside cannot write its settings to %1, so layout and theme will not be remembered; make "
               "that folder writable to keep them.")
                .arg(QDir::toNativeSeparators(settings.fileName())));
    else if (const QString notice = TrainingDialog::notice(); !notice.isEmpty())
        _status->showMessage(notice, farewellMilliseconds);
}

QString MainWindow::rememberedModel()
{
    return QSettings().value(modelKey).toString();
}

ThemeChoice MainWindow::rememberedTheme()
{
    return themeFrom(QSettings().value(themeKey).toString());
}

void MainWindow::chooseTheme(ThemeChoice choice)
{
    applyTheme(*qApp, choice);
    QSettings().setValue(themeKey, toString(choice));
}

QString MainWindow::message() const
{
    return _message->message();
}

void MainWindow::showProblem(const QString& sentence)
{
    const QString shown = asSentence(sentence);
    _openingFailed = false;
    if (_session->hasFoundAbandoned() && _message->hasChoices())
        offerAbandoned(shown);
    else
        _message->showMessage(shown);
    if (!_document.model()) {
        _welcome->setOpening(false);
        _status->showModel();
    }
    emit problemShown(sentence);
}

void MainWindow::openModel(const QString& idOrPath)
{
    expectModel(idOrPath);
    _document.openModel(idOrPath);
}

void MainWindow::openFirstModel()
{
    if (!_document.model() && !_modelIsComing)
        openModel(rememberedModel());
}

void MainWindow::expectModel(const QString& idOrPath)
{
    _opening = idOrPath;
    _modelIsComing = true;
    _startFallback = !idOrPath.isEmpty() && !_document.model() && idOrPath == rememberedModel();
    _status->setOpening(idOrPath.isEmpty() ? tr("the first model") : QDir(idOrPath).dirName());
    if (!_document.model())
        _welcome->setOpening(true);
}

void MainWindow::takeModel()
{
    const bool isAsked = std::exchange(_modelIsComing, false);
    const auto model = _document.model();
    // At the start it may say something else that went wrong, and where the one on screen is only read again
    // it may say why another did not come.
    const bool isAnother = _shownModel && _shownModel->folder != model->folder;
    if ((isAnother || (isAsked && (_shownModel || _openingFailed))) && !_message->hasChoices())
        _message->dismiss();
    _centre->setCurrentWidget(_canvas);
    // The keyboard starts at the picture, not at the first button of the first panel.
    if (!_startedAtCanvas)
        _canvas->setFocus();
    _startedAtCanvas = true;
    if (isAnother)
        _status->showMessage(tr("%1 is kept as you left it: open it again to go on.")
                                 .arg(QString::fromStdString(_shownModel->card.name)),
                             farewellMilliseconds);
    _shownModel = model;
    updateTitle();
    // A model that was opened as a folder is remembered as one: its id says nothing about where it is.
    const bool asFolder = QDir::isAbsolutePath(_opening);
    QSettings().setValue(modelKey, asFolder ? model->folder : QString::fromStdString(model->card.id));
    if (asFolder)
        _recent->add(model->folder);
    _startFallback = false;
    profileOwnModel();
    updateActions();
}

void MainWindow::takeFailedOpening()
{
    _modelIsComing = false;
    _openingFailed = true;
    if (_startFallback) {
        // The model of the last session is gone; what is there is better than an empty window.
        _startFallback = false;
        openModel({});
        return;
    }
    _recent->remove(_opening);
    _welcome->setOpening(false);
    _status->showModel();
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (event->spontaneous())
        return;
    // Once more: a window that has not been on screen gives panels the size that they would like.
    if (!std::exchange(_panelsAreRestored, true))
        restorePanels();
    // Panels that float are on screen before the window that they belong to, which then covers them; shown
    // once more, they stay above it.
    QTimer::singleShot(0, this, [this] {
        for (QDockWidget* dock : std::as_const(_docks))
            if (dock->isFloating() && dock->isVisible()) {
                dock->hide();
                dock->show();
            }
    });
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    const bool isLeft = _session->isLeft();
    const QStringList costs = costsOfQuitting();
    if (!_isClosing && !isLeft && (_session->isModified() || !costs.isEmpty())) {
        event->ignore();
        const auto quit = [this] {
            _isClosing = true;
            close();
        };
        askThen(quit, {}, costs);
        return;
    }
    saveLayout();
    if (!isLeft)
        _session->endJournal();
    setOutputOpen(false);
    if (_guide)
        _guide->close();
    event->accept();
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_B && event->modifiers() == Qt::NoModifier)
        _canvas->setPeeking(true);
    else if (event->key() == Qt::Key_Escape && !_message->isHidden())
        _message->dismiss();
    else if (event->key() == Qt::Key_Escape && _canvas->isComparing())
        _canvas->stopComparing();
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

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    // Space co-activates, but a button that was reached by Tab must still be pressed by it.
    if (event->type() == QEvent::MouseButtonPress) {
        _keyboardFocus = false;
    } else if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (event->type() == QEvent::KeyPress && (key.key() == Qt::Key_Tab || key.key() == Qt::Key_Backtab))
            _keyboardFocus = true;
        const bool plainSpace = key.key() == Qt::Key_Space && key.modifiers() == Qt::NoModifier;
        if (event->type() == QEvent::ShortcutOverride && _keyboardFocus && plainSpace &&
            qobject_cast<QAbstractButton*>(watched)) {
            event->accept();
            return true;
        }
        if (isNoPartOfANumber(watched, key)) {
            event->ignore(); // It goes on to the panel and the window, whose key it is.
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

bool MainWindow::isNoPartOfANumber(const QObject* watched, const QKeyEvent& key) const
{
    if (key.modifiers() & ~Qt::ShiftModifier)
        return false;
    const bool letter = key.key() >= Qt::Key_A && key.key() <= Qt::Key_Z && key.key() != Qt::Key_E;
    if (!letter && key.key() != Qt::Key_Space)
        return false;
    const auto* field = qobject_cast<const QAbstractSpinBox*>(watched);
    if (!field && watched->parent())
        field = qobject_cast<const QAbstractSpinBox*>(watched->parent());
    // Dialogs and other windows have no such keys.
    return field && (field->window() == this || qobject_cast<const QDockWidget*>(field->window()));
}

} // namespace flipside
