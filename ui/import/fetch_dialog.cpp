// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/fetch_dialog.h"

#include "core/base/user_folders.h"
#include "core/data/fetch.h"
#include "ui/actions/actions.h"
#include "ui/widgets/choice_box.h"
#include "ui/workspace/panel_kind.h"

#include <QComboBox>
#include <QDir>
#include <QFormLayout>
#include <QLabel>

#include <numeric>
#include <utility>

namespace flipside {
namespace {

constexpr double megabyte = 1e6;

double megabytesOf(const RemoteDataset& dataset)
{
    const auto add = [](std::uint64_t sum, const RemoteFile& file) { return sum + file.bytes; };
    return double(std::accumulate(dataset.files.begin(), dataset.files.end(), std::uint64_t(0), add)) /
           megabyte;
}

} // namespace

FetchDialog::FetchDialog(QWidget* parent)
    : FetchDialog(remoteDatasets(), userDataFolder() / "datasets", parent)
{
}

FetchDialog::FetchDialog(const std::vector<RemoteDataset>& datasets, std::filesystem::path root,
                         QWidget* parent)
    : JobDialog(tr("Fetch a dataset"), tr("&Fetch"), parent), _datasets(datasets), _root(std::move(root))
{
    _dataset = new ChoiceBox(this);
    for (const RemoteDataset& dataset : _datasets)
        _dataset->addItem(
            tr("%1 (%2 MB)").arg(QString::fromStdString(dataset.name)).arg(megabytesOf(dataset), 0, 'f', 0));
    auto* place = new QLabel(QDir::toNativeSeparators(QString::fromStdString(_root.string())), this);
    place->setTextInteractionFlags(Qt::TextSelectableByMouse);
    fields()->addRow(tr("&Dataset"), _dataset);
    fields()->addRow(tr("Into"), place);
    setMinimumWidth(460);
}

void FetchDialog::act()
{
    if (_dataset->currentIndex() < 0)
        return;
    const RemoteDataset dataset = _datasets[std::size_t(_dataset->currentIndex())];
    say(tr("Connecting…"));
    start([dataset, folder = _root / dataset.name](Progress& progress) {
        fetchDataset(dataset, folder, {}, progress);
    });
}

void FetchDialog::takeProgress(double fraction, const QString& what, double secondsLeft)
{
    showProgress(fraction);
    say(secondsLeft < 0.0 ? what : tr("%1 · %2 left").arg(what, durationText(secondsLeft)));
}

void FetchDialog::takeEnd()
{
    showProgress(1.0);
    say(tr("It is there, and is found by its name."));
}

void FetchDialog::takeCancellation()
{
    say(tr("Cancelled. Fetch goes on from there."));
}

QString FetchDialog::loss(int percent) const
{
    return tr("The download of %1 is at %2 %, and goes on from there the next time.")
        .arg(_dataset->currentText())
        .arg(percent);
}

void FetchDialog::setFieldsEnabled(bool enabled)
{
    _dataset->setEnabled(enabled);
}

namespace {

void addTool(Workspace& /*workspace*/, Actions& actions, QWidget& window)
{
    QAction* fetch = actions.add({QStringLiteral("fetch"),
                                  FetchDialog::tr("&Fetch a dataset…"),
                                  {},
                                  FetchDialog::tr("Download a dataset, for training and studies"),
                                  {}});
    QObject::connect(fetch, &QAction::triggered, &window, [&window] { FetchDialog(&window).exec(); });
}

} // namespace

const ToolKind& fetchTool()
{
    static const ToolKind kind{&addTool};
    return kind;
}

} // namespace flipside
