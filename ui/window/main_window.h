// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/profile_model.h"
#include "ui/canvas/canvas.h"
#include "ui/document/document.h"
#include "ui/style/theme.h"
#include "ui/work/file_tasks.h"
#include "ui/work/job.h"

#include <QMainWindow>
#include <QPointer>

#include <functional>
#include <memory>

class QActionGroup;
class QMenu;
class QMimeData;
class QStackedWidget;
class QToolBar;

namespace flipside {

class BreedingWindow;
class ClusterPanel;
class CreativePanel;
class Family;
class Film;
class Gallery;
class GalleryPanel;
class GuideWindow;
class LatentPanel;
class MessageBar;
class MotionPanel;
class NeuronInspector;
class NeuronPanel;
class NoveltyPanel;
class OutputWindow;
class PanelFocus;
class RecentFiles;
class SessionKeeper;
class StatusBar;
class StudyWindow;
class TrainingDialog;
class VariationsPanel;
class WelcomePage;
struct StartPicture;

/// The window: canvas in the middle, latent on the left, creative decoding and neuron inspector on the right,
/// neurons below. It wires panels to the document, and owns menus, files and settings.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Document& document, QWidget* parent = nullptr);
    /// Waits for files that are being written.
    ~MainWindow() override;

    /// Opens what a user may hand to the program: a recipe's file or a model's folder (or a file inside one).
    void openFile(const QString& path);
    void openModel(const QString& idOrPath);
    /// The model of the last time, where none is open or about to be.
    void openFirstModel();
    /// Says that the player has already been asked for this model.
    void expectModel(const QString& idOrPath);
    /// From now on nothing is lost, however the program ends; offers what an earlier one left.
    void keepJournal();
    /// The program is about to end, and there is no time to ask: the next start offers to go on from here.
    void leave();
    /// Puts all panels where they are at the first start.
    void resetLayout();

    Canvas& canvas() { return *_canvas; }
    StatusBar& status() { return *_status; }
    Gallery& gallery() { return *_gallery; }
    SessionKeeper& session() { return *_session; }
    /// The timeline that the motion panel plays.
    Film& film() { return *_film; }
    MotionPanel& motion() { return *_motion; }
    /// Null while it is not open.
    OutputWindow* output() { return _output.get(); }
    /// The error on screen; empty where there is none.
    QString message() const;

    /// The model of the last session, or empty.
    static QString rememberedModel();
    /// The theme of the last session; dark at first.
    static ThemeChoice rememberedTheme();

signals:
    /// A sentence was put before the user.
    void problemShown(const QString& sentence);

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// How long the status bar tells what was done.
    static constexpr int noticeMilliseconds = 5000;

    void buildCentre();
    void buildDocks();
    void buildMenus();
    void buildSession();
    void buildFileMenu();
    void buildEditMenu();
    void buildViewMenu();
    void buildColourMapMenu(QMenu& view);
    void buildMotionMenu();
    void buildToolsMenu();
    void buildHelpMenu();
    void buildToolBar();
    QAction* action(const QString& icon, const QString& text, const QKeySequence& key,
                    const QString& tip = {});
    QDockWidget* dock(const QString& name, const QString& title, QWidget* panel, Qt::DockWidgetArea area);

    void restoreWindow();
    void restorePanels();
    void saveLayout();
    void checkSettings();
    bool isNoPartOfANumber(const QObject* watched, const QKeyEvent& key) const;

    void takeModel();
    void takeFailedOpening();
    void updateActions();
    /// Where the keyboard goes from a button that has nothing to do any more: not to its neighbour, which the
    /// next press of Space would set off.
    void focusWhatTakesItBack();
    void updateView();
    void updateBrush();
    void listModelsInMenu();
    void learnModelNames();
    void showProblem(const QString& sentence);
    void chooseTheme(ThemeChoice choice);

