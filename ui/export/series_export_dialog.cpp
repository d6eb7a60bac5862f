// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/series_export_dialog.h"

#include "core/instrument/export_pictures.h"
#include "ui/export/picture_size_fields.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

const auto nameKey = QStringLiteral("export/seriesName");

} // namespace

SeriesExportDialog::SeriesExportDialog(std::vector<Recipe> recipes, const Image& first, FindModel find,
                                       QWidget* parent, std::vector<ResizingMethod> methods)
    : ExportDialog(tr("Export %n picture(s)", nullptr, int(recipes.size())), std::move(methods), parent),
      _recipes(std::move(recipes)), _find(std::move(find))
{
    addSizeAndFormat();
    sizeFields().setOnlyLongerSide();
    addPathRow(tr("Fo&lder"), tr("Choose the folder for the pictures"));
    _name = new QLineEdit(this);
    _name->setObjectName(QStringLiteral("exportName"));
    _name->setToolTip(tr("In front of the numbers: picture-001, picture-002, …"));
    _name->setText(QSettings().value(nameKey, tr("picture")).toString());
    form().addRow(tr("&Names"), _name);
    setPath(usualFolder());
    setPictures({first});
    restore();
}

PictureSeries SeriesExportDialog::series() const
{
    return {path().toStdString(), _name->text().trimmed().toStdString(),
            std::max(size().width(), size().height()), method(), encoding()};
}

int SeriesExportDialog::filesThere() const
{
    const PictureSeries wanted = series();
    int there = 0;
    std::error_code ignored;
    for (std::size_t i = 0; i < _recipes.size(); ++i)
        there += std::filesystem::exists(fileOf(wanted, i, _recipes.size()), ignored) ? 1 : 0;
    return there;
}

void SeriesExportDialog::choosePath()
{
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("A folder for the pictures"), path());
    if (!chosen.isEmpty())
        setPath(chosen);
}

void SeriesExportDialog::act()
{
    const PictureSeries wanted = series();
    if (wanted.folder.empty()) {
        refuse(tr("Say into which folder the pictures are to be written."));
        return;
    }
    if (wanted.name.empty() || wanted.name.find('/') != std::string::npos) {
        refuse(tr("Say what the pictures are called, without a slash."));
        return;
    }
    if (!checkChoices() || !checkMemory())
        return;
    const QString files = QString::fromStdString(fileOf(wanted, 0, _recipes.size()).string());
    if (const int there = filesThere(); there > 0 && std::exchange(_mayReplace, files) != files) {
        say(tr("%n of these files is there already. Export writes over it; or choose another name.", nullptr,
               there));
        return;
    }
    remember();
    QSettings().setValue(nameKey, _name->text().trimmed());
    *_written = 0;
    say(tr("Opening the model…"));
    start([recipes = _recipes, find = _find, wanted, written = _written](Progress& progress) {
        exportPictures(recipes, find, wanted, progress, [&](std::size_t count) { *written = int(count); });
    });
}

void SeriesExportDialog::takeProgress(double fraction, const QString& /*what*/, double secondsLeft)
{
    ExportDialog::takeProgress(fraction, tr("%1 of %2").arg(_written->load()).arg(_recipes.size()),
                               secondsLeft);
}

void SeriesExportDialog::takeEnd()
{
    emit exported(tr("Exported %n picture(s) to %1", nullptr, int(_recipes.size()))
                      .arg(QDir::toNativeSeparators(path())));
    accept();
}

void SeriesExportDialog::takeCancellation()
{
    showProgress(0.0);
    _mayReplace = QString::fromStdString(fileOf(series(), 0, _recipes.size()).string());
    say(tr("Cancelled; %1 of %2 pictures are in %3.")
            .arg(_written->load())
            .arg(_recipes.size())
            .arg(QDir::toNativeSeparators(path())));
}

QString SeriesExportDialog::loss(int percent) const
{
    return tr("The export of pictures to %1 is at %2 %; those that are written stay.")
        .arg(QFileInfo(path()).fileName())
        .arg(percent);
}

} // namespace flipside
