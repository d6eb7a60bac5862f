// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture_export_dialog.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/picture/picture_row.h"
#include "core/recipe/recipe_picture.h"
#include "ui/export/file_format_fields.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/path_edit.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>

#include <utility>

namespace flipside {
namespace {

QString suffixOf(PictureFormat format)
{
    return QString::fromStdString(factsOf(format).suffixes.front());
}

/// How much of the work is done when the picture has its size.
constexpr double enlargedShare = 0.4;
constexpr double encodedShare = 0.9;

void stopIfCancelled(const Progress& progress)
{
    if (progress.cancelled())
        throw Cancelled{};
}

} // namespace

PictureExportDialog::PictureExportDialog(std::shared_ptr<const Rendering> rendering, QWidget* parent,
                                         std::vector<ResizingMethod> methods)
    : ExportDialog(tr("Export picture"), std::move(methods), parent), _rendering(std::move(rendering))
{
    _picture = new ChoiceBox(this);
    _picture->setObjectName(QStringLiteral("exportPicture"));
    _picture->addItems({tr("Creative picture"), tr("Regular picture"), tr("Both, side by side")});
    form().addRow(tr("&Picture"), _picture);
    addSizeAndFormat();
    addPathRow(tr("F&ile"), tr("Choose where the picture is written"));
    setPath(QDir(usualFolder())
                .filePath(
                    QStringLiteral("flipside-%1.png").arg(QString::fromStdString(_rendering->recipe.model))));
    setPictures(pictures());
    restore();
    connect(_picture, &QComboBox::currentIndexChanged, this, [this] { setPictures(pictures()); });
    connect(&pathEdit(), &QLineEdit::editingFinished, this, &PictureExportDialog::followName);
}

PictureExportDialog::Picture PictureExportDialog::picture() const
{
    return Picture(_picture->currentIndex());
}

std::vector<Image> PictureExportDialog::pictures() const
{
    if (picture() == Both)
        return {_rendering->regular, _rendering->image};
    return {picture() == Regular ? _rendering->regular : _rendering->image};
}

Recipe PictureExportDialog::recipe() const
{
    Recipe recipe = _rendering->recipe;
    if (picture() == Regular) {
        recipe.edits.clear();
        recipe.scheme.reset();
    }
    return recipe;
}

void PictureExportDialog::takeFormat()
{
    QString name = path();
    if (pictureFormatOf(name.toStdString()))
        name.chop(QFileInfo(name).suffix().size() + 1);
    setPath(name + suffixOf(encoding().format));
}

void PictureExportDialog::followName()
{
    const auto named = pictureFormatOf(path().toStdString());
    if (!named || named == encoding().format)
        return;
    const QString asTyped = path();
    formatFields().setFormat(*named);
    setPath(asTyped); // .jpeg stays .jpeg
}

void PictureExportDialog::choosePath()
{
    const QString suffix = suffixOf(encoding().format);
    QString chosen = QFileDialog::getSaveFileName(this, tr("Export picture"), path(),
                                                  tr("Pictures (*.png *.tif *.tiff *.jpg *.jpeg *.webp)"));
    if (chosen.isEmpty())
        return;
    if (!pictureFormatOf(chosen.toStdString()))
        chosen += suffix;
    else
        _mayReplace = chosen; // which the file dialog has asked
    setPath(chosen);
    followName();
}

void PictureExportDialog::act()
{
    followName();
    if (path().isEmpty()) {
        refuse(tr("Say where the picture is to be written."));
        return;
    }
    if (!checkChoices() || !checkMemory())
        return;
    if (!pictureFormatOf(path().toStdString()))
        setPath(path() + suffixOf(encoding().format));
    if (QFileInfo(path()).isFile() && std::exchange(_mayReplace, path()) != path()) {
        say(tr("%1 is there already. Export writes over it; or choose another name.")
                .arg(QFileInfo(path()).fileName()));
        return;
    }
    remember();
    start([file = path().toStdString(), pictures = pictures(), recipe = recipe(), size = size(),
           method = method(), encoding = encoding(), enlarging = tr("Enlarging…").toStdString(),
           encodingWords = tr("Encoding…").toStdString(),
           writing = tr("Writing…").toStdString()](Progress& progress) {
        progress.report(0.0, enlarging);
        std::vector<Image> prepared;
        for (const Image& picture : pictures) {
            stopIfCancelled(progress);
            prepared.push_back(method.prepared(picture));
        }
        stopIfCancelled(progress);
        std::string bytes;
        {
            const Image picture =
                PictureRow(std::move(prepared)).resampled(size.height(), size.width(), method.interpolation);
            stopIfCancelled(progress);
            progress.report(enlargedShare, encodingWords);
            bytes = encodeWithRecipe(picture, recipe, encoding);
        }
        stopIfCancelled(progress);
        progress.report(encodedShare, writing);
        writeFile(file, bytes);
    });
}

void PictureExportDialog::takeEnd()
{
    emit exported(tr("Exported %1").arg(QDir::toNativeSeparators(path())));
    accept();
}

void PictureExportDialog::takeCancellation()
{
    showProgress(0.0);
    say(tr("Cancelled; nothing was written."));
}

QString PictureExportDialog::loss(int percent) const
{
    return tr("The export of %1 is at %2 % and is given up.").arg(QFileInfo(path()).fileName()).arg(percent);
}

} // namespace flipside
