// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion/film_export_dialog.h"

#include "core/base/error.h"
#include "core/instrument/instrument.h"
#include "core/instrument/render_film.h"
#include "core/model/model_folder.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/path_edit.h"
#include "ui/widgets/sentence.h"
#include "ui/words/numbers.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSettings>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QStandardPaths>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {
namespace {

constexpr int leastSide = 16;
constexpr int mostSide = 8192;
constexpr int comfortableSide = 512;
constexpr int fastest = 240;
constexpr int fastestGif = 50;
constexpr int dialogWidth = 520;
const auto formatKey = QStringLiteral("film/format");
const auto rateKey = QStringLiteral("film/rate");
const auto methodKey = QStringLiteral("film/interpolation");
const auto qualityKey = QStringLiteral("film/quality");
const auto folderKey = QStringLiteral("film/folder");

bool isEncoded(FilmFormat format)
{
    return format == FilmFormat::Mp4 || format == FilmFormat::WebM;
}

QWidget* row(QWidget* parent, std::initializer_list<QWidget*> widgets)
{
    auto* row = new QWidget(parent);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    for (QWidget* widget : widgets)
        layout->addWidget(widget);
    return row;
}

/// Enlarged by a whole number, which keeps every pixel as large as the others.
QSize comfortableSize(QSize picture)
{
    const int larger = std::max({picture.width(), picture.height(), 1});
    QSize size = picture * std::max(1, comfortableSide / larger);
    while (size.width() % 2 != 0 || size.height() % 2 != 0)
        size += picture;
    return size.expandedTo({leastSide, leastSide}).boundedTo({mostSide, mostSide});
}

} // namespace

FilmExportDialog::FilmExportDialog(const OpenedModel& model, Timeline timeline, QWidget* parent,
                                   const std::vector<FilmFormat>& formats)
    : JobDialog(tr("Export film"), tr("&Export"), parent), _model(model.folder),
      _name(QString::fromStdString(model.card.id)), _picture(model.card.width, model.card.height),
      _timeline(std::move(timeline))
{
    setMinimumWidth(dialogWidth);
    buildFields(formats);
    restore();
    takeFormat();
    connect(_format, &QComboBox::currentIndexChanged, this, &FilmExportDialog::takeFormat);
    connect(_width, &QSpinBox::valueChanged, this,
            [this] { keepShape(_width, _height, double(_picture.height()) / _picture.width()); });
    connect(_height, &QSpinBox::valueChanged, this,
            [this] { keepShape(_height, _width, double(_picture.width()) / _picture.height()); });
    connect(_rate, &QSpinBox::valueChanged, this, &FilmExportDialog::showLength);
    connect(_quality, &QSlider::valueChanged, _qualityNumber, qOverload<int>(&QLabel::setNum));
    connect(_path, &QLineEdit::editingFinished, this, &FilmExportDialog::followName);
    connect(_choose, &QToolButton::clicked, this, &FilmExportDialog::choosePath);
}

