// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model_folder.h"
#include "ui/breeding/breeding_window.h"
#include "ui/creative/creative_panel.h"
#include "ui/document/family.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/import/fetch_dialog.h"
#include "ui/latent/latent_panel.h"
#include "ui/neurons/neuron_panel.h"
#include "ui/study/study_window.h"
#include "ui/style/theme_icons.h"
#include "ui/window/about_dialog.h"
#include "ui/window/guide_window.h"
#include "ui/window/main_window.h"
#include "ui/window/panel_focus.h"
#include "ui/window/recent_files.h"
#include "ui/window/shortcuts_dialog.h"

#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

namespace flipside {

QAction* MainWindow::action(const QString& icon, const QString& text, const QKeySequence& key,
                            const QString& tip)
{
    auto* action = new QAction(icon.isEmpty() ? QIcon() : themedIcon(icon), text, this);
    action->setShortcut(key);
    QString name = text;
    name.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
    const QString hint = tip.isEmpty() ? name : tip;
    action->setWhatsThis(hint);
    action->setToolTip(
        key.isEmpty() ? hint : QStringLiteral("%1 (%2)").arg(hint, key.toString(QKeySequence::NativeText)));
    // Known to the window itself, so that its key works while the menu bar is not shown.
    addAction(action);
    return action;
}

void MainWindow::buildMenus()
{
    buildFileMenu();
    buildEditMenu();
    buildViewMenu();
    buildMotionMenu();
    buildToolsMenu();
    buildHelpMenu();
}

void MainWindow::buildFileMenu()
{
    auto& a = _actions;
    a.newSession = action({}, tr("&New session"), QKeySequence::New,
                          tr("Begin with an empty gallery and an empty film"));
    a.open = action(QStringLiteral("open"), tr("&Open…"), QKeySequence::Open,
                    tr("Open a session, a recipe, or a picture that carries one"));
    a.save = action(QStringLiteral("save"), tr("&Save"), QKeySequence::Save, tr("Save the session"));
    a.saveAs = action({}, tr("Save &as…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
                      tr("Save the session under another name"));
    a.revert = action({}, tr("Re&vert"), {}, tr("Go back to the session as it was saved"));
    a.openModel =
        action(QStringLiteral("open"), tr("Open &model…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    a.openPicture = action({}, tr("Start from a &picture…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P),
                           tr("Find the latent that makes a picture of yours"));
    a.saveRecipe = action({}, tr("Save re&cipe…"), {});
    a.exportPicture =
        action(QStringLiteral("export"), tr("&Export PNG…"), QKeySequence(Qt::CTRL | Qt::Key_E));
    a.quit = action({}, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
    connect(a.openModel, &QAction::triggered, this, &MainWindow::chooseModel);
    connect(a.newSession, &QAction::triggered, this, &MainWindow::newSession);
    connect(a.open, &QAction::triggered, this, &MainWindow::chooseFile);
    connect(a.save, &QAction::triggered, this, [this] { saveSession(); });
    connect(a.saveAs, &QAction::triggered, this, [this] { saveSessionAs(); });
    connect(a.revert, &QAction::triggered, this, &MainWindow::revertSession);
    connect(a.openPicture, &QAction::triggered, this, &MainWindow::choosePicture);
    connect(a.saveRecipe, &QAction::triggered, this, &MainWindow::saveRecipe);
    connect(a.exportPicture, &QAction::triggered, this, &MainWindow::exportPicture);
    connect(a.quit, &QAction::triggered, this, &QWidget::close);

    _recent = new RecentFiles(this);
    connect(_recent, &RecentFiles::chosen, this, &MainWindow::openFile);
    _models = new QMenu(tr("Mo&dels"), this);
    connect(_models, &QMenu::aboutToShow, this, &MainWindow::listModelsInMenu);

    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addActions({a.newSession, a.open});
    file->addMenu(_recent);
    file->addActions({a.save, a.saveAs, a.revert});
    file->addSeparator();
    file->addMenu(_models);
    file->addAction(a.openModel);
    file->addAction(a.openPicture);
    file->addSeparator();
    file->addActions({a.saveRecipe, a.exportPicture});
    file->addSeparator();
    file->addAction(a.quit);
}

void MainWindow::listModelsInMenu()
{
    struct Entry {
        QString id, name;
    };
    _models->clear();
    _models->addAction(tr("Looking…"))->setEnabled(false);
    _files.run([this]() -> FileTasks::Afterwards {
        QList<Entry> entries;
        for (const ModelFolder& folder : listModels())
            entries.append(
                {QString::fromStdString(folder.card().id), QString::fromStdString(folder.card().name)});
        return [this, entries] {
            _models->clear();
            const auto open = _document.model();
            for (const Entry& entry : entries) {
                QString label = entry.name;
                label.replace(QLatin1Char('&'), QLatin1String("&&"));
                QAction* action = _models->addAction(label, this, [this, id = entry.id] { openModel(id); });
                action->setCheckable(true);
                action->setChecked(open && QString::fromStdString(open->card.id) == entry.id);
            }
            if (entries.isEmpty())
                _models->addAction(tr("None found"))->setEnabled(false);
        };
    });
}

void MainWindow::learnModelNames()
{
    _files.run([this]() -> FileTasks::Afterwards {
        ModelNames::Table known;
        for (const ModelFolder& folder : listModels()) {
            const QString id = QString::fromStdString(folder.card().id);
            known.names.insert(id, QString::fromStdString(folder.card().name));
            known.typical.insert(id, folder.card().typical);
        }
        return [this, known] { _document.modelNames().add(known.names, known.typical); };
    });
}

void MainWindow::buildEditMenu()
{
    auto& a = _actions;
    a.undo = action(QStringLiteral("undo"), tr("&Undo"), QKeySequence::Undo);
    a.redo = action(QStringLiteral("redo"), tr("&Redo"), QKeySequence::Redo);
    a.randomise = action(QStringLiteral("randomise"), tr("Ra&ndomise"), QKeySequence(Qt::Key_R),
                         tr("Draw a new latent from the prior"));
    a.coactivate = action(QStringLiteral("coactivate"), tr("Co-&activate"), QKeySequence(Qt::Key_Space),
                          tr("Let the scheme choose neurons to flip"));
    a.clear = action(QStringLiteral("clear"), tr("C&lear flips"), QKeySequence(Qt::CTRL | Qt::Key_Backspace),
                     tr("Release all flipped neurons"));
    a.brush = action(QStringLiteral("brush"), tr("&Paint places"), QKeySequence(Qt::Key_P),
                     tr("Paint on the picture where flips of channels apply"));
    a.brush->setCheckable(true);
    a.brush->setIconVisibleInMenu(false);
    connect(a.brush, &QAction::toggled, &_canvas->brush(), &RegionBrush::setActive);
    a.keep = action(QStringLiteral("keep"), tr("&Keep"), QKeySequence(Qt::Key_K),
                    tr("Keep this picture in the gallery"));
    connect(a.keep, &QAction::triggered, _galleryPanel, &GalleryPanel::keep);
    a.copy = action(QStringLiteral("copy"), tr("&Copy picture"), QKeySequence::Copy);
    a.paste = action({}, tr("&Paste"), QKeySequence::Paste,
                     tr("Open the recipe of a copied picture, or start from it"));
    connect(a.undo, &QAction::triggered, &_document, &Document::undo);
    connect(a.redo, &QAction::triggered, &_document, &Document::redo);
    connect(&_document.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::updateActions);
    connect(a.randomise, &QAction::triggered, _latent, &LatentPanel::randomise);
    connect(a.coactivate, &QAction::triggered, _creative, &CreativePanel::coactivate);
    connect(a.clear, &QAction::triggered, &_document, &Document::clearFlips);
    connect(a.copy, &QAction::triggered, _canvas, &Canvas::copyPicture);
    connect(a.paste, &QAction::triggered, this, &MainWindow::paste);

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({a.undo, a.redo});
    edit->addSeparator();
    edit->addActions({a.randomise, a.coactivate, a.clear, a.brush});
    edit->addSeparator();
    edit->addActions({a.keep, a.copy, a.paste});
}

void MainWindow::buildViewMenu()
{
    QMenu* view = menuBar()->addMenu(tr("&View"));
    _views = new QActionGroup(this);
    const auto addView = [&](CanvasView kind, const char* icon, const QString& text, int key) {
        QAction* entry = action(QLatin1String(icon), text, QKeySequence(key));
        entry->setCheckable(true);
        entry->setIconVisibleInMenu(false); // its place is the check mark's
        entry->setData(int(kind));
        _views->addAction(entry);
        view->addAction(entry);
    };
    addView(CanvasView::SideBySide, "side-by-side", tr("Side &by side"), Qt::Key_1);
    addView(CanvasView::Split, "split", tr("&Split"), Qt::Key_2);
    addView(CanvasView::Difference, "difference", tr("&Difference"), Qt::Key_3);
    addView(CanvasView::Single, "single", tr("S&ingle, creative or regular"), Qt::Key_4);
    addView(CanvasView::OnionSkin, "onion-skin", tr("&Onion skin"), Qt::Key_5);
    connect(_views, &QActionGroup::triggered, this, [this](QAction* chosen) {
        const auto kind = CanvasView(chosen->data().toInt());
        // The key of the single view, pressed again, shows the other picture.
        if (kind == CanvasView::Single && _canvas->view() == CanvasView::Single)
            _canvas->setShowsRegular(!_canvas->showsRegular());
        else
            _canvas->setShowsRegular(false);
        _canvas->setView(kind);
    });
    view->addSeparator();

    auto& a = _actions;
    a.zoomIn = action(QStringLiteral("zoom-in"), tr("Zoom i&n"), QKeySequence::ZoomIn);
    a.zoomIn->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal),
                            QKeySequence(Qt::Key_Plus)});
    a.zoomOut = action(QStringLiteral("zoom-out"), tr("Zoom o&ut"), QKeySequence::ZoomOut);
    a.zoomOut->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Minus), QKeySequence(Qt::Key_Minus)});
    a.fit = action(QStringLiteral("fit"), tr("&Fit"), QKeySequence(Qt::CTRL | Qt::Key_0));
    a.smooth = action({}, tr("S&mooth scaling"), {});
    a.smooth->setCheckable(true);
    connect(a.zoomIn, &QAction::triggered, _canvas, &Canvas::zoomIn);
    connect(a.zoomOut, &QAction::triggered, _canvas, &Canvas::zoomOut);
    connect(a.fit, &QAction::triggered, _canvas, &Canvas::fit);
    connect(a.smooth, &QAction::toggled, _canvas, &Canvas::setSmooth);
    a.actualPixels = action({}, tr("&Actual pixels"), QKeySequence(Qt::CTRL | Qt::Key_1));
    a.grid = action({}, tr("Pixel &grid"), QKeySequence(Qt::Key_G), tr("Lines between the picture's pixels"));
    a.grid->setCheckable(true);
    a.loupe = action({}, tr("&Loupe"), QKeySequence(Qt::Key_M), tr("A magnifying glass at the pointer"));
    a.loupe->setCheckable(true);
    connect(a.actualPixels, &QAction::triggered, _canvas, &Canvas::showActualPixels);
    connect(a.grid, &QAction::toggled, _canvas, &Canvas::setGrid);
    connect(a.loupe, &QAction::toggled, _canvas, &Canvas::setLoupe);
    view->addActions({a.zoomIn, a.zoomOut, a.fit, a.actualPixels, a.smooth, a.grid, a.loupe});
    buildColourMapMenu(*view);
    view->addSeparator();

    a.nextPanel =
        action({}, tr("Ne&xt panel"), QKeySequence(Qt::Key_F6), tr("Go to the next panel, or to the canvas"));
    a.previousPanel =
        action({}, tr("&Previous panel"), QKeySequence(Qt::SHIFT | Qt::Key_F6), tr("Go to the panel before"));
    connect(a.nextPanel, &QAction::triggered, this, [this] {
        _keyboardFocus = true;
        _panels->goToNext();
    });
    connect(a.previousPanel, &QAction::triggered, this, [this] {
        _keyboardFocus = true;
        _panels->goToPrevious();
    });
    view->addActions({a.nextPanel, a.previousPanel});
    for (QDockWidget* dock : std::as_const(_docks))
        view->addAction(dock->toggleViewAction());
    view->addAction(tr("&Reset the layout"), this, &MainWindow::resetLayout);
    view->addSeparator();

    a.output = action({}, tr("&Output window"), QKeySequence(Qt::Key_F11),
                      tr("The picture alone, on a second display where there is one"));
    a.blank =
        action({}, tr("Bl&ank the output"), QKeySequence(Qt::Key_F12), tr("The output black, and back"));
    view->addActions({a.output, a.blank});
    view->addSeparator();

    QMenu* themes = view->addMenu(tr("&Theme"));
    auto* group = new QActionGroup(this);
    const QList<QPair<ThemeChoice, QString>> choices{{ThemeChoice::Dark, tr("&Dark")},
                                                     {ThemeChoice::Light, tr("&Light")},
                                                     {ThemeChoice::System, tr("&As the desktop")}};
    for (const auto& [choice, text] : choices) {
        QAction* entry = themes->addAction(text, this, [this, choice = choice] { chooseTheme(choice); });
        entry->setCheckable(true);
        entry->setChecked(currentTheme() == choice);
        group->addAction(entry);
    }
}

