// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_dialog.h"

#include "core/base/error.h"
#include "core/compute/free_memory.h"
#include "ui/export/export_preview.h"
#include "ui/export/file_format_fields.h"
#include "ui/export/picture_size_fields.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/fitting_scroll_area.h"
#include "ui/widgets/path_edit.h"
#include "ui/widgets/window_size.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSettings>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

constexpr QSize firstSize(860, 600);
const auto methodKey = QStringLiteral("export/interpolation");

} // namespace

ExportDialog::ExportDialog(const QString& title, std::vector<ResizingMethod> methods, QWidget* parent)
    : JobDialog(title, tr("&Export"), parent), _methods(std::move(methods))
{
    auto* sides = new QWidget(this);
    _sides = new QHBoxLayout(sides);
    _sides->setContentsMargins(0, 0, 0, 0);
    _sides->setSpacing(16);
    _preview = new ExportPreview(sides);
    auto* scroll = new FittingScrollArea(sides);
    _asked = new QWidget(scroll->viewport());
    _form = new QFormLayout(_asked);
    _form->setContentsMargins(2, 2, 2, 2); // room for the rings of focus
    _form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    _sides->addWidget(_preview, 3);
    _sides->addWidget(scroll, 2);
    _sides->setAlignment(scroll, Qt::AlignTop);
    scroll->setWidget(*_asked);
    fields()->addRow(sides);
    resizeWithinScreen(*this, firstSize);
    connect(_preview, &ExportPreview::failed, this, &ExportDialog::refuse);
}

void ExportDialog::addSizeAndFormat()
{
    _size = new PictureSizeFields(*_form, _asked);
    _method = new ChoiceBox(_asked);
    _method->setObjectName(QStringLiteral("exportMethod"));
    for (const ResizingMethod& method : _methods)
        _method->addItem(QCoreApplication::translate("interpolations", method.words.c_str()),
                         QString::fromStdString(method.name));
    _form->addRow(tr("Pi&xels"), _method);
    _format = new FileFormatFields(*_form, _asked);
    connect(_size, &PictureSizeFields::changed, this, &ExportDialog::takeChanges);
    connect(_method, &QComboBox::currentIndexChanged, this, &ExportDialog::takeChanges);
    connect(_format, &FileFormatFields::changed, this, [this] {
        takeFormat();
        takeChanges();
    });
}

void ExportDialog::addPathRow(const QString& label, const QString& tip)
{
    auto* row = new QWidget(_asked);
    _path = new PathEdit(row);
    _path->setObjectName(QStringLiteral("exportPath"));
    _path->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    _choose = new QToolButton(row);
    _choose->setText(tr("…"));
    _choose->setAccessibleName(tip);
    _choose->setToolTip(tip);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(_path, 1);
    line->addWidget(_choose);
    auto* name = new QLabel(label, _asked);
    name->setBuddy(_path);
    _form->addRow(name, row);
    connect(_choose, &QToolButton::clicked, this, [this] { choosePath(); });
}

void ExportDialog::restore()
{
    const int method = _method->findData(QSettings().value(methodKey).toString());
    _method->setCurrentIndex(std::max(0, method));
    _format->restore();
    _size->restore();
    takeFormat();
    _size->setFocus();
}

void ExportDialog::remember()
{
    QSettings().setValue(methodKey, _method->currentData());
    _format->remember();
    _size->remember();
    rememberFolder(path());
}

void ExportDialog::setPictures(std::vector<Image> pictures)
{
    const PictureRow row(pictures);
    const int channels = pictures.front().channels;
    _preview->setPictures(std::move(pictures));
    setShape({row.width(), row.height()}, channels);
}

void ExportDialog::setShape(QSize own, int channels)
{
    _channels = channels;
    _size->setPicture(own);
}

void ExportDialog::setPreview(QWidget& preview)
{
    _preview->hide();
    _sides->insertWidget(0, &preview, 3);
}

void ExportDialog::showResult()
{
    _preview->setResult(size(), method());
}

QString ExportDialog::formatNote() const
{
    return encoding().format == PictureFormat::Png ? tr("The recipe goes along inside the picture.")
                                                   : tr("The recipe does not go along: only PNG carries it.");
}

QSize ExportDialog::size() const
{
    return _size->pixels();
}

ResizingMethod ExportDialog::method() const
{
    return _methods[std::size_t(std::max(0, _method->currentIndex()))];
}

PictureEncoding ExportDialog::encoding() const
{
    PictureEncoding encoding = _format->encoding();
    encoding.dotsPerInch = _size->dotsPerInch();
    return encoding;
}

QString ExportDialog::path() const
{
    return QDir::fromNativeSeparators(_path->text().trimmed());
}

void ExportDialog::setPath(const QString& path)
{
    _path->setText(QDir::toNativeSeparators(path));
}

QString ExportDialog::usualFolder()
{
    return savingFolder().isEmpty() ? lastFolder() : savingFolder();
}

bool ExportDialog::checkChoices()
{
    try {
        checkEncoding(size().height(), size().width(), encoding());
    } catch (const Error& error) {
        refuse(QString::fromUtf8(error.what()));
        return false;
    }
    return true;
}

bool ExportDialog::checkMemory()
{
    const std::uint64_t needed = memoryFor(size().height(), size().width(), _channels, encoding());
    const std::uint64_t free = freeMemory();
    if (needed <= free)
        return true;
    const QLocale locale;
    refuse(
        tr("A picture of this size needs %1 of memory, and %2 are free; choose a smaller size or close other "
           "programs.")
            .arg(locale.formattedDataSize(qint64(needed)), locale.formattedDataSize(qint64(free))));
    return false;
}

void ExportDialog::takeChanges()
{
    if (checkChoices())
        say(formatNote());
    showResult();
}

void ExportDialog::takeProgress(double fraction, const QString& what, double secondsLeft)
{
    showProgress(fraction);
    say(secondsLeft < 0.0 ? what : tr("%1 · %2 left").arg(what, durationText(secondsLeft)));
}

void ExportDialog::setFieldsEnabled(bool enabled)
{
    _asked->setEnabled(enabled);
}

} // namespace flipside
