// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_form.h"

#include "core/base/error.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/path_edit.h"
#include "ui/widgets/sentence.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace flipside {
namespace {

constexpr std::array pictureSizes{16, 32, 64, 128, 256};
constexpr int usualSize = 64;
constexpr int mostEpochs = 100000;
constexpr int lookDelay = 400; // ms; nobody wants a look at every letter of a path
constexpr qsizetype fewPictures = 100;
const auto picturesKey = QStringLiteral("lastPictures");

/// What is said under a field.
QLabel* remark(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

void choose(QComboBox& box, const QVariant& data)
{
    box.setCurrentIndex(std::max(0, box.findData(data)));
}

} // namespace

TrainingForm::TrainingForm(QWidget* parent) : QWidget(parent)
{
    auto* fields = new QFormLayout(this);
    fields->setContentsMargins(12, 12, 12, 8);
    fields->setVerticalSpacing(8);
    fields->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    buildPictures(*fields);
    buildModel(*fields);
    _later.setSingleShot(true);
    _later.setInterval(lookDelay);
    connect(&_later, &QTimer::timeout, this, &TrainingForm::look);
    updateFields();
}

void TrainingForm::buildPictures(QFormLayout& fields)
{
    auto* row = new QWidget(this);
    _data = new PathEdit(row);
    _data->setObjectName(QStringLiteral("trainingPictures"));
    const QStringList known = datasetsByName();
    _data->setPlaceholderText(known.isEmpty() ? tr("A folder of pictures")
                                              : tr("A folder, or %1").arg(known.join(tr(", "))));
    _data->setCompleter(new QCompleter(known, _data));
    auto* browse = new QPushButton(tr("Choose…"), row);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(_data, 1);
    line->addWidget(browse);
    _found = remark(this);
    _found->setObjectName(QStringLiteral("trainingFound"));
    _found->hide();
    _size = new ChoiceBox(this);
    _size->setObjectName(QStringLiteral("trainingSize"));
    for (const int side : pictureSizes)
        _size->addItem(tr("%1 × %1 pixels").arg(side), side);
    choose(*_size, usualSize);
    _crop = new QDoubleSpinBox(this);
    _crop->setObjectName(QStringLiteral("trainingCrop"));
    _crop->setRange(5.0, 100.0);
    _crop->setDecimals(0);
    _crop->setSingleStep(5.0);
    _crop->setValue(100.0);
    _crop->setSuffix(tr(" % of the largest square"));
    _crop->setToolTip(tr("Around the middle of each picture: less leaves out what is at its edges"));
    _colour = new ChoiceBox(this);
    _colour->setObjectName(QStringLiteral("trainingColour"));
    _colour->addItem(tr("As they are"), 3);
    _colour->addItem(tr("Grey"), 1);
    _mirror = new QCheckBox(tr("Learn from mirror images too"), this);
    _mirror->setObjectName(QStringLiteral("trainingMirror"));
    _mirror->setChecked(true);
    _mirror->setToolTip(tr("Right for faces, landscapes and clothes; wrong for letters and digits"));
    fields.addRow(tr("&Pictures"), row);
    static_cast<QLabel*>(fields.labelForField(row))->setBuddy(_data);
    fields.addRow(QString(), _found);
    fields.addRow(tr("Si&ze"), _size);
    fields.addRow(tr("Cr&op"), _crop);
    fields.addRow(tr("Co&lours"), _colour);
    fields.addRow(QString(), _mirror);
    connect(browse, &QPushButton::clicked, this, &TrainingForm::choosePictures);
    connect(_data, &QLineEdit::textChanged, this, &TrainingForm::lookLater);
    connect(_size, &QComboBox::currentIndexChanged, this, &TrainingForm::lookLater);
    connect(_crop, &QDoubleSpinBox::valueChanged, this, &TrainingForm::lookLater);
    connect(_colour, &QComboBox::currentIndexChanged, this, &TrainingForm::lookLater);
}

void TrainingForm::buildModel(QFormLayout& fields)
{
    _architecture = new ChoiceBox(this);
    _architecture->setObjectName(QStringLiteral("trainingArchitecture"));
    for (const Architecture& one : architectures())
        _architecture->addItem(QString::fromUtf8(one.label), QString::fromUtf8(one.name));
    choose(*_architecture, QString::fromLatin1(proposedArchitecture(usualSize, usualSize).name));
    _what = remark(this);
    _epochs = new QSpinBox(this);
    _epochs->setObjectName(QStringLiteral("trainingEpochs"));
    _epochs->setRange(1, mostEpochs);
    _epochs->setSuffix(tr(" epochs"));
    _epochs->setToolTip(tr("How often the model sees all pictures. The best epoch is what is kept"));
    _name = new QLineEdit(this);
    _name->setObjectName(QStringLiteral("trainingName"));
    fields.addRow(tr("&Model"), _architecture);
    fields.addRow(QString(), _what);
    fields.addRow(tr("L&ength"), _epochs);
    fields.addRow(tr("&Name"), _name);
    connect(_architecture, &QComboBox::currentIndexChanged, this, [this] {
        proposeLength();
        updateFields();
    });
    connect(_epochs, &QSpinBox::valueChanged, this, [this] { _ownEpochs = true; });
    connect(_name, &QLineEdit::textEdited, this,
            [this](const QString& text) { _ownName = !text.trimmed().isEmpty(); });
    proposeLength();
}

TrainingPlan TrainingForm::plan() const
{
    TrainingPlan plan;
    plan.data = _data->text().trimmed();
    if (plan.data.isEmpty())
        throw ArgumentError(tr("Choose a folder of pictures first.").toStdString());
    if (_later.isActive() || _files.isBusy())
        throw ArgumentError(
            tr("The pictures are still being looked over; try again in a moment.").toStdString());
    if (!_given.problem.isEmpty())
        throw ArgumentError(_given.problem.toStdString());
    if (QFileInfo(plan.data).isDir() && plan.data.contains(QLatin1Char('/')))
        plan.data = QFileInfo(plan.data).absoluteFilePath();
    plan.shape = shape();
    plan.options = suitedOptions(architecture(), std::size_t(_given.pictures));
    plan.options.epochs = _epochs->value();
    plan.options.mirror = _mirror->isEnabled() && _mirror->isChecked();
    plan.options.name = _name->text().trimmed().toStdString();
    if (plan.options.name.empty())
        throw ArgumentError(tr("The model needs a name; give it one.").toStdString());
    return plan;
}

void TrainingForm::setPlan(const TrainingPlan& plan)
{
    _ownEpochs = _ownName = true;
    choose(*_size, plan.shape.height);
    _crop->setValue(100.0 * plan.shape.crop);
    choose(*_colour, plan.shape.channels);
    choose(*_architecture, QString::fromStdString(plan.options.architecture));
    _mirror->setChecked(plan.options.mirror);
    _epochs->setValue(plan.options.epochs);
    _name->setText(plan.name());
    _data->setText(QDir::toNativeSeparators(plan.data));
    _data->setCursorPosition(0);
    _later.stop();
    showFound({});
}

void TrainingForm::setData(const QString& data)
{
    _data->setText(QDir::toNativeSeparators(data));
    _later.stop();
    look();
}

void TrainingForm::showFound(const QString& words)
{
    _found->setText(words);
    _found->setVisible(!words.isEmpty());
}

PictureShape TrainingForm::shape() const
{
    const int side = _size->currentData().toInt();
    return {_colour->currentData().toInt(), side, side, _crop->value() / 100.0};
}

const Architecture& TrainingForm::architecture() const
{
    return architectures()[std::size_t(_architecture->currentIndex())];
}

void TrainingForm::choosePictures()
{
    QString from = _data->text().trimmed();
    if (!QFileInfo(from).isDir())
        from = QSettings().value(picturesKey).toString();
    if (!QFileInfo(from).isDir())
        from = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString folder = QFileDialog::getExistingDirectory(this, tr("A folder of pictures"), from);
    if (folder.isEmpty())
        return;
    QSettings().setValue(picturesKey, folder);
    setData(folder);
}

void TrainingForm::lookLater()
{
    _later.start();
}

void TrainingForm::look()
{
    const QString data = _data->text().trimmed();
    const int number = ++_looks;
    if (data.isEmpty()) {
        takeData({});
        return;
    }
    showFound(tr("Looking…"));
    _files.run([this, data, number, shape = shape()]() -> FileTasks::Afterwards {
        const TrainingData found = lookOver(data, shape);
        return [this, found, number] {
            if (number == _looks)
                takeData(found);
        };
    });
}

void TrainingForm::takeData(const TrainingData& data)
{
    const bool sameKind = _given.hasShapeOfItsOwn == data.hasShapeOfItsOwn;
    _given = data;
    if (!data.problem.isEmpty())
        showFound(asSentence(data.problem).replace(QLatin1Char('/'), QStringLiteral("/\u200b"))); // wraps
    else if (data.pictures == 0)
        showFound({});
    else if (data.hasShapeOfItsOwn)
        showFound(
            tr("%n picture(s) of %1 × %2", nullptr, int(data.pictures)).arg(data.width).arg(data.height));
    else if (data.pictures < fewPictures)
        showFound(tr("%n picture(s); some hundreds would teach it more", nullptr, int(data.pictures)));
    else
        showFound(tr("%n picture(s)", nullptr, int(data.pictures)));
    if (!sameKind)
        proposeArchitecture();
    proposeLength();
    proposeName();
    updateFields();
    emit lookedOver(data.sheet);
}

void TrainingForm::proposeArchitecture()
{
    // A folder's pictures are scaled to whatever is chosen.
    const Architecture& proposed = _given.hasShapeOfItsOwn ? proposedArchitecture(_given.height, _given.width)
                                                           : proposedArchitecture(usualSize, usualSize);
    choose(*_architecture, QString::fromLatin1(proposed.name));
    _mirror->setChecked(!_given.hasShapeOfItsOwn);
}

void TrainingForm::proposeLength()
{
    if (_ownEpochs)
        return;
    _epochs->setValue(
        suitedOptions(architecture(), std::size_t(std::max(fewPictures, _given.pictures))).epochs);
    _ownEpochs = false; // which the box takes any change for
}

void TrainingForm::proposeName()
{
    if (_ownName)
        return;
    const QString data = _data->text().trimmed();
    QString name = data.isEmpty() ? data : QDir(data).dirName();
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    _name->setText(name);
}

void TrainingForm::updateFields()
{
    QString what = QString::fromUtf8(architecture().what);
    what[0] = what[0].toUpper();
    _what->setText(what + QLatin1Char('.'));
    for (QWidget* field : std::initializer_list<QWidget*>{_size, _crop, _colour})
        field->setEnabled(!_given.hasShapeOfItsOwn);
    // A GAN always sees half of them mirrored.
    _mirror->setEnabled(!architecture().lowerIsBetter);
}

} // namespace flipside
