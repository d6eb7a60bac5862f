// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/sheet_export_dialog.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/instrument/recipe_pictures.h"
#include "core/picture/picture_encoding.h"
#include "core/picture/picture_format.h"
#include "core/picture/resample.h"
#include "ui/export/file_format_fields.h"
#include "ui/export/picture_size_fields.h"
#include "ui/export/sheet_preview.h"
#include "ui/pictures/canvas_images.h"
#include "ui/widgets/choice_box.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QSettings>
#include <QSpinBox>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

constexpr int mostColumns = 24;
constexpr int comfortableWidth = 2048;
constexpr double madeShare = 0.7; ///< of the work: the pictures themselves
const auto kindKey = QStringLiteral("sheet/document");
const auto captionsKey = QStringLiteral("sheet/captions");

Image fromQImage(const QImage& picture)
{
    Image image{3, picture.height(), picture.width(), {}};
    image.pixels.resize(image.size());
    const std::size_t plane = image.size() / 3;
    for (int y = 0; y < image.height; ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        for (int x = 0; x < image.width; ++x) {
            const std::size_t place = std::size_t(y) * std::size_t(image.width) + std::size_t(x);
            image.pixels[place] = float(qRed(line[x])) / 255.0f;
            image.pixels[plane + place] = float(qGreen(line[x])) / 255.0f;
            image.pixels[2 * plane + place] = float(qBlue(line[x])) / 255.0f;
        }
    }
    return image;
}

void stopSheetIfCancelled(const Progress& progress)
{
    if (progress.cancelled())
        throw Cancelled();
}

std::vector<Recipe> recipesOf(const std::vector<SheetPicture>& pictures)
{
    std::vector<Recipe> recipes;
    recipes.reserve(pictures.size());
    for (const SheetPicture& picture : pictures)
        recipes.push_back(picture.recipe);
    return recipes;
}

} // namespace

SheetExportDialog::SheetExportDialog(std::vector<SheetPicture> pictures, FindModel find, QWidget* parent,
                                     std::vector<ResizingMethod> methods)
    : ExportDialog(tr("Contact sheet of %n picture(s)", nullptr, int(pictures.size())), std::move(methods),
                   parent),
      _pictures(std::move(pictures)), _find(std::move(find)), _sheetPreview(new SheetPreview(this))
{
    for (const SheetPicture& picture : _pictures) {
        const QImage small = QImage::fromData(QByteArray::fromStdString(picture.thumbnail));
        _own = _own.expandedTo(small.size());
        _entries.push_back({small, picture.name, picture.facts});
    }
    setPreview(*_sheetPreview);

    _kind = new ChoiceBox(this);
    _kind->setObjectName(QStringLiteral("sheetKind"));
    _kind->addItem(tr("One picture"), false);
    _kind->addItem(tr("A4 pages (PDF)"), true);
    _columns = new QSpinBox(this);
    _columns->setObjectName(QStringLiteral("sheetColumns"));
    _columns->setRange(1, std::clamp(int(_entries.size()), 1, mostColumns));
    _columns->setValue(ContactSheet::usualColumns(_entries.size()));
    _captions = new ChoiceBox(this);
    _captions->setObjectName(QStringLiteral("sheetCaptions"));
    _captions->addItem(tr("Name and origin"), int(SheetCaptions::NamesAndFacts));
    _captions->addItem(tr("Name"), int(SheetCaptions::Names));
    _captions->addItem(tr("None"), int(SheetCaptions::None));
    form().addRow(tr("&Sheet"), _kind);
    form().addRow(tr("Col&umns"), _columns);
    form().addRow(tr("&Captions"), _captions);
    addSizeAndFormat();
    addPathRow(tr("Fi&le"), tr("Choose the file"));

    const QSettings settings;
    _kind->setCurrentIndex(settings.value(kindKey, false).toBool() ? 1 : 0);
    _captions->setCurrentIndex(
        std::max(0, _captions->findData(settings.value(captionsKey, int(SheetCaptions::NamesAndFacts)))));
    sizeFields().setOwnChoices(QStringLiteral("sheet"), comfortableWidth);
    setPath(QDir(usualFolder()).filePath(tr("contact-sheet")));
    connect(_kind, &QComboBox::currentIndexChanged, this, &SheetExportDialog::followKind);
    connect(_columns, &QSpinBox::valueChanged, this, &SheetExportDialog::takeLayout);
    connect(_captions, &QComboBox::currentIndexChanged, this, &SheetExportDialog::takeLayout);
    setShape(sheet().ownSize(_own), 3);
    restore();
    followKind();
}

bool SheetExportDialog::isDocument() const
{
    return _kind->currentData().toBool();
}

QString SheetExportDialog::suffix() const
{
    return isDocument() ? QStringLiteral(".pdf")
                        : QString::fromStdString(factsOf(encoding().format).suffixes.front());
}

ContactSheet SheetExportDialog::sheet() const
{
    return {_entries, _columns->value(), SheetCaptions(_captions->currentData().toInt())};
}

/// As many times enlarged as before: other columns make another sheet, and not other pictures.
void SheetExportDialog::takeLayout()
{
    setShape(sheet().ownSize(_own), 3);
}

