// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/import/profile_model.h"
#include "core/model/model_folder.h"
#include "core/picture/picture_file.h"
#include "core/picture/picture_kind.h"
#include "core/recipe/recipe_json.h"
#include "core/recipe/recipe_picture.h"
#include "core/sandbox/file_kind.h"
#include "core/sandbox/first_opening.h"
#include "ui/encoding/start_picture.h"
#include "ui/import/import_dialog.h"
#include "ui/training/training_dialog.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/export_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/recent_files.h"
#include "ui/window/status_bar.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include <atomic>
#include <memory>
#include <optional>

namespace flipside {
namespace {

constexpr int longNoticeMilliseconds = 15000;
constexpr std::uint64_t largestPicture = std::uint64_t{512} << 20;
const auto folderKey = QStringLiteral("lastFolder");
const auto lackSaidKey = QStringLiteral("confinementLackSaid"); // once is enough: the kernel stays what it is

std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(path.toStdString());
}

QString withSuffix(const QString& path, const QString& suffix)
{
    return QFileInfo(path).suffix().isEmpty() ? path + suffix : path;
}

/// decoder.pt or encoder.pt beside a card.
bool isPartOfAModel(const QFileInfo& file)
{
    return file.suffix() == QLatin1String("pt") && file.dir().exists(QStringLiteral("card.json"));
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
        showProblem(tr("%1 is not there any more: it was moved or deleted; open it from where it is now.")
                        .arg(QDir::toNativeSeparators(path)));
    } else if (file.isDir()) {
        openModel(file.absoluteFilePath());
    } else if (file.fileName() == QLatin1String("card.json") || isPartOfAModel(file)) {
        openModel(file.absolutePath());
    } else if (file.suffix().compare(QLatin1String("flipside"), Qt::CaseInsensitive) == 0) {
        openSession(file.absoluteFilePath());
    } else if (file.suffix().compare(QLatin1String("json"), Qt::CaseInsensitive) == 0) {
        openRecipeFile(file.absoluteFilePath());
    } else if (isPictureFile(path)) {
        openPictureFile(file.absoluteFilePath());
    } else {
        openByContent(file.absoluteFilePath());
    }
}

void MainWindow::openByContent(const QString& path)
{
    _files.run([this, path]() -> FileTasks::Afterwards {
        const std::optional<FileKind> kind = kindOfFile(toPath(path));
        if (kind && kind->id == "torchscript")
            return [this, path] { importModelFile(path); };
        const QString shown = QDir::toNativeSeparators(path);
        const QString sentence =
            kind ? tr("%1 cannot be opened: %2; %3.")
                       .arg(shown, QString::fromStdString(kind->what), QString::fromStdString(kind->wayOut))
                 : tr("%1 is neither a session (.flipside), a recipe (.json), a picture, nor a model (its "
                      "folder, or a TorchScript file, .pt); open one of these.")
                       .arg(shown);
        return [this, sentence] { showProblem(sentence); };
    });
}

void MainWindow::openRecipeFile(const QString& path)
{
    _files.run([this, path]() -> FileTasks::Afterwards {
        const std::vector<Recipe> recipes = readRecipes(toPath(path));
        if (recipes.empty())
            throw std::runtime_error(tr("%1 holds no recipe; choose another file.").arg(path).toStdString());
        return [this, path, recipe = recipes.front(), count = recipes.size()] {
            dismissMessage();
            _recent->add(path);
            _opening = QString::fromStdString(recipe.model);
            _modelIsComing = true;
            _document.openRecipe(recipe, QDir::toNativeSeparators(path));
            if (count > 1)
                _status->showMessage(tr("Opened the first of %1 recipes").arg(count), noticeMilliseconds);
        };
    });
}

void MainWindow::openPictureFile(const QString& path)
{
    _files.run([this, path]() -> FileTasks::Afterwards {
        const std::string file = readFile(toPath(path), largestPicture);
        if (recipeInside(file, path.toStdString()))
            return [this, path] { openRecipeFile(path); };
        const std::string_view kind = pictureKind(file);
        const QString why = kind == "PNG" || kind.empty()
                                ? tr("This picture carries no recipe, so it can only be a starting point")
                                : tr("Of pictures only PNG files carry a recipe; this one (%1) can only be a "
                                     "starting point")
                                      .arg(QString::fromUtf8(kind.data(), qsizetype(kind.size())));
        return [this, path, why] {
            _status->showMessage(why, noticeMilliseconds);
            startFrom(path);
        };
    });
}

