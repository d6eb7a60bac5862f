// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/file_format_fields.h"

#include "ui/widgets/choice_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QSlider>

#include <algorithm>

namespace flipside {
namespace {

const auto formatKey = QStringLiteral("export/format");
const auto depthKey = QStringLiteral("export/bits");
const auto qualityKey = QStringLiteral("export/quality");
const auto profileKey = QStringLiteral("export/colourProfile");

} // namespace

FileFormatFields::FileFormatFields(QFormLayout& form, QWidget* parent) : QObject(parent), _form(form)
{
    _format = new ChoiceBox(parent);
    _format->setObjectName(QStringLiteral("exportFormat"));
    for (const PictureFormatFacts& facts : pictureFormats())
        _format->addItem(QString::fromStdString(facts.words), int(facts.format));
    _format->setItemData(_format->findData(int(PictureFormat::Png)),
                         tr("Every pixel as it is, and the recipe inside"), Qt::ToolTipRole);
    _format->setItemData(_format->findData(int(PictureFormat::Tiff)),
                         tr("Every pixel as it is; print shops ask for it"), Qt::ToolTipRole);
    _format->setItemData(_format->findData(int(PictureFormat::Jpeg)),
                         tr("Small; sharp edges get faint traces"), Qt::ToolTipRole);
    _format->setItemData(_format->findData(int(PictureFormat::WebP)), tr("The smallest, for web pages"),
                         Qt::ToolTipRole);
    _depth = new ChoiceBox(parent);
    _depth->setObjectName(QStringLiteral("exportDepth"));
    _depth->addItem(tr("8 bits a channel"), 8);
    _depth->addItem(tr("16 bits a channel"), 16);
    _depth->setToolTip(tr("16 bits keep soft gradients smooth where a picture is worked on later"));
    _qualityRow = new QWidget(parent);
    _quality = new QSlider(Qt::Horizontal, _qualityRow);
    _quality->setObjectName(QStringLiteral("exportQuality"));
    _quality->setRange(1, 100);
    _quality->setAccessibleName(tr("Quality"));
    _quality->setToolTip(tr("1: the smallest file; 100: no loss that can be seen"));
    _qualityNumber = new QLabel(_qualityRow);
    _qualityNumber->setMinimumWidth(_qualityNumber->fontMetrics().horizontalAdvance(QStringLiteral("100")));
    auto* line = new QHBoxLayout(_qualityRow);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(_quality, 1);
    line->addWidget(_qualityNumber);
    _profile = new QCheckBox(tr("C&olour profile inside (sRGB)"), parent);
    _profile->setObjectName(QStringLiteral("exportProfile"));
    _profile->setToolTip(tr("Says what the colours mean, so that print and screens agree on them"));

    form.addRow(tr("&Format"), _format);
    form.addRow(tr("&Depth"), _depth);
    auto* label = new QLabel(tr("&Quality"), parent);
    label->setBuddy(_quality);
    form.addRow(label, _qualityRow);
    form.addRow(QString(), _profile);
    connect(_format, &QComboBox::currentIndexChanged, this, [this] {
        showWhatApplies();
        emit changed();
    });
    connect(_depth, &QComboBox::currentIndexChanged, this, &FileFormatFields::changed);
    connect(_quality, &QSlider::valueChanged, _qualityNumber, qOverload<int>(&QLabel::setNum));
}

PictureFormat FileFormatFields::format() const
{
    return PictureFormat(_format->currentData().toInt());
}

PictureEncoding FileFormatFields::encoding() const
{
    PictureEncoding encoding;
    encoding.format = format();
    if (factsOf(encoding.format).hasDeepColour)
        encoding.bits = _depth->currentData().toInt();
    if (factsOf(encoding.format).hasQuality)
        encoding.quality = _quality->value();
    encoding.hasColourProfile = _profile->isChecked();
    return encoding;
}

void FileFormatFields::setFormat(PictureFormat format)
{
    _format->setCurrentIndex(_format->findData(int(format)));
}

void FileFormatFields::restore()
{
    const QSettings settings;
    const PictureEncoding standard;
    const QString format = settings.value(formatKey).toString();
    for (const PictureFormatFacts& facts : pictureFormats())
        if (facts.name == format.toStdString())
            setFormat(facts.format);
    _depth->setCurrentIndex(std::max(0, _depth->findData(settings.value(depthKey, standard.bits).toInt())));
    _quality->setValue(settings.value(qualityKey, standard.quality).toInt());
    _qualityNumber->setNum(_quality->value());
    _profile->setChecked(settings.value(profileKey, true).toBool());
    showWhatApplies();
}

void FileFormatFields::remember() const
{
    QSettings settings;
    settings.setValue(formatKey, QString::fromStdString(factsOf(format()).name));
    settings.setValue(depthKey, _depth->currentData());
    settings.setValue(qualityKey, _quality->value());
    settings.setValue(profileKey, _profile->isChecked());
}

void FileFormatFields::setEnabled(bool enabled)
{
    for (QWidget* widget : std::initializer_list<QWidget*>{_format, _depth, _qualityRow, _profile})
        widget->setEnabled(enabled);
}

void FileFormatFields::showWhatApplies()
{
    // Every format has one of the two, so that the rows below stay where they are.
    _form.setRowVisible(_depth, factsOf(format()).hasDeepColour);
    _form.setRowVisible(_qualityRow, factsOf(format()).hasQuality);
}

} // namespace flipside