void SheetExportDialog::followKind()
{
    sizeFields().setEnabled(!isDocument());
    formatFields().setEnabled(!isDocument());
    methodBox().setEnabled(!isDocument());
    takeFormat();
    takeChanges();
}

void SheetExportDialog::takeFormat()
{
    QString name = path();
    if (pictureFormatOf(name.toStdString()) || name.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
        name.chop(QFileInfo(name).suffix().size() + 1);
    if (!name.isEmpty())
        setPath(name + suffix());
}

void SheetExportDialog::showResult()
{
    _sheetPreview->setSheet(sheet(), size());
}

QString SheetExportDialog::formatNote() const
{
    return isDocument() ? tr("As many pages as it takes, 300 dots per inch.")
                        : tr("A sheet carries no recipes; the pictures stay in the gallery.");
}

void SheetExportDialog::choosePath()
{
    QString chosen = QFileDialog::getSaveFileName(
        this, tr("Save the contact sheet"), path(),
        isDocument() ? tr("PDF documents (*.pdf)") : tr("Pictures (*.png *.tif *.tiff *.jpg *.jpeg *.webp)"));
    if (chosen.isEmpty())
        return;
    setPath(chosen);
    const auto named = pictureFormatOf(chosen.toStdString());
    if (named && !isDocument())
        formatFields().setFormat(*named);
    takeFormat();
    if (path() == chosen)
        _mayReplace = chosen; // which the file dialog has asked
}

void SheetExportDialog::act()
{
    if (path().isEmpty()) {
        refuse(tr("Say where the sheet is to be written."));
        return;
    }
    const auto named = pictureFormatOf(path().toStdString());
    if (named && !isDocument() && *named != encoding().format) {
        const QString asTyped = path();
        formatFields().setFormat(*named);
        setPath(asTyped);
    } else if (!named || isDocument()) {
        takeFormat();
    }
    if (!isDocument() && (!checkChoices() || !checkMemory()))
        return;
    if (QFileInfo(path()).isFile() && std::exchange(_mayReplace, path()) != path()) {
        say(tr("%1 is there already. Export writes over it; or choose another name.")
                .arg(QFileInfo(path()).fileName()));
        return;
    }
    remember();
    QSettings settings;
    settings.setValue(kindKey, isDocument());
    settings.setValue(captionsKey, _captions->currentData());
    const std::string file = path().toStdString();
    start(isDocument() ? documentWork(file) : pictureWork(file));
}

Job::Work SheetExportDialog::documentWork(const std::string& file) const
{
    return [recipes = recipesOf(_pictures), find = _find, entries = _entries, columns = _columns->value(),
            captions = SheetCaptions(_captions->currentData().toInt()), file](Progress& progress) mutable {
        const std::vector<Image> pictures = picturesOf(recipes, find, progress);
        for (std::size_t i = 0; i < entries.size(); ++i)
            entries[i].picture = toQImage(pictures[i]);
        stopSheetIfCancelled(progress);
        writeFile(file, ContactSheet(std::move(entries), columns, captions).pdf().toStdString());
    };
}

Job::Work SheetExportDialog::pictureWork(const std::string& file) const
{
    return
        [recipes = recipesOf(_pictures), find = _find, entries = _entries, columns = _columns->value(),
         captions = SheetCaptions(_captions->currentData().toInt()), size = size(), method = method(),
         encoding = encoding(), enlarging = tr("Enlarging…").toStdString(),
         tooLarge =
             tr("There is not enough memory for a sheet of this size; choose a smaller one.").toStdString(),
         encodingWords = tr("Encoding…").toStdString(), file](Progress& progress) mutable {
            const std::vector<Image> pictures = picturesOf(recipes, find, progress);
            for (std::size_t i = 0; i < entries.size(); ++i)
                entries[i].picture = toQImage(pictures[i]);
            const ContactSheet sheet(std::move(entries), columns, captions);
            const QImage drawn = sheet.image(size, [&](std::size_t i, QSize wanted) {
                stopSheetIfCancelled(progress);
                progress.report(madeShare * double(i) / double(pictures.size()), enlarging);
                return toQImage(resampled(method.prepared(pictures[i]), wanted.height(), wanted.width(),
                                          method.interpolation));
            });
            if (drawn.isNull())
                throw Error(tooLarge);
            stopSheetIfCancelled(progress);
            progress.report(madeShare, encodingWords);
            const std::string bytes = encodePicture(fromQImage(drawn), encoding);
            stopSheetIfCancelled(progress);
            writeFile(file, bytes);
        };
}

void SheetExportDialog::takeEnd()
{
    emit exported(tr("Exported %1").arg(QDir::toNativeSeparators(path())));
    accept();
}

void SheetExportDialog::takeCancellation()
{
    showProgress(0.0);
    say(tr("Cancelled; nothing was written."));
}

QString SheetExportDialog::loss(int percent) const
{
    return tr("The export of %1 is at %2 % and is given up.").arg(QFileInfo(path()).fileName()).arg(percent);
}

} // namespace flipside