void MainWindow::chooseModel()
{
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a model: its card.json, or a generator as TorchScript"),
                                     lastFolder(), tr("Models (card.json *.pt *.pth *.ts);;All files (*)"));
    if (path.isEmpty())
        return;
    rememberFolder(path);
    openFile(path);
}

void MainWindow::importModelFile(const QString& path)
{
    openFirstModel();
    ImportDialog dialog(toPath(path), userModelRoot(), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    openModel(dialog.folder());
    profile(dialog.folder());
    _status->showMessage(dialog.found(), longNoticeMilliseconds);
    const QString lack = QString::fromStdString(whatConfinementLacks());
    if (!lack.isEmpty() && !QSettings().value(lackSaidKey).toBool()) {
        QSettings().setValue(lackSaidKey, true);
        showProblem(lack);
    }
}

void MainWindow::openTraining()
{
    if (!_training) {
        _training = new TrainingDialog(userModelRoot(), this);
        connect(_training, &TrainingDialog::trained, this,
                [this](const QString& folder, const QString& data) {
                    openModel(folder);
                    profile(folder, data);
                });
        connect(_training, &TrainingDialog::noticed, _status,
                [this](const QString& sentence) { _status->showMessage(sentence, longNoticeMilliseconds); });
    }
    _training->show();
    _training->raise();
    _training->activateWindow();
}

void MainWindow::profile(const QString& folder, const QString& data, const ProfileEffort& effort)
{
    // A newer import is waited for more eagerly than an older one's profile.
    _profiling.reset(new Job);
    _profiled = folder;
    connect(_profiling.get(), &Job::progressed, this,
            [this](double fraction, const QString&, double secondsLeft) {
                const QString done =
                    tr("Finding out how often each neuron is on: %1 %").arg(int(fraction * 100));
                _status->showWork(secondsLeft < 0.0 ? done
                                                    : tr("%1, %2 left").arg(done, durationText(secondsLeft)));
            });
    const auto end = [this] {
        _profiled.clear();
        _status->showWork({});
        updateActions();
    };
    for (const auto ending : {&Job::finished, &Job::cancelled})
        connect(_profiling.get(), ending, this, end);
    connect(_profiling.get(), &Job::failed, this, end);
    connect(_profiling.get(), &Job::finished, this, [this, folder] {
        _status->showMessage(tr("The schemes can be played now"), noticeMilliseconds);
        // What is shown is kept, and the profile comes in.
        if (_document.model() && _document.model()->folder == folder)
            _document.readModelAgain();
    });
    const auto lacksPictures = std::make_shared<std::atomic<bool>>(false);
    connect(_profiling.get(), &Job::failed, this, [this, folder, lacksPictures](const QString& sentence) {
        showProblem(sentence);
        if (*lacksPictures && !_message->hasChoices())
            _message->showMessage(_message->message(), {{tr("Choose its pictures…"), [this, folder] {
                                                             profileOverChosenPictures(folder);
                                                         }}});
    });
    _profiling->start(
        [folder = toPath(folder), data = data.toStdString(), effort, lacksPictures](Progress& progress) {
            try {
                profileModel(ModelFolder(folder), data, progress, effort);
            } catch (const ArgumentError&) {
                *lacksPictures = true; // what it was trained on is known by name only, and may lie anywhere
                throw;
            }
        });
    updateActions();
}

void MainWindow::profileOverChosenPictures(const QString& folder)
{
    const QString pictures = QFileDialog::getExistingDirectory(
        this, tr("The pictures that the model was trained on"), lastFolder());
    if (!pictures.isEmpty())
        profile(folder, pictures);
}

void MainWindow::profileOwnModel()
{
    const auto model = _document.model();
    const bool isOwn = toPath(model->folder).parent_path() == userModelRoot();
    if (isOwn && !model->profile && model->folder != _profiled)
        profile(model->folder);
}

bool MainWindow::lacksProfile() const
{
    const auto model = _document.model();
    return model && (!model->profile || isShort(*model->profile));
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
        writeFile(toPath(path), withRecipe(png, recipe));
        return [this, path] {
            _status->showMessage(tr("Exported %1").arg(QDir::toNativeSeparators(path)), noticeMilliseconds);
        };
    });
}

} // namespace flipside
