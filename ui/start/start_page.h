// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/start/living_pictures.h"
#include "ui/work/file_tasks.h"

#include <QHash>
#include <QList>
#include <QPointer>
#include <QWidget>

#include <functional>
#include <optional>

class QAbstractButton;
class QLabel;
class QLayout;
class QMainWindow;
class QScrollArea;

namespace flipside {

class Actions;
class StartTile;
class Workspace;

/// Where one may begin: models whose pictures change by themselves, sessions, examples, and what else there
/// is to do. It lies over the window, under its toolbar and its messages, so that nothing behind it changes,
/// and goes away as soon as something is done. Arrows and Tab go about on it, Enter presses, Esc goes back.
class StartPage : public QWidget {
    Q_OBJECT
public:
    StartPage(Workspace& workspace, Actions& actions, QMainWindow& window);

    /// Lays it over the window; `recent` are files opened lately, of which it offers the sessions.
    void open(const QStringList& recent);
    /// Takes it away, and gives the keyboard back to who had it.
    void leave();

    const LivingPictures& living() const { return _living; }

signals:
    void sessionChosen(const QString& file);
    void exampleChosen(const QString& file);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* build();
    QWidget* buildHead();
    QWidget* buildDeeds();
    QWidget* addSection(QLayout& page, const QString& title);
    StartTile* addTile(QWidget& section, const QString& name, const std::function<void()>& action);
    void showModels();
    void showRecent(const QStringList& files);
    /// Reads in the background what a session looks like.
    void showSession(StartTile* tile, const QString& file);
    void take(const QString& model, const QImage& picture, const Recipe& recipe);
    void openModel(const QString& model);
    void surprise();
    /// Opens the model that looks best first where none is open.
    void triggerWithModel(QAction& action);
    /// What was begun here before and is not there yet is wanted no more.
    void goOnWithAnother();
    void cover();
    void sizeTiles();
    void beatOrRest();
    QList<QAbstractButton*> buttons() const;
    void focusOn(QAbstractButton& button);
    /// The nearest button in the direction of an arrow; null where there is none.
    QAbstractButton* buttonTowards(int key) const;

    Workspace& _workspace;
    Actions& _actions;
    QMainWindow& _window;
    QScrollArea* _scroll;
    QWidget* _models = nullptr;
    QWidget* _examples = nullptr;
    QWidget* _recent = nullptr;
    QAbstractButton* _back = nullptr;
    QLabel* _noModel = nullptr;
    QHash<QString, StartTile*> _tiles; ///< [id of a model]
    QHash<QString, Recipe> _seen;      ///< [id], what its tile shows
    QPointer<QWidget> _focusBefore;
    LivingPictures _living;
    QPointer<QObject> _waiting; ///< for a model, to begin what needs one
    BackgroundInstrument _surprise;
    FileTasks _files; ///< last, so that it is done before the rest goes
};

} // namespace flipside
