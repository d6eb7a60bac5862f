// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture_export.h"

#include "core/base/progress.h"
#include "core/instrument/recipe_pictures.h"
#include "core/model/find_model.h"
#include "core/recipe/recipe_json.h"
#include "ui/actions/actions.h"
#include "ui/export/picture_export_dialog.h"
#include "ui/export/series_export_dialog.h"
#include "ui/export/sheet_export_dialog.h"
#include "ui/widgets/file_choice.h"
#include "ui/workspace/workspace.h"

#include <QDir>

#include <map>
#include <string>

namespace flipside {
namespace {

/// Where the models of these recipes are, as the library knows now.
SeriesExportDialog::FindModel finderOf(const std::vector<Recipe>& recipes, ModelLibrary& models)
{
    std::map<std::string, std::string> places;
    for (const Recipe& recipe : recipes)
        places[recipe.model] = models.placeOf(QString::fromStdString(recipe.model)).toStdString();
    return [places](const std::string& id) { return findModelAgain(id, places.at(id)); };
}

} // namespace

PictureExport::PictureExport(Workspace& workspace, Actions& actions, QWidget& window)
    : QObject(&window), _workspace(workspace), _window(window)
{
    QAction* recipe = actions.add({QStringLiteral("save-recipe"), tr("Save re&cipe…"), {}, {}, {}});
    QAction* picture = actions.add({QStringLiteral("export"),
                                    tr("&Export picture…"),
                                    {QKeySequence(Qt::CTRL | Qt::Key_E)},
                                    {},
                                    QStringLiteral("export")});
    for (QAction* action : {recipe, picture})
        workspace.enableWithModel(*action);
    connect(recipe, &QAction::triggered, this, &PictureExport::saveRecipe);
    connect(picture, &QAction::triggered, this, &PictureExport::exportPicture);
    connect(&workspace, &Workspace::exportWished, this, &PictureExport::exportPictures);
    connect(&workspace, &Workspace::contactSheetWished, this, &PictureExport::exportSheet);
    connect(&_files, &FileTasks::failed, this,
            [this](const QString& sentence) { emit _workspace.problem(sentence); });
}

void PictureExport::saveRecipe()
{
    const QString path = chooseFileToSave(_window, tr("Save the recipe"), QStringLiteral("recipe.json"),
                                          tr("Recipes (*.json)"), QStringLiteral("json"));
    if (path.isEmpty())
        return;
    _files.run([this, path, recipe = _workspace.document().recipe()]() -> FileTasks::Afterwards {
        writeRecipe(path.toStdString(), recipe);
        return [this, path] {
            emit written(path);
            emit _workspace.notice(tr("Saved %1").arg(QDir::toNativeSeparators(path)));
        };
    });
}

bool PictureExport::isExporting()
{
    if (_dialog && _dialog->isRunning()) {
        _dialog->raise();
        _dialog->activateWindow();
        return true;
    }
    delete _dialog.data(); // it asks about a picture that may not be on screen any more
    return false;
}

void PictureExport::show(ExportDialog* dialog)
{
    _dialog = dialog;
    _dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(_dialog, &ExportDialog::exported, &_workspace, &Workspace::notice);
    _dialog->show();
}

void PictureExport::exportPicture()
{
    const auto rendering = _workspace.document().rendering();
    if (rendering && !isExporting())
        show(new PictureExportDialog(rendering, &_window));
}

void PictureExport::exportPictures(const std::vector<Recipe>& recipes)
{
    if (recipes.empty() || isExporting())
        return;
    const auto find = finderOf(recipes, _workspace.models());
    _files.run([this, recipes, find]() -> FileTasks::Afterwards {
        Progress progress;
        const Image first = picturesOf(std::span(recipes).first(1), find, progress).front();
        return [this, recipes, find, first] {
            if (!isExporting())
                show(new SeriesExportDialog(recipes, first, find, &_window));
        };
    });
}

void PictureExport::exportSheet(const std::vector<SheetPicture>& pictures)
{
    if (pictures.empty() || isExporting())
        return;
    std::vector<Recipe> recipes;
    recipes.reserve(pictures.size());
    for (const SheetPicture& picture : pictures)
        recipes.push_back(picture.recipe);
    show(new SheetExportDialog(pictures, finderOf(recipes, _workspace.models()), &_window));
}

} // namespace flipside