void FilmExportDialog::buildFields(const std::vector<FilmFormat>& formats)
{
    _format = new ChoiceBox(this);
    _format->setObjectName(QStringLiteral("filmFormat"));
    for (const FilmFormat format : formats)
        _format->addItem(format == FilmFormat::PngSequence ? tr("PNG pictures, numbered, in a folder")
                                                           : QString::fromStdString(filmFormatName(format)),
                         int(format));
    _width = new QSpinBox(this);
    _height = new QSpinBox(this);
    for (QSpinBox* side : {_width, _height}) {
        side->setRange(leastSide, mostSide);
        side->setSingleStep(2);
        side->setKeyboardTracking(false);
    }
    _width->setObjectName(QStringLiteral("filmWidth"));
    _width->setAccessibleName(tr("Width in pixels"));
    _height->setObjectName(QStringLiteral("filmHeight"));
    _height->setAccessibleName(tr("Height in pixels"));
    _keepsShape = new QCheckBox(tr("Keep the &shape"), this);
    _keepsShape->setObjectName(QStringLiteral("filmKeepsShape"));
    _keepsShape->setChecked(true);
    _keepsShape->setToolTip(
        tr("Width and height as in the picture; otherwise it stands in the middle on black"));
    auto* times = new QLabel(tr("×"), this);
    auto* pixels = new QLabel(tr("pixels"), this);
    _sizeRow = row(this, {_width, times, _height, pixels, _keepsShape});
    static_cast<QHBoxLayout*>(_sizeRow->layout())->addStretch(1);

    _rate = new QSpinBox(this);
    _rate->setObjectName(QStringLiteral("filmRate"));
    _rate->setSuffix(tr(" frames a second"));
    _rate->setKeyboardTracking(false);
    _method = new ChoiceBox(this);
    _method->setObjectName(QStringLiteral("filmMethod"));
    for (const ResizingMethod& method : _methods)
        _method->addItem(QCoreApplication::translate("interpolations", method.words.c_str()),
                         QString::fromStdString(method.name));
    _quality = new QSlider(Qt::Horizontal, this);
    _quality->setObjectName(QStringLiteral("filmQuality"));
    _quality->setRange(1, 100);
    _quality->setAccessibleName(tr("Quality"));
    _qualityNumber = new QLabel(this);
    _qualityNumber->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("100")));
    _length = new QLabel(this);
    _length->setObjectName(QStringLiteral("filmLength"));
    _path = new PathEdit(this);
    _path->setObjectName(QStringLiteral("filmPath"));
    _path->setAccessibleName(tr("File"));
    _choose = new QToolButton(this);
    _choose->setText(tr("…"));
    _choose->setAccessibleName(tr("Choose the file"));
    _choose->setToolTip(tr("Choose where the film is written"));

    fields()->addRow(tr("&Format"), _format);
    fields()->addRow(tr("Si&ze"), _sizeRow);
    fields()->addRow(tr("Frame &rate"), _rate);
    fields()->addRow(tr("Pi&xels"), _method);
    fields()->addRow(tr("&Quality"), row(this, {_quality, _qualityNumber}));
    fields()->addRow(tr("Length"), _length);
    fields()->addRow(tr("F&ile"), row(this, {_path, _choose}));
}

void FilmExportDialog::restore()
{
    const QSettings settings;
    const FilmSettings standard;
    _format->setCurrentIndex(
        std::max(0, _format->findData(settings.value(formatKey, int(standard.format)).toInt())));
    const QSize size = comfortableSize(_picture);
    _width->setValue(size.width());
    _height->setValue(size.height());
    _rate->setRange(1, fastest);
    _rate->setValue(settings.value(rateKey, standard.framesPerSecond).toInt());
    _method->setCurrentIndex(std::max(0, _method->findData(settings.value(methodKey).toString())));
    _quality->setValue(settings.value(qualityKey, standard.quality).toInt());
    _qualityNumber->setNum(_quality->value());
    QString folder = savingFolder().isEmpty() ? settings.value(folderKey).toString() : savingFolder();
    if (folder.isEmpty() || !QFileInfo(folder).isDir())
        folder = QStandardPaths::writableLocation(QStandardPaths::MoviesLocation);
    if (!QFileInfo(folder).isDir())
        folder = QDir::homePath();
    _path->setText(QDir::toNativeSeparators(QDir(folder).filePath(QStringLiteral("flipside-%1").arg(_name))));
}

FilmFormat FilmExportDialog::format() const
{
    return FilmFormat(_format->currentData().toInt());
}

FilmSettings FilmExportDialog::settings() const
{
    return {format(),       _width->value(),        _height->value(),
            _rate->value(), method().interpolation, _quality->value()};
}

const ResizingMethod& FilmExportDialog::method() const
{
    return _methods[std::size_t(std::max(0, _method->currentIndex()))];
}

QString FilmExportDialog::path() const
{
    return QDir::fromNativeSeparators(_path->text().trimmed());
}

void FilmExportDialog::setPath(const QString& path)
{
    _path->setText(QDir::toNativeSeparators(path));
}

void FilmExportDialog::takeFormat()
{
    const FilmFormat chosen = format();
    _rate->setMaximum(chosen == FilmFormat::Gif ? fastestGif : fastest);
    _quality->setEnabled(isEncoded(chosen));
    _qualityNumber->setEnabled(isEncoded(chosen));
    _quality->setToolTip(isEncoded(chosen) ? tr("1: the smallest file; 100: no loss that can be seen")
                                           : tr("This format is always as good as it can be."));
    QString name = path();
    for (const FilmFormat other : {FilmFormat::Mp4, FilmFormat::WebM, FilmFormat::Gif}) {
        const QString suffix = QString::fromStdString(filmFormatSuffix(other));
        if (name.endsWith(suffix, Qt::CaseInsensitive))
            name.chop(suffix.size());
    }
    setPath(name + QString::fromStdString(filmFormatSuffix(chosen)));
    showLength();
}

