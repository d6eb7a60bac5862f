// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/import_dialog.h"

#include "core/base/error.h"
#include "core/import/import_model.h"
#include "ui/document/model_id.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/question.h"
#include "ui/widgets/sentence.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <system_error>
#include <utility>

namespace flipside {

ImportDialog::ImportDialog(std::filesystem::path decoder, std::filesystem::path root, QWidget* parent)
    : JobDialog(tr("Import a generator"), tr("&Import"), parent), _decoder(std::move(decoder)),
      _root(std::move(root))
{
    auto* file = new QLabel(QDir::toNativeSeparators(QString::fromStdString(_decoder.string())), this);
    file->setWordWrap(true);
    file->setTextInteractionFlags(Qt::TextSelectableByMouse);
    _name = new QLineEdit(QString::fromStdString(_decoder.stem().string()), this);
    _latent = new QLineEdit(this);
    _latent->setPlaceholderText(tr("Found by trying; or say 128, or 32x16x16"));
    _range = new ChoiceBox(this);
    _range->addItem(tr("Found by trying"));
    _range->addItem(tr("0 to 1"), QVariantList{0.0, 1.0});
    _range->addItem(tr("−1 to 1"), QVariantList{-1.0, 1.0});
    _range->addItem(tr("0 to 255"), QVariantList{0.0, 255.0});
    _encoderRow = new QWidget(this);
    _encoder = new QLineEdit(_encoderRow);
    _encoder->setPlaceholderText(tr("None; with one it can be measured how odd a picture is"));
    auto* choose = new QPushButton(tr("Choose…"), _encoderRow);
    choose->setAutoDefault(false);
    auto* row = new QHBoxLayout(_encoderRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(_encoder);
    row->addWidget(choose);
    fields()->addRow(tr("File"), file);
    fields()->addRow(tr("&Name"), _name);
    fields()->addRow(tr("&Latent"), _latent);
    fields()->addRow(tr("Output &range"), _range);
    fields()->addRow(tr("&Encoder"), _encoderRow);
    say(tr("Nothing in the file runs before all of it was checked."));
    setMinimumWidth(520);
    connect(choose, &QPushButton::clicked, this, &ImportDialog::chooseEncoder);
}

ModelImport ImportDialog::given() const
{
    ModelImport model;
    model.decoder = _decoder;
    model.encoder = _encoder->text().trimmed().toStdString();
    model.name = _name->text().trimmed().toStdString();
    model.id = modelIdFrom(_name->text());
    if (!_latent->text().trimmed().isEmpty())
        model.latentShape = latentShapeFrom(_latent->text().trimmed().toStdString());
    if (const QVariantList range = _range->currentData().toList(); range.size() == 2)
        model.range = {range[0].toDouble(), range[1].toDouble()};
    return model;
}

void ImportDialog::act()
{
    try {
        const ModelImport model = given();
        std::error_code unreadable;
        if (std::filesystem::exists(_root / model.id, unreadable))
            askToReplace(model);
        else
            import(model);
    } catch (const Error& error) {
        refuse(QString::fromStdString(error.what()));
    }
}

void ImportDialog::import(const ModelImport& model)
{
    _folder = QString::fromStdString((_root / model.id).string());
    _imported = std::make_shared<ImportedModel>();
    start([model, root = _root, imported = _imported](Progress& progress) {
        *imported = importModel(model, root, progress);
    });
}

QString ImportDialog::found() const
{
    QStringList sentences;
    if (_imported)
        for (const std::string& sentence : _imported->found)
            sentences.append(QString::fromStdString(sentence));
    return sentences.join(QLatin1Char(' '));
}

void ImportDialog::askToReplace(ModelImport model)
{
    auto* question =
        new Question(tr("A model called %1 is there already. Replacing it also loses its profile.")
                         .arg(QString::fromStdString(model.name)),
                     this);
    const QPushButton* replace = question->addButton(tr("&Replace"), QMessageBox::DestructiveRole);
    QPushButton* both = question->addButton(tr("&Keep both"), QMessageBox::AcceptRole);
    question->addUsual(QMessageBox::Cancel);
    question->setDefaultButton(both);
    connect(question, &QMessageBox::buttonClicked, this,
            [this, model = std::move(model), replace, both](const QAbstractButton* button) mutable {
                if (button == both) {
                    model.id = freeModelIdFrom(_name->text(), _root);
                    model.name = numberedName(model.name, model.id);
                }
                if (button == both || button == replace)
                    import(model);
            });
    question->open();
}

void ImportDialog::takeProgress(double fraction, const QString& what, double /*secondsLeft*/)
{
    showProgress(fraction);
    say(what);
}

void ImportDialog::takeEnd()
{
    accept();
}

void ImportDialog::takeCancellation()
{
    showProgress(0.0);
    say(tr("Cancelled; nothing was kept."));
}

void ImportDialog::chooseEncoder()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("The generator's encoder"), QString::fromStdString(_decoder.parent_path().string()),
        tr("Encoders (*.pt *.pth *.ts *.safetensors *.ckpt);;All files (*)"));
    if (!path.isEmpty())
        _encoder->setText(path);
}

QString ImportDialog::loss(int /*percent*/) const
{
    return tr("The import of %1 is given up.").arg(_name->text());
}

void ImportDialog::setFieldsEnabled(bool enabled)
{
    for (QWidget* field : std::initializer_list<QWidget*>{_name, _latent, _range, _encoderRow})
        field->setEnabled(enabled);
}

} // namespace flipside
