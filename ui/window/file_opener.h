// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/work/file_tasks.h"

#include <QObject>
#include <QString>

#include <functional>

class QMimeData;

namespace flipside {

class Actions;
class RecentFiles;
class SessionFiles;
class Workspace;
struct ModelWish;
struct Recipe;
struct StartPicture;

/// Opens what a user may hand to the program, from a dialog, a menu, the clipboard, by dropping it, or at the
/// start: sessions, recipes, pictures, models, generators. Tells by the content what a name does not.
class FileOpener : public QObject {
    Q_OBJECT
public:
    FileOpener(Workspace& workspace, SessionFiles& sessions, Actions& actions, QWidget& window);

    void open(const QString& path);
    void openModel(const QString& idOrPath);
    /// The model of the last time, where none is open or about to be.
    void openFirstModel();
    void chooseModel();
    /// What was dropped or pasted: a file, a recipe or a picture; false if it is none of these.
    bool take(const QMimeData& data);
    /// Remembers a file that was opened or saved.
    void addRecent(const QString& path);

    /// The newest first.
    QStringList recentFiles() const;

    /// The model of the last session, or empty.
    static QString rememberedModel();

private:
    void choose();
    void choosePicture();
    void paste();
    void openRecipeFile(const QString& path);
    /// As the recipe that it carries, or else as a starting point.
    void openPictureFile(const QString& path);
    void openByContent(const QString& path);
    void importModelFile(const QString& path);
    void startFrom(const QString& path);
    /// Reads a picture in the background, then asks which part of it to begin from.
    void startFrom(const std::function<StartPicture()>& read);
    void takeModel(const ModelWish& wish);
    void takeFailedOpening(const ModelWish& wish);
    void offerToFind(const Recipe& recipe, const QString& sentence);
    void findMissingModel(const Recipe& recipe);

    Workspace& _workspace;
    SessionFiles& _sessions;
    QWidget& _window;
    RecentFiles* _recent = nullptr;
    FileTasks _files; ///< last, so that it is done before the rest goes
};

} // namespace flipside
