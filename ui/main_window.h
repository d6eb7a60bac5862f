// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "canvas.h"
#include "document.h"
#include "file_tasks.h"
#include "job.h"
#include "theme.h"

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

class ClusterPanel;
class CreativePanel;
class Film;
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
class StatusBar;
class StudyWindow;
class TrainingDialog;
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
    /// Says that the player has already been asked for this model.
    void expectModel(const QString& idOrPath);
    /// Puts all panels where they are at the first start.
    void resetLayout();

    Canvas& canvas() { return *_canvas; }
    StatusBar& status() { return *_status; }
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
    void buildCentre();
    void buildDocks();
    void buildMenus();
    void buildFileMenu();
    void buildEditMenu();
    void buildViewMenu();
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
    void takeFailure(const QString& sentence, bool openingFailed);
    void updateActions();
    /// Where the keyboard goes from a button that has nothing to do any more: not to its neighbour, which the
    /// next press of Space would set off.
    void focusWhatTakesItBack();
    void updateView();
    void updateBrush();
    void listModelsInMenu();
    void showProblem(const QString& sentence);
    void chooseTheme(ThemeChoice choice);

    void chooseModel();
    void importModelFile(const QString& path);
    /// In the background, over this data or what the card says; the model is played meanwhile.
    void profile(const QString& folder, const QString& data = {});
    void chooseRecipe();
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
    void fetchDataset();
    void openTraining();
    QString lastFolder() const;
    void rememberFolder(const QString& path);

    Document& _document;
    FileTasks _files;
    std::unique_ptr<Job> _profiling;
    QStackedWidget* _centre = nullptr;
    Canvas* _canvas = nullptr;
    WelcomePage* _welcome = nullptr;
    MessageBar* _message = nullptr;
    StatusBar* _status = nullptr;
    LatentPanel* _latent = nullptr;
    NeuronPanel* _neurons = nullptr;
    NeuronInspector* _inspector = nullptr;
    ClusterPanel* _clusters = nullptr;
    NoveltyPanel* _novelty = nullptr;
    CreativePanel* _creative = nullptr;
    Film* _film = nullptr;
    MotionPanel* _motion = nullptr;
    std::unique_ptr<OutputWindow> _output;
    QList<QDockWidget*> _docks;
    PanelFocus* _panels = nullptr;
    QPointer<GuideWindow> _guide;
    StudyWindow* _study = nullptr;       ///< made when first asked for
    TrainingDialog* _training = nullptr; ///< likewise
    RecentFiles* _recent = nullptr;
    QMenu* _models = nullptr;
    QToolBar* _toolBar = nullptr;
    QActionGroup* _views = nullptr;
    std::shared_ptr<const OpenedModel> _shownModel; ///< which the window has taken last
    QString _opening;                               ///< what the user asked to open last
    bool _startFallback = false; ///< the remembered model is being tried; the first one there is comes next
    bool _startedAtCanvas = false;
    bool _panelsAreRestored = false;
    bool _keyboardFocus = false; ///< the focus was last moved by the keyboard

    struct {
        QAction *openModel, *openRecipe, *openPicture, *saveRecipe, *exportPicture, *quit;
        QAction *undo, *redo, *randomise, *coactivate, *clear, *brush, *copy, *paste;
        QAction *smooth, *zoomIn, *zoomOut, *fit;
        QAction *nextPanel, *previousPanel;
        QAction *play, *addKeyframe, *walk, *exportFilm, *output, *blank;
        QAction *study, *train, *fetch;
        QAction *guide, *shortcuts, *about;
    } _actions{};
};

} // namespace flipside
