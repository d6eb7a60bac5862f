// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/export_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>

#include <algorithm>

namespace flipside {
namespace {

constexpr int largestScale = 64;
constexpr int comfortableSide = 512;
const auto scaleKey = QStringLiteral("export/scale");

} // namespace

ExportDialog::ExportDialog(QSize size, QWidget* parent) : QDialog(parent), _size(size)
{
    setWindowTitle(tr("Export PNG"));
    _picture = new QComboBox(this);
    _picture->addItems({tr("Creative picture"), tr("Regular picture"), tr("Both, side by side")});
    _scale = new QSpinBox(this);
    _scale->setRange(1, largestScale);
    _scale->setSuffix(tr(" ×"));
    const int comfortable =
        std::clamp(comfortableSide / std::max({size.width(), size.height(), 1}), 1, largestScale);
    _scale->setValue(QSettings().value(scaleKey, comfortable).toInt());
    _result = new QLabel(this);

    auto* form = new QFormLayout;
    form->addRow(tr("&Picture"), _picture);
    form->addRow(tr("&Enlarge"), _scale);
    form->addRow(tr("Size"), _result);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Save)->setText(tr("Save &as…"));
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(buttons);

    connect(_scale, &QSpinBox::valueChanged, this, &ExportDialog::showSize);
    connect(_picture, &QComboBox::currentIndexChanged, this, &ExportDialog::showSize);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        QSettings().setValue(scaleKey, _scale->value());
        accept();
    });
    showSize();
    _scale->setFocus();
}

ExportDialog::Picture ExportDialog::picture() const
{
    return Picture(_picture->currentIndex());
}

int ExportDialog::scale() const
{
    return _scale->value();
}

void ExportDialog::showSize()
{
    QSize size = _size * scale();
    if (picture() == Both)
        size = {2 * size.width() + 3 * gap, size.height() + 2 * gap};
    _result->setText(tr("%1 × %2 pixels").arg(size.width()).arg(size.height()));
}

} // namespace flipside