void MainWindow::buildColourMapMenu(QMenu& view)
{
    const auto key = QStringLiteral("canvas/colour-map");
    _canvas->setColourMap(colourMapOf(QSettings().value(key).toString()));
    _colourMaps = view.addMenu(tr("&Colours of grey pictures"));
    auto* group = new QActionGroup(this);
    for (const ColourMap& map : colourMaps()) {
        QAction* entry = _colourMaps->addAction(map.name, this, [this, &map, key] {
            _canvas->setColourMap(map);
            QSettings().setValue(key, map.id);
        });
        entry->setCheckable(true);
        entry->setChecked(map.id == _canvas->colourMap().id ||
                          (map.colours.isEmpty() && _canvas->colourMap().id.isEmpty()));
        group->addAction(entry);
    }
}

void MainWindow::buildToolsMenu()
{
    auto& a = _actions;
    a.study = action({}, tr("&Study…"), QKeySequence(Qt::CTRL | Qt::Key_T),
                     tr("Measure many pictures, and compare with the papers"));
    a.breed = action({}, tr("&Breed…"), QKeySequence(Qt::CTRL | Qt::Key_B),
                     tr("Cross pictures of the gallery, and go on from their children"));
    a.train = action({}, tr("&Train on my pictures…"), {},
                     tr("Make a model of your own out of a folder of pictures"));
    a.fetch = action({}, tr("&Fetch a dataset…"), {}, tr("Download a dataset, for training and studies"));
    a.profile = action({}, tr("&Profile this model"), {},
                       tr("Find out how often each neuron is on, which schemes need to know"));
    connect(a.study, &QAction::triggered, this, &MainWindow::openStudies);
    connect(a.breed, &QAction::triggered, this, [this] {
        const std::vector<Recipe> chosen = _galleryPanel->chosenRecipes();
        const auto& generations = _family->generations();
        if (chosen.size() > 1 && (generations.empty() || generations.back().parents != chosen))
            breeding().breed(chosen);
        breeding().show();
        breeding().raise();
        breeding().activateWindow();
    });
    connect(a.train, &QAction::triggered, this, &MainWindow::openTraining);
    connect(a.fetch, &QAction::triggered, this, &MainWindow::fetchDataset);
    connect(a.profile, &QAction::triggered, this,
            [this] { profile(_document.model()->folder, {}, ProfileEffort::whole()); });
    connect(_status, &StatusBar::workCancelled, this, [this] { _profiling->cancel(); });
    QMenu* tools = menuBar()->addMenu(tr("&Tools"));
    tools->addActions({a.study, a.breed, a.train, a.fetch, a.profile});
}