    void chooseModel();
    /// What a file is that its name does not tell, or lies about.
    void openByContent(const QString& path);
    void importModelFile(const QString& path);
    /// In the background, over this data or what the card says; the model is played meanwhile.
    /// `effort` is for models that are profiled over draws from the prior.
    void profile(const QString& folder, const QString& data = {}, const ProfileEffort& effort = {});
    void profileOverChosenPictures(const QString& folder);
    /// One of the user's own that has no profile gets one.
    void profileOwnModel();
    /// Whether the model that is open has no profile yet, or one of fewer draws than there could be.
    bool lacksProfile() const;
    void newSession();
    void chooseFile();
    void openSession(const QString& path);
    /// `then` is called once it is saved, and not where the user chooses no file.
    void saveSession(const std::function<void()>& then = {});
    void saveSessionAs(const std::function<void()>& then = {});
    void revertSession();
    /// Asks first where something would be thrown away that is not saved, or `costs` something besides, in
    /// sentences. `stay` is called where the user cancels.
    void askThen(const std::function<void()>& goOn, const std::function<void()>& stay = {},
                 const QStringList& costs = {});
    /// What is under way and becomes of it if the program ends now, a sentence each.
    QStringList costsOfQuitting() const;
    /// What a crash left: to go on with, or to delete; after a problem that came at the same time.
    void offerAbandoned(const QString& problem = {});
    /// Something else is opened, and what was said before is no longer of interest; what a crash left still
    /// is.
    void dismissMessage();
    void findMissingModel(const Recipe& recipe);
    void updateTitle();
    void saveContactSheet(const GalleryItems& items);
    void compare(const GalleryItems& items);
    void openKept(const Recipe& recipe);
    void openRecipeFile(const QString& path);
    /// As the recipe that it carries, or else as a starting point.
    void openPictureFile(const QString& path);
    void choosePicture();
    /// Reads a picture in the background, then asks which part of it to begin from.
    void paste();
    /// What was dropped or pasted: a file, a recipe or a picture; false if it is none of these.
    bool take(const QMimeData& data);
    void startFrom(const QString& path);
    void startFrom(const std::function<StartPicture()>& read);
    void saveRecipe();
    void exportPicture();
    void setOutputOpen(bool open);
    void openStudies();
    BreedingWindow& breeding();
    void fetchDataset();
    void openTraining();
    QString lastFolder() const;
    void rememberFolder(const QString& path);

    Document& _document;
    FileTasks _files;
    std::unique_ptr<Job> _profiling;
    QString _profiled;  ///< the folder of the model that it profiles
    QString _abandoned; ///< what a crash left, in words
    QStackedWidget* _centre = nullptr;
    Canvas* _canvas = nullptr;
    WelcomePage* _welcome = nullptr;
    MessageBar* _message = nullptr;
    StatusBar* _status = nullptr;
    LatentPanel* _latent = nullptr;
    NeuronPanel* _neurons = nullptr;
    NeuronInspector* _inspector = nullptr;
    ClusterPanel* _clusters = nullptr;
    VariationsPanel* _variations = nullptr;
    NoveltyPanel* _novelty = nullptr;
    Gallery* _gallery = nullptr;
    Film* _film = nullptr;
    Family* _family = nullptr;
    SessionKeeper* _session = nullptr;
    GalleryPanel* _galleryPanel = nullptr;
    CreativePanel* _creative = nullptr;
    MotionPanel* _motion = nullptr;
    std::unique_ptr<OutputWindow> _output;
    QList<QDockWidget*> _docks;
    PanelFocus* _panels = nullptr;
    QPointer<GuideWindow> _guide;
    StudyWindow* _study = nullptr;       ///< made when first asked for
    TrainingDialog* _training = nullptr; ///< likewise
    BreedingWindow* _breeding = nullptr; ///< likewise
    RecentFiles* _recent = nullptr;
    QMenu* _models = nullptr;
    QMenu* _colourMaps = nullptr;
    QToolBar* _toolBar = nullptr;
    QActionGroup* _views = nullptr;
    std::shared_ptr<const OpenedModel> _shownModel; ///< which the window has taken last
    QString _opening;                               ///< what the user asked to open last
    bool _modelIsComing = false;                    ///< it has been asked for and is not there yet
    bool _openingFailed = false;                    ///< the message says why a model could not be opened
    bool _startFallback = false; ///< the remembered model is being tried; the first one there is comes next
    bool _isClosing = false;     ///< the user knows what becomes of their work
    bool _startedAtCanvas = false;
    bool _panelsAreRestored = false;
    bool _keyboardFocus = false; ///< the focus was last moved by the keyboard

    struct {
        QAction *newSession, *open, *save, *saveAs, *revert;
        QAction *openModel, *openPicture, *saveRecipe, *exportPicture, *quit;
        QAction *undo, *redo, *randomise, *coactivate, *clear, *brush, *keep, *copy, *paste;
        QAction *smooth, *zoomIn, *zoomOut, *fit, *actualPixels, *grid, *loupe;
        QAction *nextPanel, *previousPanel;
        QAction *play, *addKeyframe, *walk, *exportFilm, *output, *blank;
        QAction *study, *breed, *train, *fetch, *profile;
        QAction *guide, *shortcuts, *about;
    } _actions{};
};

} // namespace flipside
