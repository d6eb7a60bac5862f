// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_opener.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/model/model_files.h"
#include "core/model/model_folder.h"
#include "core/picture/picture_kind.h"
#include "core/picture/quiet_decoding.h"
#include "core/recipe/recipe_json.h"
#include "core/recipe/recipe_picture.h"
#include "core/sandbox/file_kind.h"
#include "core/sandbox/first_opening.h"
#include "ui/actions/actions.h"
#include "ui/encoding/encode_dialog.h"
#include "ui/encoding/start_picture.h"
#include "ui/import/import_dialog.h"
#include "ui/widgets/file_choice.h"
#include "ui/window/recent_files.h"
#include "ui/window/session_files.h"
#include "ui/workspace/workspace.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QSettings>
#include <QUrl>

#include <memory>
#include <optional>

namespace flipside {
namespace {

constexpr std::uint64_t largestPicture = std::uint64_t{512} << 20;
const auto modelKey = QStringLiteral("model");
const auto lackSaidKey = QStringLiteral("confinementLackSaid"); // once is enough: the kernel stays what it is

std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(path.toStdString());
}

/// decoder.pt or encoder.pt beside a card.
bool isPartOfAModel(const QFileInfo& file)
{
    return file.suffix() == QLatin1String("pt") && file.dir().exists(QLatin1String(model_file::card));
}

bool hasSuffix(const QFileInfo& file, const char* suffix)
{
    return file.suffix().compare(QLatin1String(suffix), Qt::CaseInsensitive) == 0;
}

} // namespace

FileOpener::FileOpener(Workspace& workspace, SessionFiles& sessions, Actions& actions, QWidget& window)
    : QObject(&window), _workspace(workspace), _sessions(sessions), _window(window)
{
    QAction* open = actions.add({QStringLiteral("open"),
                                 tr("&Open…"),
                                 {QKeySequence::Open},
                                 tr("Open a session, a recipe, or a picture that carries one"),
                                 QStringLiteral("open")});
    QAction* model = actions.add({QStringLiteral("open-model"),
                                  tr("Open &model…"),
                                  {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)},
                                  {},
                                  {}});
    QAction* picture = actions.add({QStringLiteral("open-picture"),
                                    tr("Start from a &picture…"),
                                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)},
                                    tr("Find what makes a picture of yours, and go on from it"),
                                    {}});
    QAction* paste = actions.add({QStringLiteral("paste"),
                                  tr("&Paste"),
                                  {QKeySequence::Paste},
                                  tr("Open the recipe of a copied picture, or start from it"),
                                  {}});
    workspace.enableWithModel(*picture);
    connect(open, &QAction::triggered, this, &FileOpener::choose);
    connect(model, &QAction::triggered, this, &FileOpener::chooseModel);
    connect(picture, &QAction::triggered, this, &FileOpener::choosePicture);
    connect(paste, &QAction::triggered, this, &FileOpener::paste);

    _recent = new RecentFiles(&window);
    connect(_recent, &RecentFiles::chosen, this, &FileOpener::open);
    actions.adopt(QStringLiteral("recent"), *_recent);
    Document& document = workspace.document();
    connect(&document, &Document::modelOpened, this, &FileOpener::takeModel);
    connect(&document, &Document::openingFailed, this, &FileOpener::takeFailedOpening);
    connect(&document, &Document::modelMissing, this, &FileOpener::offerToFind);
    connect(&workspace, &Workspace::modelMade, &document, &Document::openModel);
    connect(&sessions, &SessionFiles::used, this, &FileOpener::addRecent);
    connect(&_files, &FileTasks::failed, this,
            [this](const QString& sentence) { emit _workspace.problem(sentence); });
}