void MainWindow::openStudies()
{
    if (!_study) {
        _study = new StudyWindow(this);
        if (const auto model = _document.model())
            _study->proposeModel(QString::fromStdString(model->card.id));
    }
    _study->show();
    _study->raise();
    _study->activateWindow();
}

BreedingWindow& MainWindow::breeding()
{
    if (!_breeding) {
        _breeding = new BreedingWindow(_document, *_family, this);
        connect(_breeding, &BreedingWindow::keepRequested, _galleryPanel,
                [this](const Recipe& recipe, const Image& picture) {
                    _galleryPanel->keepPicture(recipe, picture);
                });
    }
    return *_breeding;
}

void MainWindow::fetchDataset()
{
    FetchDialog(this).exec();
}

void MainWindow::buildHelpMenu()
{
    auto& a = _actions;
    a.guide = action(QStringLiteral("help"), tr("&Guide"), QKeySequence(Qt::Key_F1));
    a.shortcuts = action({}, tr("&Keyboard and mouse"), QKeySequence(Qt::Key_Question));
    a.about = action({}, tr("&About Flipside"), {});
    connect(a.guide, &QAction::triggered, this, [this] {
        if (!_guide) {
            _guide = new GuideWindow;
            _guide->setAttribute(Qt::WA_DeleteOnClose);
        }
        _guide->show();
        _guide->raise();
        _guide->activateWindow();
    });
    connect(a.shortcuts, &QAction::triggered, this, [this] { ShortcutsDialog(actions(), this).exec(); });
    connect(a.about, &QAction::triggered, this, [this] { AboutDialog(_document, this).exec(); });
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({a.guide, a.shortcuts});
    help->addSeparator();
    help->addAction(a.about);
}

