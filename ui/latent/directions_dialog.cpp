// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/latent/directions_dialog.h"

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/decoder/decoder.h"
#include "core/decoder/preview.h"
#include "core/model/model_folder.h"
#include "core/training/latent_directions.h"
#include "core/variation/latent_brush.h"
#include "ui/actions/actions.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/path_edit.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/workspace.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSpinBox>

#include <filesystem>

namespace flipside {

namespace {

constexpr int usualDirections = 32;
constexpr int mostDirections = 500;

} // namespace

DirectionsDialog::DirectionsDialog(Workspace& workspace, QWidget* parent)
    : JobDialog(tr("Sliders from your pictures"), tr("&Find them"), parent), _workspace(workspace),
      _modelFolder(workspace.document().model()->folder)
{
    _choice = new QWidget(this);
    _pictures = new PathEdit(_choice);
    _pictures->setObjectName(QStringLiteral("directionPictures"));
    _pictures->setPlaceholderText(tr("A folder of pictures"));
    auto* browse = new QPushButton(tr("&Browse…"), _choice);
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &DirectionsDialog::browse);
    auto* row = new QHBoxLayout(_choice);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(_pictures, 1);
    row->addWidget(browse);
    _count = new QSpinBox(this);
    _count->setObjectName(QStringLiteral("directionCount"));
    _count->setRange(1, mostDirections);
    _count->setValue(usualDirections);
    _count->setToolTip(tr("How many sliders: the first is the direction in which the pictures differ most"));
    fields()->addRow(tr("&Pictures"), _choice);
    fields()->addRow(tr("&Sliders"), _count);
    say(tr("Hundreds of pictures like those that you want to make give good sliders; ten of them become what "
           "Another begins at."));
    setMinimumWidth(460);
}

QString DirectionsDialog::problemWith(Workspace& workspace)
{
    const auto model = workspace.document().model();
    if (!model)
        return tr("There is no model open.");
    if (!isLatentMap(model->card.latentShape) || !model->hasEncoder)
        return tr("This model's latent is no map that an encoder makes of pictures.");
    if (isBundled(model->folder.toStdString()))
        return tr("This model comes with Flipside and has its sliders.");
    return {};
}

void DirectionsDialog::browse()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Your pictures"), lastFolder());
    if (!folder.isEmpty())
        _pictures->setText(folder);
}

void DirectionsDialog::act()
{
    const std::filesystem::path pictures = _pictures->text().trimmed().toStdString();
    if (!std::filesystem::is_directory(pictures)) {
        refuse(tr("There is no such folder. Choose one with pictures in it."));
        return;
    }
    LatentSpaceOptions options;
    options.directions = std::size_t(_count->value());
    say(tr("Looking at the pictures…"));
    start(
        [pictures, options, folder = std::filesystem::path(_modelFolder.toStdString())](Progress& progress) {
            const ModelFolder model(folder);
            const ModelCard& card = model.card();
            // A path with a slash is a folder, whatever datasets there are.
            findLatentSpace(model,
                            *findDataset(std::filesystem::absolute(pictures).string(),
                                         {card.channels, card.height, card.width, card.pictureCrop()}),
                            options, progress);
            Decoder decoder{ModelFolder(folder)};
            writePreview(decoder, model.previewFile());
        });
}

void DirectionsDialog::takeProgress(double fraction, const QString& what, double secondsLeft)
{
    showProgress(fraction);
    say(secondsLeft < 0.0 ? what : tr("%1 · %2 left").arg(what, durationText(secondsLeft)));
}

void DirectionsDialog::takeEnd()
{
    showProgress(1.0);
    say(tr("The sliders are the directions in which your pictures differ most."));
    Document& document = _workspace.document();
    if (document.model() && document.model()->folder == _modelFolder)
        document.readModelAgain();
}

void DirectionsDialog::takeCancellation()
{
    say(tr("Cancelled. The model is as it was."));
}

QString DirectionsDialog::loss(int percent) const
{
    return tr("The search for sliders is at %1 %, and is to be done anew.").arg(percent);
}

void DirectionsDialog::setFieldsEnabled(bool enabled)
{
    _choice->setEnabled(enabled);
    _count->setEnabled(enabled);
}

namespace {

void addTool(Workspace& workspace, Actions& actions, QWidget& window)
{
    QAction* find =
        actions.add({QStringLiteral("directions"),
                     DirectionsDialog::tr("S&liders from your pictures…"),
                     {},
                     DirectionsDialog::tr("Of a latent that is a map: the directions in which the "
                                          "latents of your pictures differ most become its sliders"),
                     {}});
    const auto update = [find, &workspace] {
        find->setEnabled(DirectionsDialog::problemWith(workspace).isEmpty());
    };
    QObject::connect(&workspace.document(), &Document::modelChanged, find, update);
    update();
    QObject::connect(find, &QAction::triggered, &window,
                     [&workspace, &window] { DirectionsDialog(workspace, &window).exec(); });
}

} // namespace

const ToolKind& directionsTool()
{
    static const ToolKind kind{&addTool};
    return kind;
}

} // namespace flipside