void FileOpener::open(const QString& path)
{
    const QFileInfo file(path);
    if (!file.exists()) {
        _recent->remove(path);
        emit _workspace.problem(
            tr("%1 is not there any more: it was moved or deleted; open it from where it is now.")
                .arg(QDir::toNativeSeparators(path)));
    } else if (file.isDir()) {
        openModel(file.absoluteFilePath());
    } else if (file.fileName() == QLatin1String(model_file::card) || isPartOfAModel(file)) {
        openModel(file.absolutePath());
    } else if (hasSuffix(file, "flipside")) {
        _sessions.open(file.absoluteFilePath());
    } else if (hasSuffix(file, "json")) {
        openRecipeFile(file.absoluteFilePath());
    } else if (isPictureFile(path)) {
        openPictureFile(file.absoluteFilePath());
    } else {
        openByContent(file.absoluteFilePath());
    }
}

void FileOpener::openByContent(const QString& path)
{
    _files.run([this, path]() -> FileTasks::Afterwards {
        const std::optional<FileKind> kind = kindOfFile(toPath(path));
        if (kind && kind->isImportable())
            return [this, path] { importModelFile(path); };
        const QString shown = QDir::toNativeSeparators(path);
        const QString sentence =
            kind ? tr("%1 cannot be opened: %2; %3.")
                       .arg(shown, QString::fromStdString(kind->what), QString::fromStdString(kind->wayOut))
                 : tr("%1 is neither a session (.flipside), a recipe (.json), a picture, nor a model (its "
                      "folder, or a generator's file); open one of these.")
                       .arg(shown);
        return [this, sentence] { emit _workspace.problem(sentence); };
    });
}

void FileOpener::openRecipeFile(const QString& path)
{
    _files.run([this, path]() -> FileTasks::Afterwards {
        const std::vector<Recipe> recipes = readRecipes(toPath(path));
        if (recipes.empty())
            throw std::runtime_error(tr("%1 holds no recipe; choose another file.").arg(path).toStdString());
        return [this, path, recipe = recipes.front(), count = recipes.size()] {
            addRecent(path);
            _workspace.document().openRecipe(recipe, QDir::toNativeSeparators(path));
            if (count > 1)
                emit _workspace.notice(tr("Opened the first of %1 recipes").arg(count));
        };
    });
}

void FileOpener::openPictureFile(const QString& path)
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
            emit _workspace.notice(why);
            startFrom(path);
        };
    });
}

void FileOpener::choose()
{
    const QString path = chooseFile(
        _window, tr("Open"),
        tr("Sessions, recipes, and pictures that carry one (*.flipside *.json *.png);;All files (*)"));
    if (!path.isEmpty())
        open(path);
}

void FileOpener::chooseModel()
{
    const QString path =
        chooseFile(_window, tr("Open a model: its card.json, or a generator (TorchScript, weights, ONNX, …)"),
                   tr("Models (card.json %1);;All files (*)").arg(generatorNames()));
    if (!path.isEmpty())
        open(path);
}

void FileOpener::choosePicture()
{
    const QString path = chooseFile(_window, tr("Start from a picture"),
                                    tr("Pictures (%1);;All files (*)").arg(pictureNames()));
    if (!path.isEmpty())
        startFrom(path);
}

void FileOpener::importModelFile(const QString& path)
{
    openFirstModel();
    ImportDialog dialog(toPath(path), userModelRoot(), &_window);
    if (dialog.exec() != QDialog::Accepted)
        return;
    emit _workspace.modelMade(dialog.folder(), {});
    emit _workspace.notice(dialog.found());
    const QString lack = QString::fromStdString(whatConfinementLacks());
    if (!lack.isEmpty() && !QSettings().value(lackSaidKey).toBool()) {
        QSettings().setValue(lackSaidKey, true);
        emit _workspace.problem(lack);
    }
}

void FileOpener::startFrom(const QString& path)
{
    startFrom([file = toPath(path)] { return StartPicture::read(file); });
}

void FileOpener::startFrom(const std::function<StartPicture()>& read)
{
    Document& document = _workspace.document();
    if (!document.rendering()) {
        connect(
            &document, &Document::renderingChanged, this, [this, read] { startFrom(read); },
            Qt::SingleShotConnection);
        openFirstModel();
        return;
    }
    _files.run([this, read]() -> FileTasks::Afterwards {
        auto picture = std::make_shared<const StartPicture>(read());
        return [this, picture] {
            emit _workspace.wentOn();
            // One at a time: the picture dropped last.
            delete _window.findChild<EncodeDialog*>();
            auto* dialog = new EncodeDialog(_workspace.document(), picture, &_window);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->open();
        };
    });
}

