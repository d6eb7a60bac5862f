// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/picture/quiet_decoding.h"
#include "core/recipe/recipe_json.h"
#include "core/recipe/recipe_picture.h"
#include "ui/encoding/encode_dialog.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QFileDialog>
#include <QMimeData>

#include <optional>

namespace flipside {

void MainWindow::choosePicture()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Start from a picture"), lastFolder(),
        tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)"));
    if (path.isEmpty())
        return;
    rememberFolder(path);
    startFrom(path);
}

void MainWindow::startFrom(const QString& path)
{
    startFrom([file = std::filesystem::path(path.toStdString())] { return StartPicture::read(file); });
}

void MainWindow::startFrom(const std::function<StartPicture()>& read)
{
    if (!_document.rendering()) {
        connect(
            &_document, &Document::renderingChanged, this, [this, read] { startFrom(read); },
            Qt::SingleShotConnection);
        openFirstModel();
        return;
    }
    _files.run([this, read]() -> FileTasks::Afterwards {
        auto picture = std::make_shared<const StartPicture>(read());
        return [this, picture] {
            dismissMessage();
            // One at a time: the picture dropped last.
            delete findChild<EncodeDialog*>();
            auto* dialog = new EncodeDialog(_document, picture, this);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->open();
        };
    });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QMimeData* data = event->mimeData();
    const bool isFile = data->hasUrls() && data->urls().front().isLocalFile();
    // What is dragged out of the canvas is not for this window.
    if (!event->source() && (isFile || data->hasImage()))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    take(*event->mimeData());
}

void MainWindow::paste()
{
    if (!take(*QApplication::clipboard()->mimeData()))
        showProblem(
            tr("The clipboard holds neither a picture, a recipe nor a file; copy one of these first."));
}

bool MainWindow::take(const QMimeData& data)
{
    if (data.hasUrls() && data.urls().front().isLocalFile()) {
        openFile(data.urls().front().toLocalFile());
        return true;
    }
    try {
        std::optional<Recipe> recipe = recipeInside(data.data(QStringLiteral("image/png")).toStdString(),
                                                    tr("The picture").toStdString());
        if (!recipe && data.hasText() && data.text().trimmed().startsWith(QLatin1Char('{')))
            recipe = recipeFromText(data.text().toStdString(), tr("The text").toStdString());
        if (recipe) {
            dismissMessage();
            _opening = QString::fromStdString(recipe->model);
            _modelIsComing = true;
            _document.openRecipe(*recipe, tr("what was pasted"));
            return true;
        }
    } catch (const Error& error) {
        showProblem(QString::fromStdString(error.what()));
        return true;
    }
    const QuietDecoding quiet;
    const auto image = qvariant_cast<QImage>(data.imageData());
    if (data.hasImage())
        startFrom([image] { return StartPicture::from(image); });
    return data.hasImage();
}

} // namespace flipside
