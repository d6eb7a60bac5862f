// SPDX-License-Identifier: GPL-3.0-or-later
#include "fetch_dialog.h"

#include "base/user_folders.h"
#include "data/fetch.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <numeric>
#include <utility>

namespace flipside {
namespace {

constexpr int barSteps = 1000;
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
    : QDialog(parent), _datasets(datasets), _root(std::move(root))
{
    setWindowTitle(tr("Fetch a dataset"));
    _dataset = new QComboBox(this);
    for (const RemoteDataset& dataset : _datasets)
        _dataset->addItem(
            tr("%1 (%2 MB)").arg(QString::fromStdString(dataset.name)).arg(megabytesOf(dataset), 0, 'f', 0));
    auto* place = new QLabel(QDir::toNativeSeparators(QString::fromStdString(_root.string())), this);
    place->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* form = new QFormLayout;
    form->addRow(tr("&Dataset"), _dataset);
    form->addRow(tr("Into"), place);
    _bar = new QProgressBar(this);
    _bar->setRange(0, barSteps);
    _bar->setTextVisible(false);
    _bar->setFixedHeight(6);
    _state = new QLabel(this);
    _state->setWordWrap(true);
    _state->setMinimumHeight(3 * fontMetrics().lineSpacing());
    _state->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* buttons = new QDialogButtonBox(this);
    _fetch = buttons->addButton(tr("&Fetch"), QDialogButtonBox::ActionRole);
    _fetch->setProperty("primary", true);
    _fetch->setDefault(true);
    _close = buttons->addButton(QDialogButtonBox::Close);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(_bar);
    layout->addWidget(_state);
    layout->addWidget(buttons);
    setMinimumWidth(460);

    connect(_fetch, &QPushButton::clicked, this, &FetchDialog::fetch);
    connect(_close, &QPushButton::clicked, this, &FetchDialog::reject);
    connect(&_job, &Job::progressed, this, [this](double fraction, const QString& what, double secondsLeft) {
        _bar->setValue(int(fraction * barSteps));
        say(secondsLeft < 0.0 ? what : tr("%1 · %2 left").arg(what, durationText(secondsLeft)));
    });
    connect(&_job, &Job::finished, this, [this] {
        _bar->setValue(barSteps);
        say(tr("It is there, and is found by its name."));
        updateButtons();
    });
    connect(&_job, &Job::cancelled, this, [this] {
        say(tr("Cancelled. Fetch goes on from there."));
        updateButtons();
    });
    connect(&_job, &Job::failed, this, [this](const QString& sentence) {
        say(sentence);
        updateButtons();
    });
    updateButtons();
}

QString FetchDialog::state() const
{
    return _state->text();
}

void FetchDialog::say(const QString& text)
{
    _state->setText(text);
}

void FetchDialog::updateButtons()
{
    _dataset->setEnabled(!isRunning());
    _fetch->setEnabled(!isRunning());
    _close->setText(isRunning() ? tr("Cancel") : tr("Close"));
}

void FetchDialog::fetch()
{
    if (isRunning() || _dataset->currentIndex() < 0)
        return;
    const RemoteDataset dataset = _datasets[std::size_t(_dataset->currentIndex())];
    _bar->setValue(0);
    say(tr("Connecting…"));
    _job.start([dataset, folder = _root / dataset.name](Progress& progress) {
        fetchDataset(dataset, folder, {}, progress);
    });
    updateButtons();
}

void FetchDialog::reject()
{
    if (isRunning())
        _job.cancel();
    else
        QDialog::reject();
}

} // namespace flipside
