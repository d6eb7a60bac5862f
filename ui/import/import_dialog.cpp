// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/import_dialog.h"

#include "core/base/error.h"
#include "core/import/class_names.h"
#include "core/import/import_model.h"
#include "core/sandbox/file_kind.h"
#include "ui/document/model_id.h"
#include "ui/import/network_look.h"
#include "ui/import/network_view.h"
#include "ui/import/question_list.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/fitting_scroll_area.h"
#include "ui/widgets/question.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/window_size.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

namespace flipside {
namespace {

constexpr int usualWidth = 720;

} // namespace

QString generatorNames()
{
    QStringList names;
    for (const std::string_view ending : generatorEndings())
        names << QLatin1Char('*') + QString::fromUtf8(ending.data(), qsizetype(ending.size()));
    return names.join(QLatin1Char(' '));
}

ImportDialog::ImportDialog(std::filesystem::path decoder, std::filesystem::path root, QWidget* parent)
    : JobDialog(tr("Import a generator"), tr("&Import"), parent), _decoder(std::move(decoder)),
      _root(std::move(root))
{
    auto* scroll = new FittingScrollArea(this);
    _body = new QWidget(scroll->viewport());
    auto* column = new QVBoxLayout(_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto* file = new ElidedLabel(_body);
    file->setText(QString::fromStdString(_decoder.filename().string()));
    file->setToolTip(QDir::toNativeSeparators(QString::fromStdString(_decoder.string())));
    file->setForegroundRole(QPalette::PlaceholderText);
    _view = new NetworkView(_body);
    _questions = new QuestionList(_body);
    column->addWidget(file);
    column->addWidget(_view);
    column->addWidget(_questions);
    column->addLayout(nameFields());
    addMore(*column);
    scroll->setWidget(*_body);
    auto* top = new QVBoxLayout;
    top->addWidget(scroll);
    top->addStretch();
    fields()->addRow(top);
    say(tr("Nothing in the file runs before all of it was checked."));
    resizeWithinScreen(*this, {usualWidth, sizeHint().height()});

    _look = new NetworkLook(_decoder, this);
    connect(_look, &NetworkLook::looked, this, &ImportDialog::takeFound);
    connect(_look, &NetworkLook::failed, this, [this](const QString& sentence) {
        _view->showProblem(sentence);
        _view->showRest(false);
        if (_look->found()) // the choice is taken back
            _questions->setQuestions(_look->found()->network.questions);
        else
            _more->setOpen(true);
    });
    connect(_look, &NetworkLook::progressed, _view, &NetworkView::showProgress);
    connect(_look, &NetworkLook::sheetMade, this, &ImportDialog::showSheet);
    connect(_look, &NetworkLook::finished, _view, [this] {
        if (!_look->isBusy())
            _view->showRest(false);
    });
    connect(_view, &NetworkView::stopWished, this, &ImportDialog::stopLooking);
    connect(_view, &NetworkView::againWished, this, &ImportDialog::lookOn);
    connect(_questions, &QuestionList::opened, this, [this](const QString& question) {
        if (!isRunning())
            _look->makeSheets(question.toStdString());
    });
    connect(_questions, &QuestionList::chosen, this,
            [this](const QString& question, int choice) { _look->choose(question.toStdString(), choice); });
}

QFormLayout* ImportDialog::nameFields()
{
    auto* form = new QFormLayout;
    _name = new QLineEdit(QString::fromStdString(_decoder.stem().string()), _body);
    _classes = new QWidget(_body);
    _classesButton = new QPushButton(tr("Names of its &classes…"), _classes);
    _classesButton->setAutoDefault(false);
    _classesButton->setToolTip(tr("A text file with one name a line"));
    _classesState = new ElidedLabel(_classes);
    auto* row = new QHBoxLayout(_classes);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(_classesButton);
    row->addWidget(_classesState, 1);
    form->addRow(tr("&Name"), _name);
    form->addRow(_classes);
    _classes->hide();
    connect(_classesButton, &QPushButton::clicked, this, [this] {
        const QString path =
            chooseFile(*this, tr("Names of its classes"), tr("Texts (*.txt *.names);;All files (*)"));
        if (!path.isEmpty())
            nameClasses(path);
    });
    connect(&_files, &FileTasks::failed, this, [this](const QString& sentence) { refuse(sentence); });
    return form;
}

void ImportDialog::addMore(QVBoxLayout& column)
{
    _more = new Disclosure(tr("Latent, range, encoder and code"), _body);
    _moreFields = new QWidget(_body);
    auto* form = new QFormLayout(_moreFields);
    form->setContentsMargins(0, 0, 0, 0);
    _latent = new QLineEdit(_moreFields);
    _latent->setPlaceholderText(tr("Found by trying; or say 128, or 32x16x16"));
    _range = new ChoiceBox(_moreFields);
    _range->addItem(tr("Found by trying"));
    _range->addItem(tr("0 to 1"), QVariantList{0.0, 1.0});
    _range->addItem(tr("−1 to 1"), QVariantList{-1.0, 1.0});
    _range->addItem(tr("0 to 255"), QVariantList{0.0, 255.0});
    auto* encoderRow = new QWidget(_moreFields);
    _encoder = new QLineEdit(encoderRow);
    _encoder->setPlaceholderText(tr("None; with one it can be measured how odd a picture is"));
    auto* choose = new QPushButton(tr("Choose…"), encoderRow);
    choose->setAutoDefault(false);
    auto* row = new QHBoxLayout(encoderRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(_encoder);
    row->addWidget(choose);
    form->addRow(tr("&Latent"), _latent);
    form->addRow(tr("Output &range"), _range);
    form->addRow(tr("&Encoder"), encoderRow);
    auto* codeRow = new QWidget(_moreFields);
    _code = new QLineEdit(codeRow);
    _code->setObjectName(QStringLiteral("importCode"));
    _code->setPlaceholderText(tr("None; or its Python file, where weights are not recognised"));
    _code->setToolTip(
        tr("The .py file with the generator's class, or what print(generator) shows; it is read, "
           "never run"));
    auto* chooseCode = new QPushButton(tr("Choose…"), codeRow);
    chooseCode->setAutoDefault(false);
    auto* codeLine = new QHBoxLayout(codeRow);
    codeLine->setContentsMargins(0, 0, 0, 0);
    codeLine->addWidget(_code);
    codeLine->addWidget(chooseCode);
    connect(_code, &QLineEdit::editingFinished, this, &ImportDialog::takeCode);
    connect(chooseCode, &QPushButton::clicked, this, [this] {
        const QString path =
            chooseFile(*this, tr("The network's code"), tr("Python and texts (*.py *.txt);;All files (*)"));
        if (path.isEmpty())
            return;
        _code->setText(path);
        takeCode();
    });
    form->addRow(tr("Its co&de"), codeRow);
    _more->setBody(*_moreFields);
    column.addWidget(_more, 0, Qt::AlignLeft);
    column.addWidget(_moreFields);
    connect(choose, &QPushButton::clicked, this, &ImportDialog::chooseEncoder);
}

void ImportDialog::takeCode()
{
    const std::filesystem::path code = _code->text().trimmed().toStdString();
    if (code != _look->code() && !isRunning())
        _look->setCode(code);
}

void ImportDialog::showEvent(QShowEvent* event)
{
    JobDialog::showEvent(event);
    if (!_look->found() && !_look->isBusy() && !isRunning())
        _look->look();
}

void ImportDialog::takeFound()
{
    const FileDescription& found = *_look->found();
    const bool isFirst = !std::exchange(_hasLooked, true);
    _view->showFound(found);
    if (const NetworkLook::Sheet* sheet = _look->sheet(found.network.answers()))
        _view->showSheet(sheet->image);
    _questions->setQuestions(found.network.questions);
    const NetworkInput* classes = classAmong(found.network.inputs);
    _classes->setVisible(classes != nullptr);
    showClassNames();
    if (!found.lack.empty() && !found.network.tensors.empty()) // its code may say what it is
        _more->setOpen(true);
    if (isFirst)
        QTimer::singleShot(0, this, &ImportDialog::growToFit); // when all has its place
    const QString open = _questions->openQuestion();
    if (!open.isEmpty())
        _look->makeSheets(open.toStdString());
}

void ImportDialog::showSheet(const QString& question, int choice)
{
    NetworkChoices answers = _look->found()->network.answers();
    answers[question.toStdString()] = choice;
    if (const NetworkLook::Sheet* sheet = _look->sheet(answers))
        _questions->setSheet(question, choice, sheet->image, sheet->lack);
}

void ImportDialog::stopLooking()
{
    _look->stop();
    _view->showRest(true);
}

void ImportDialog::lookOn()
{
    if (_look->hasFoundAll())
        _look->makeSheets(_questions->openQuestion().toStdString());
    else
        _look->look();
}

void ImportDialog::growToFit()
{
    _body->layout()->activate();
    layout()->activate();
    const int height = std::max(this->height(), sizeHint().height());
    resizeWithinScreen(*this, {width(), height});
    keepWithinScreen(*this);
}

void ImportDialog::nameClasses(const QString& path)
{
    const NetworkInput* classes = _look->found() ? classAmong(_look->found()->network.inputs) : nullptr;
    if (!classes)
        return;
    _files.run([this, file = std::filesystem::path(path.toStdString()),
                input = *classes]() -> FileTasks::Afterwards {
        std::vector<NetworkInput> inputs{input};
        flipside::nameClasses(inputs, readClassNames(file), file);
        const auto named = std::ranges::count_if(inputs.front().labels,
                                                 [](const std::string& name) { return !name.empty(); });
        return [this, file, named] {
            _classNames = file;
            _named = int(named);
            say(tr("Names are read; they come with the import."));
            showClassNames();
        };
    });
}

void ImportDialog::showClassNames()
{
    const NetworkInput* classes = _look->found() ? classAmong(_look->found()->network.inputs) : nullptr;
    if (!classes)
        return;
    _classesState->setText(_classNames.empty()
                               ? tr("%1 classes, known by their numbers").arg(classes->length())
                               : tr("%1 of %2 have names").arg(_named).arg(classes->length()));
    _classesState->setToolTip(QString::fromStdString(_classNames.string()));
}

ModelImport ImportDialog::given() const
{
    ModelImport model;
    model.decoder = _decoder;
    model.encoder = _encoder->text().trimmed().toStdString();
    model.name = _name->text().trimmed().toStdString();
    model.id = modelIdFrom(_name->text());
    model.code = _look->code();
    if (const FileDescription* found = _look->found()) {
        model.family = found->network.family;
        model.choices = _look->answers();
        if (classAmong(found->network.inputs))
            model.classNames = _classNames;
    }
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
    const bool isLooking = _look->isBusy();
    _look->stop(); // the import looks for itself
    _view->showRest(isLooking);
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
        tr("Encoders (%1);;All files (*)").arg(generatorNames()));
    if (!path.isEmpty())
        _encoder->setText(path);
}

QString ImportDialog::loss(int /*percent*/) const
{
    return tr("The import of %1 is given up.").arg(_name->text());
}

void ImportDialog::setFieldsEnabled(bool enabled)
{
    for (QWidget* field : std::initializer_list<QWidget*>{_view, _questions, _name, _classes, _moreFields})
        field->setEnabled(enabled);
}

} // namespace flipside