void MainWindow::buildToolBar()
{
    _toolBar = addToolBar(tr("Main toolbar"));
    QToolBar* bar = _toolBar;
    bar->setObjectName(QStringLiteral("mainToolBar"));
    bar->setMovable(false);
    bar->setIconSize(QSize(20, 20));
    bar->toggleViewAction()->setVisible(false);
    const auto& a = _actions;
    bar->addActions({a.undo, a.redo});
    bar->addSeparator();
    bar->addActions({a.randomise, a.coactivate, a.clear, a.brush});
    bar->addSeparator();
    bar->addActions(_views->actions());
    bar->addSeparator();
    bar->addActions({a.zoomOut, a.fit, a.zoomIn});
    bar->addSeparator();
    bar->addActions({a.keep, a.copy, a.exportPicture});
    for (QAction* labelled : {a.randomise, a.coactivate, a.keep}) {
        if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(labelled)))
            button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    // Reached by Tab, but a click leaves the keyboard where it was, with the keys that move things.
    const auto buttons = bar->findChildren<QToolButton*>();
    for (QToolButton* button : buttons)
        button->setFocusPolicy(Qt::TabFocus);
}

void MainWindow::updateActions()
{
    QWidget* focused = QApplication::focusWidget();
    const bool open = _document.model() != nullptr;
    const auto& a = _actions;
    for (QAction* action : {a.openPicture, a.saveRecipe, a.exportPicture, a.randomise, a.keep, a.copy,
                            a.zoomIn, a.zoomOut, a.fit})
        action->setEnabled(open);
    a.coactivate->setEnabled(open && _document.model()->profile);
    a.profile->setEnabled(lacksProfile() && _profiled.isEmpty());
    _colourMaps->setEnabled(open && _document.model()->card.channels == 1);
    a.clear->setEnabled(open && !_document.recipe().edits.empty());
    const QUndoStack& undo = _document.undoStack();
    a.undo->setEnabled(undo.canUndo());
    a.redo->setEnabled(undo.canRedo());
    a.undo->setText(undo.canUndo() ? tr("&Undo: %1").arg(undo.undoText()) : tr("&Undo"));
    a.redo->setText(undo.canRedo() ? tr("&Redo: %1").arg(undo.redoText()) : tr("&Redo"));
    if (focused && focused->parentWidget() == _toolBar && !focused->isEnabled())
        focusWhatTakesItBack();
}

void MainWindow::focusWhatTakesItBack()
{
    QWidget* heir = _canvas;
    for (QAction* action : {_actions.redo, _actions.undo})
        if (action->isEnabled())
            heir = _toolBar->widgetForAction(action);
    heir->setFocus(Qt::TabFocusReason);
}

void MainWindow::updateBrush()
{
    const RegionBrush& brush = _canvas->brush();
    _actions.brush->setEnabled(brush.hasChannels());
    _actions.brush->setChecked(brush.isActive());
}

void MainWindow::updateView()
{
    _views->actions().at(int(_canvas->view()))->setChecked(true);
}

} // namespace flipside