void FileOpener::paste()
{
    if (!take(*QApplication::clipboard()->mimeData()))
        emit _workspace.problem(
            tr("The clipboard holds neither a picture, a recipe nor a file; copy one of these first."));
}

bool FileOpener::take(const QMimeData& data)
{
    if (data.hasUrls() && data.urls().front().isLocalFile()) {
        open(data.urls().front().toLocalFile());
        return true;
    }
    try {
        std::optional<Recipe> recipe = recipeInside(data.data(QStringLiteral("image/png")).toStdString(),
                                                    tr("The picture").toStdString());
        if (!recipe && data.hasText() && data.text().trimmed().startsWith(QLatin1Char('{')))
            recipe = recipeFromText(data.text().toStdString(), tr("The text").toStdString());
        if (recipe) {
            _workspace.document().openRecipe(*recipe, tr("what was pasted"));
            return true;
        }
    } catch (const Error& error) {
        emit _workspace.problem(QString::fromStdString(error.what()));
        return true;
    }
    const QuietDecoding quiet;
    const auto image = qvariant_cast<QImage>(data.imageData());
    if (data.hasImage())
        startFrom([image] { return StartPicture::from(image); });
    return data.hasImage();
}

void FileOpener::addRecent(const QString& path)
{
    _recent->add(path);
}

QStringList FileOpener::recentFiles() const
{
    return _recent->paths();
}

QString FileOpener::rememberedModel()
{
    return QSettings().value(modelKey).toString();
}

void FileOpener::openModel(const QString& idOrPath)
{
    _workspace.document().openModel(idOrPath);
}

void FileOpener::openFirstModel()
{
    if (!_workspace.document().model() && !_workspace.document().opening())
        openModel(rememberedModel());
}

void FileOpener::takeModel(const ModelWish& wish)
{
    const auto model = _workspace.document().model();
    // A model that was opened as a folder is remembered as one, as is one that its id does not find.
    const bool isAskedAsFolder = wish.cause == ModelWish::Cause::Model && QDir::isAbsolutePath(wish.model);
    if (isAskedAsFolder)
        addRecent(model->folder);
    const bool asFolder =
        isAskedAsFolder || model->folder == rememberedModel() || !ModelLibrary::isInALibrary(model->folder);
    const QString name = asFolder ? model->folder : QString::fromStdString(model->card.id);
    // Settings wait for the disk, and most starts open the model of the last time.
    if (QSettings settings; settings.value(modelKey) != name)
        settings.setValue(modelKey, name);
}

void FileOpener::takeFailedOpening(const ModelWish& wish)
{
    const bool isOfTheLastTime = !wish.model.isEmpty() && wish.model == rememberedModel();
    if (!_workspace.document().model() && isOfTheLastTime)
        openModel({}); // It is gone; what is there is better than an empty window.
    else
        _recent->remove(wish.model);
}

void FileOpener::offerToFind(const Recipe& recipe, const QString& sentence)
{
    emit _workspace.problem(sentence, {{tr("Find it…"), [this, recipe] { findMissingModel(recipe); }}});
}

void FileOpener::findMissingModel(const Recipe& recipe)
{
    const QString id = QString::fromStdString(recipe.model);
    const QString card = chooseFile(_window, tr("Where is the model %1?").arg(id), tr("Models (card.json)"));
    if (card.isEmpty())
        return;
    const QString folder = QFileInfo(card).absolutePath();
    _files.run([this, recipe, id, folder]() -> FileTasks::Afterwards {
        const std::string found = ModelFolder(folder.toStdString()).card().id;
        if (found != recipe.model)
            throw std::runtime_error(
                tr("%1 holds the model %2, and %3 is needed; choose the folder of that one.")
                    .arg(QDir::toNativeSeparators(folder), QString::fromStdString(found), id)
                    .toStdString());
        return [this, recipe, id, folder] {
            _workspace.models().rememberPlace(id, folder);
            _workspace.document().openFound(recipe);
        };
    });
}

} // namespace flipside
