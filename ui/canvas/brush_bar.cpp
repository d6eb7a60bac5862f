// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/brush_bar.h"

#include "ui/canvas/region_brush.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/flow_layout.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

namespace flipside {

BrushBar::BrushBar(RegionBrush& brush, QWidget* parent) : QWidget(parent), _brush(brush)
{
    auto* flow = new FlowLayout(this);
    flow->setContentsMargins(12, 6, 12, 2);
    const auto addRow = [&] {
        auto* group = new QWidget(this);
        auto* row = new QHBoxLayout(group);
        row->setContentsMargins(0, 0, 6, 0);
        row->setSpacing(6);
        flow->addWidget(group);
        return row;
    };
    QHBoxLayout* how = addRow();
    _paint = addMode(*how, tr("Paint"),
                     tr("Drag on the picture: the flips apply there. The right button erases."), false);
    _erase = addMode(*how, tr("Erase"),
                     tr("Drag on the picture: the flips no longer apply there. The right button "
                        "paints."),
                     true);
    how->addSpacing(6);
    _size = addSlider(*how, tr("Size"), tr("Diameter of the brush ([ and ])"), RegionBrush::smallest,
                      RegionBrush::largest);
    _size->setObjectName(QStringLiteral("brushSize"));
    _softness = addSlider(*how, tr("Softness"), tr("How far its edge fades"), 0, 100);
    _softness->setObjectName(QStringLiteral("brushSoftness"));
    QHBoxLayout* where = addRow();
    _target = new ChoiceBox(this);
    _target->setObjectName(QStringLiteral("brushTarget"));
    _target->addItem(tr("All flips"), int(RegionBrush::Target::AllFlips));
    _target->addItem(tr("Selected neuron"), int(RegionBrush::Target::Selected));
    _target->setToolTip(tr("Whose places are painted"));
    _target->setAccessibleName(_target->toolTip());
    where->addWidget(_target);
    _everywhere = new QPushButton(tr("Everywhere"), this);
    _everywhere->setObjectName(QStringLiteral("brushEverywhere"));
    _everywhere->setToolTip(tr("Let these flips apply to the whole picture again"));
    where->addWidget(_everywhere);

    connect(_size, &QSlider::valueChanged, &brush, &RegionBrush::setSize);
    connect(_softness, &QSlider::valueChanged, &brush, &RegionBrush::setSoftness);
    connect(_target, &QComboBox::activated, this,
            [this] { _brush.setTarget(RegionBrush::Target(_target->currentData().toInt())); });
    connect(_everywhere, &QPushButton::clicked, &brush, &RegionBrush::fillEverything);
    connect(&brush, &RegionBrush::changed, this, &BrushBar::takeBrush);
    takeBrush();
}

QToolButton* BrushBar::addMode(QLayout& row, const QString& text, const QString& tip, bool erases)
{
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(tip);
    button->setCheckable(true);
    button->setObjectName(erases ? QStringLiteral("brushErase") : QStringLiteral("brushPaint"));
    row.addWidget(button);
    connect(button, &QToolButton::clicked, this, [this, erases] { _brush.setErases(erases); });
    return button;
}

QSlider* BrushBar::addSlider(QLayout& row, const QString& caption, const QString& tip, int least, int most)
{
    auto* label = new QLabel(caption, this);
    auto* slider = new QSlider(Qt::Horizontal, this);
    slider->setRange(least, most);
    slider->setMinimumWidth(48);
    slider->setMaximumWidth(110);
    slider->setAccessibleName(caption);
    for (QWidget* part : std::initializer_list<QWidget*>{label, slider}) {
        part->setToolTip(tip);
        row.addWidget(part);
    }
    return slider;
}

void BrushBar::takeBrush()
{
    setVisible(_brush.isActive());
    _paint->setChecked(!_brush.erases());
    _erase->setChecked(_brush.erases());
    const QSignalBlocker quietSize(_size);
    const QSignalBlocker quietSoftness(_softness);
    _size->setValue(_brush.size());
    _softness->setValue(_brush.softness());
    _target->setCurrentIndex(_target->findData(int(_brush.target())));
    _everywhere->setEnabled(_brush.hasPlaces());
}

} // namespace flipside
