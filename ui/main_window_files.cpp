// SPDX-License-Identifier: GPL-3.0-or-later
#include "export_dialog.h"
#include "main_window.h"
#include "message_bar.h"
#include "picture/picture_file.h"
#include "recent_files.h"
#include "recipe/recipe_json.h"
#include "status_bar.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace flipside {
namespace {

constexpr int noticeMilliseconds = 5000;
const auto folderKey = QStringLiteral("lastFolder");

std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(path.toStdString());
}

QString withSuffix(const QString& path, const QString& suffix)
{
    return QFileInfo(path).suffix().isEmpty() ? path + suffix : path;
}

} // namespace

QString MainWindow::lastFolder() const
{
    QString folder = QSettings().value(folderKey).toString();
    if (!folder.isEmpty() && QFileInfo(folder).isDir())
        return folder;
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    return QFileInfo(pictures).isDir() ? pictures : QDir::homePath();
}

void MainWindow::rememberFolder(const QString& path)
{
    QSettings().setValue(folderKey, QFileInfo(path).absolutePath());
}

void MainWindow::openFile(const QString& path)
{
    const QFileInfo file(path);
    if (!file.exists()) {
        _recent->remove(path);
        showProblem(tr("%1 is not there any more; it may have been moved or deleted.")
                        .arg(QDir::toNativeSeparators(path)));
    } else if (file.isDir()) {
        openModel(file.absoluteFilePath());
    } else if (file.fileName() == QLatin1String("card.json") || file.suffix() == QLatin1String("pt")) {
        openModel(file.absolutePath());
    } else if (file.suffix().compare(QLatin1String("json"), Qt::CaseInsensitive) == 0) {
        openRecipeFile(file.absoluteFilePath());
    } else {
        showProblem(tr("%1 is neither a recipe (.json) nor a model's folder; open one of these.")
                        .arg(QDir::toNativeSeparators(path)));
    }
}

void MainWindow::openRecipeFile(const QString& path)
{
    _files.run([this, path]() -> FileTasks::Afterwards {
        const std::vector<Recipe> recipes = readRecipes(toPath(path));
        if (recipes.empty())
            throw std::runtime_error(tr("%1 holds no recipe; choose another file.").arg(path).toStdString());
        return [this, path, recipe = recipes.front(), count = recipes.size()] {
            _message->dismiss();
            _recent->add(path);
            _opening = QString::fromStdString(recipe.model);
            _document.openRecipe(recipe, QDir::toNativeSeparators(path));
            if (count > 1)
                _status->showMessage(tr("Opened the first of %1 recipes").arg(count), noticeMilliseconds);
        };
    });
}

void MainWindow::chooseModel()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a model's folder"), lastFolder());
    if (folder.isEmpty())
        return;
    rememberFolder(folder);
    openModel(QDir(folder).absolutePath());
}

void MainWindow::chooseRecipe()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a recipe"), lastFolder(),
                                                      tr("Recipes (*.json);;All files (*)"));
    if (path.isEmpty())
        return;
    rememberFolder(path);
    openRecipeFile(path);
}

void MainWindow::saveRecipe()
{
    const QString suggestion = QDir(lastFolder()).filePath(QStringLiteral("recipe.json"));
    const QString chosen =
        QFileDialog::getSaveFileName(this, tr("Save the recipe"), suggestion, tr("Recipes (*.json)"));
    if (chosen.isEmpty())
        return;
    rememberFolder(chosen);
    const QString path = withSuffix(chosen, QStringLiteral(".json"));
    _files.run([this, path, recipe = _document.recipe()]() -> FileTasks::Afterwards {
        writeRecipe(toPath(path), recipe);
        return [this, path] {
            _recent->add(path);
            _status->showMessage(tr("Saved %1").arg(QDir::toNativeSeparators(path)), noticeMilliseconds);
        };
    });
}

void MainWindow::exportPicture()
{
    const auto rendering = _document.rendering();
    if (!rendering)
        return;
    ExportDialog dialog(QSize(rendering->image.width, rendering->image.height), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const QString name =
        QStringLiteral("flipside-%1.png").arg(QString::fromStdString(rendering->recipe.model));
    const QString chosen = QFileDialog::getSaveFileName(
        this, tr("Export the picture"), QDir(lastFolder()).filePath(name), tr("PNG pictures (*.png)"));
    if (chosen.isEmpty())
        return;
    rememberFolder(chosen);
    const QString path = withSuffix(chosen, QStringLiteral(".png"));
    _files.run([this, path, rendering, picture = dialog.picture(),
                scale = dialog.scale()]() -> FileTasks::Afterwards {
        if (picture == ExportDialog::Both)
            writePng(toPath(path),
                     contactSheet({rendering->regular, rendering->image}, 2, ExportDialog::gap, scale));
        else
            writePng(toPath(path), picture == ExportDialog::Regular ? rendering->regular : rendering->image,
                     scale);
        return [this, path] {
            _status->showMessage(tr("Exported %1").arg(QDir::toNativeSeparators(path)), noticeMilliseconds);
        };
    });
}

} // namespace flipside
