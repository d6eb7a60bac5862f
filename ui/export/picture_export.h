// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/recipe/recipe.h"
#include "ui/work/file_tasks.h"
#include "ui/workspace/sheet_picture.h"

#include <QObject>
#include <QPointer>

#include <vector>

namespace flipside {

class Actions;
class ExportDialog;
class Workspace;

/// What leaves the program by a name: the recipe, and pictures, the one on screen or many that were kept.
class PictureExport : public QObject {
    Q_OBJECT
public:
    PictureExport(Workspace& workspace, Actions& actions, QWidget& window);

signals:
    /// A file that can be opened again was written.
    void written(const QString& file);

private:
    void saveRecipe();
    void exportPicture();
    void exportPictures(const std::vector<Recipe>& recipes);
    void exportSheet(const std::vector<SheetPicture>& pictures);
    /// An export that is under way comes forward instead: true then. One that only asks goes.
    bool isExporting();
    void show(ExportDialog* dialog);

    Workspace& _workspace;
    QWidget& _window;
    QPointer<ExportDialog> _dialog;
    FileTasks _files; ///< last, so that it is done before the rest goes
};

} // namespace flipside
