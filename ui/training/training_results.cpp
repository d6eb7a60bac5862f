// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_results.h"

#include "ui/pictures/picture_box.h"
#include "ui/training/training_curve.h"

#include <QLabel>
#include <QVBoxLayout>

namespace flipside {
namespace {

constexpr int resultsMargin = 12;

} // namespace

TrainingResults::TrainingResults(QWidget* parent) : QWidget(parent)
{
    _caption = new QLabel(this);
    _caption->setForegroundRole(QPalette::PlaceholderText);
    _sheet = new PictureBox(tr("Samples"), this);
    _sheet->setHint(tr("Choose a folder of pictures of one kind: faces, flowers, letters, landscapes. Some "
                       "hundreds are enough; more are better."));
    _curve = new TrainingCurve(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, resultsMargin, resultsMargin, resultsMargin);
    layout->setSpacing(8);
    layout->addWidget(_caption);
    layout->addWidget(_sheet, 5);
    layout->addWidget(_curve, 3);
}

void TrainingResults::showPreview(const QImage& sheet)
{
    _sheet->setPicture(sheet);
    _caption->setText(sheet.isNull() ? QString() : tr("Your pictures, as the model will see them"));
}

void TrainingResults::showSamples(const QImage& sheet, int epoch)
{
    if (sheet.isNull())
        return;
    _sheet->setPicture(sheet);
    _caption->setText(tr("What it makes after epoch %1").arg(epoch));
}

void TrainingResults::begin(const Architecture& architecture)
{
    _curve->begin(architecture);
}

void TrainingResults::add(const TrainingEpoch& epoch, const QImage& samples)
{
    _curve->add(epoch);
    _curve->show();
    showSamples(samples, epoch.number);
}

void TrainingResults::setCurveVisible(bool visible)
{
    _curve->setVisible(visible);
}

} // namespace flipside
