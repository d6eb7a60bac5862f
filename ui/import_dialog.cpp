// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_dialog.h"

#include "base/error.h"
#include "study/import_model.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <memory>
#include <utility>

namespace flipside {
namespace {

constexpr int importBarSteps = 1000;

/// What --model takes: letters, digits, '-', '_' and '.'.
std::string idFrom(const QString& name)
{
    static const QRegularExpression others(QStringLiteral("[^A-Za-z0-9_.-]+"));
    static const QRegularExpression ends(QStringLiteral("^[.-]+|-+$"));
    QString id = name.trimmed().toLower();
    id.replace(others, QStringLiteral("-")).remove(ends);
    return id.isEmpty() ? "model" : id.toStdString();
}

} // namespace

ImportDialog::ImportDialog(std::filesystem::path decoder, std::filesystem::path root, QWidget* parent)
    : QDialog(parent), _decoder(std::move(decoder)), _root(std::move(root))
{
    setWindowTitle(tr("Import a generator"));
    auto* file = new QLabel(QDir::toNativeSeparators(QString::fromStdString(_decoder.string())), this);
    file->setWordWrap(true);
    file->setTextInteractionFlags(Qt::TextSelectableByMouse);
    _name = new QLineEdit(QString::fromStdString(_decoder.stem().string()), this);
    _latent = new QLineEdit(this);
    _latent->setPlaceholderText(tr("found by trying; or say 128, or 32x16x16"));
    _range = new QComboBox(this);
    _range->addItem(tr("found by trying"));
    _range->addItem(tr("0 to 1"), QVariantList{0.0, 1.0});
    _range->addItem(tr("−1 to 1"), QVariantList{-1.0, 1.0});
    _range->addItem(tr("0 to 255"), QVariantList{0.0, 255.0});
    _encoder = new QLineEdit(this);
    _encoder->setPlaceholderText(tr("none; with one, distances can be measured"));
    _chooseEncoder = new QPushButton(tr("Choose…"), this);
    auto* encoderRow = new QHBoxLayout;
    encoderRow->addWidget(_encoder);
    encoderRow->addWidget(_chooseEncoder);
    auto* form = new QFormLayout;
    form->addRow(tr("File"), file);
    form->addRow(tr("&Name"), _name);
    form->addRow(tr("&Latent"), _latent);
    form->addRow(tr("Output &range"), _range);
    form->addRow(tr("&Encoder"), encoderRow);
    _bar = new QProgressBar(this);
    _bar->setRange(0, importBarSteps);
    _bar->setTextVisible(false);
    _bar->setFixedHeight(6);
    _state = new QLabel(tr("Nothing in the file runs before all of it was checked."), this);
    _state->setWordWrap(true);
    _state->setMinimumHeight(3 * fontMetrics().lineSpacing());
    _state->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* buttons = new QDialogButtonBox(this);
    _import = buttons->addButton(tr("&Import"), QDialogButtonBox::ActionRole);
    _import->setProperty("primary", true);
    _import->setDefault(true);
    _close = buttons->addButton(QDialogButtonBox::Close);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(_bar);
    layout->addWidget(_state);
    layout->addWidget(buttons);
    setMinimumWidth(520);

    connect(_import, &QPushButton::clicked, this, &ImportDialog::importIt);
    connect(_close, &QPushButton::clicked, this, &ImportDialog::reject);
    connect(_chooseEncoder, &QPushButton::clicked, this, &ImportDialog::chooseEncoder);
    connect(&_job, &Job::progressed, this, [this](double fraction, const QString& what) {
        _bar->setValue(int(fraction * importBarSteps));
        _state->setText(what);
    });
    connect(&_job, &Job::finished, this, [this] { accept(); });
    connect(&_job, &Job::cancelled, this, [this] {
        _bar->setValue(0);
        _state->setText(tr("Cancelled; nothing was kept."));
        updateButtons();
    });
    connect(&_job, &Job::failed, this, [this](const QString& sentence) {
        _bar->setValue(0);
        _state->setText(sentence);
        updateButtons();
    });
    updateButtons();
}

QString ImportDialog::state() const
{
    return _state->text();
}

ModelImport ImportDialog::given() const
{
    ModelImport model;
    model.decoder = _decoder;
    model.encoder = _encoder->text().trimmed().toStdString();
    model.name = _name->text().trimmed().toStdString();
    model.id = idFrom(_name->text());
    if (!_latent->text().trimmed().isEmpty())
        model.latentShape = latentShapeFrom(_latent->text().trimmed().toStdString());
    if (const QVariantList range = _range->currentData().toList(); range.size() == 2)
        model.range = {range[0].toDouble(), range[1].toDouble()};
    return model;
}

void ImportDialog::importIt()
{
    if (isRunning())
        return;
    try {
        const ModelImport model = given();
        _folder = QString::fromStdString((_root / model.id).string());
        _job.start([model, root = _root](Progress& progress) { (void)importModel(model, root, progress); });
    } catch (const Error& error) {
        _state->setText(QString::fromStdString(error.what()));
    }
    updateButtons();
}

void ImportDialog::chooseEncoder()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("The generator's encoder"),
                                                      QString::fromStdString(_decoder.parent_path().string()),
                                                      tr("TorchScript (*.pt *.pth *.ts);;All files (*)"));
    if (!path.isEmpty())
        _encoder->setText(path);
}

void ImportDialog::updateButtons()
{
    for (QWidget* field : std::initializer_list<QWidget*>{_name, _latent, _range, _encoder, _chooseEncoder})
        field->setEnabled(!isRunning());
    _import->setEnabled(!isRunning());
    _close->setText(isRunning() ? tr("Cancel") : tr("Close"));
}

void ImportDialog::reject()
{
    if (isRunning())
        _job.cancel();
    else
        QDialog::reject();
}

} // namespace flipside