void FilmExportDialog::keepShape(QSpinBox* changed, QSpinBox* other, double ratio)
{
    if (!_keepsShape->isChecked())
        return;
    const QSignalBlocker blocker(other);
    // Even, as most formats need it.
    other->setValue(2 * int(std::lround(changed->value() * ratio / 2.0)));
}

void FilmExportDialog::showLength()
{
    const int frames = _timeline.frames(_rate->value());
    _length->setText(tr("%1 frames, %2 s").arg(frames).arg(decimalText(double(frames) / _rate->value(), 2)));
}

void FilmExportDialog::choosePath()
{
    const QString suffix = QString::fromStdString(filmFormatSuffix(format()));
    QString chosen;
    if (format() == FilmFormat::PngSequence) {
        chosen = QFileDialog::getSaveFileName(this, tr("A new folder for the pictures"), path(), {}, nullptr,
                                              QFileDialog::ShowDirsOnly | QFileDialog::DontConfirmOverwrite);
    } else {
        chosen = QFileDialog::getSaveFileName(this, tr("Export film"), path(),
                                              tr("%1 films (*%2)").arg(_format->currentText(), suffix));
        if (!chosen.isEmpty() && QFileInfo(chosen).suffix().isEmpty())
            chosen += suffix;
        _mayReplace = chosen;
    }
    if (!chosen.isEmpty()) {
        setPath(chosen);
        followName();
    }
}

void FilmExportDialog::followName()
{
    for (const FilmFormat named : {FilmFormat::Mp4, FilmFormat::WebM, FilmFormat::Gif}) {
        const QString suffix = QString::fromStdString(filmFormatSuffix(named));
        if (const int index = _format->findData(int(named));
            index >= 0 && path().endsWith(suffix, Qt::CaseInsensitive))
            _format->setCurrentIndex(index);
    }
}

void FilmExportDialog::act()
{
    const FilmSettings wanted = settings();
    if (path().isEmpty()) {
        refuse(tr("Say where the film is to be written."));
        return;
    }
    try {
        checkFilmSettings(wanted);
    } catch (const Error& error) {
        refuse(QString::fromUtf8(error.what()));
        return;
    }
    if (QFileInfo(path()).isFile() && std::exchange(_mayReplace, path()) != path()) {
        say(tr("%1 is there already. Export writes over it; or choose another name.")
                .arg(QFileInfo(path()).fileName()));
        return;
    }
    QSettings settings;
    settings.setValue(formatKey, int(wanted.format));
    settings.setValue(rateKey, wanted.framesPerSecond);
    settings.setValue(methodKey, _method->currentData());
    settings.setValue(qualityKey, wanted.quality);
    settings.setValue(folderKey, QFileInfo(path()).absolutePath());
    say(tr("Opening the model…"));
    start([model = _model.toStdString(), timeline = _timeline, path = path().toStdString(), wanted,
           method = method()](Progress& progress) {
        Instrument instrument(findModel(model));
        renderFilm(instrument, timeline, path, wanted, method, progress);
    });
}

void FilmExportDialog::takeProgress(double fraction, const QString& what, double secondsLeft)
{
    showProgress(fraction);
    say(secondsLeft < 0.0 ? what : tr("%1 · %2 left").arg(what, durationText(secondsLeft)));
}

void FilmExportDialog::takeEnd()
{
    showProgress(1.0);
    const QFileInfo file(path());
    say(file.isFile() ? tr("%1 is written, %2.").arg(_path->text(), QLocale().formattedDataSize(file.size()))
                      : tr("The pictures are in %1.").arg(_path->text()));
}

void FilmExportDialog::takeCancellation()
{
    showProgress(0.0);
    say(tr("Cancelled; nothing was written."));
}

QString FilmExportDialog::loss(int percent) const
{
    return tr("The export of %1 is at %2 % and is given up.").arg(QFileInfo(path()).fileName()).arg(percent);
}

void FilmExportDialog::setFieldsEnabled(bool enabled)
{
    for (QWidget* widget : std::initializer_list<QWidget*>{_format, _sizeRow, _rate, _method, _path, _choose})
        widget->setEnabled(enabled);
    _quality->setEnabled(enabled && isEncoded(format()));
}

} // namespace flipside
