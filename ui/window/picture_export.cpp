// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/picture_export.h"

#include "core/base/file.h"
#include "core/picture/picture_file.h"
#include "core/recipe/recipe_json.h"
#include "core/recipe/recipe_picture.h"
#include "ui/actions/actions.h"
#include "ui/widgets/file_choice.h"
#include "ui/window/export_dialog.h"
#include "ui/workspace/workspace.h"

#include <QDir>

namespace flipside {

PictureExport::PictureExport(Workspace& workspace, Actions& actions, QWidget& window)
    : QObject(&window), _workspace(workspace), _window(window)
{
    QAction* recipe = actions.add({QStringLiteral("save-recipe"), tr("Save re&cipe…"), {}, {}, {}});
    QAction* picture = actions.add({QStringLiteral("export"),
                                    tr("&Export PNG…"),
                                    {QKeySequence(Qt::CTRL | Qt::Key_E)},
                                    {},
                                    QStringLiteral("export")});
    for (QAction* action : {recipe, picture})
        workspace.enableWithModel(*action);
    connect(recipe, &QAction::triggered, this, &PictureExport::saveRecipe);
    connect(picture, &QAction::triggered, this, &PictureExport::exportPicture);
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

void PictureExport::exportPicture()
{
    const auto rendering = _workspace.document().rendering();
    if (!rendering)
        return;
    ExportDialog dialog(QSize(rendering->image.width, rendering->image.height), &_window);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const QString path = chooseFileToSave(
        _window, tr("Export the picture"),
        QStringLiteral("flipside-%1.png").arg(QString::fromStdString(rendering->recipe.model)),
        tr("PNG pictures (*.png)"), QStringLiteral("png"));
    if (path.isEmpty())
        return;
    _files.run([this, path, rendering, picture = dialog.picture(),
                scale = dialog.scale()]() -> FileTasks::Afterwards {
        Recipe recipe = rendering->recipe;
        std::string png;
        if (picture == ExportDialog::Both) {
            png =
                encodePng(contactSheet({rendering->regular, rendering->image}, 2, ExportDialog::gap, scale));
        } else if (picture == ExportDialog::Regular) {
            recipe.edits.clear();
            recipe.scheme.reset();
            png = encodePng(rendering->regular, scale);
        } else {
            png = encodePng(rendering->image, scale);
        }
        writeFile(path.toStdString(), withRecipe(png, recipe));
        return
            [this, path] { emit _workspace.notice(tr("Exported %1").arg(QDir::toNativeSeparators(path))); };
    });
}

} // namespace flipside
