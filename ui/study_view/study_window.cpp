// SPDX-License-Identifier: GPL-3.0-or-later
#include "study_view/study_window.h"

#include "base/error.h"
#include "base/file.h"
#include "base/user_folders.h"
#include "message_bar.h"
#include "model/model_folder.h"
#include "study_view/sample_pictures.h"
#include "study_view/study_curves.h"
#include "study_view/study_distributions.h"
#include "study_view/study_form.h"
#include "study_view/study_table.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

namespace flipside {
namespace {

constexpr int barSteps = 1000;
constexpr int sideWidth = 330;
const auto folderKey = QStringLiteral("study/folder");
const auto exportFolderKey = QStringLiteral("lastFolder");

/// Where a study is kept unless the user chooses another folder.
QString defaultFolder(const QString& name)
{
    return QDir(QString::fromStdString((userDataFolder() / "studies").string())).filePath(name);
}

} // namespace

StudyWindow::StudyWindow(QWidget* parent) : QWidget(parent, Qt::Window)
{
    setObjectName(QStringLiteral("studyWindow"));
    setWindowTitle(tr("Study – Flipside"));
    setAutoFillBackground(true);
    resize(1180, 780);
    _message = new MessageBar(this);
    auto* splitter = new QSplitter(this);
    splitter->addWidget(buildSide());
    splitter->addWidget(buildResults());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({sideWidth, width() - sideWidth});
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_message);
    layout->addWidget(splitter, 1);

    _pictures = new SamplePictures(this);
    connect(_scatter, &StudyScatter::sampleHovered, this,
            [this](const StudySample& sample) { _pictures->ask(_study, sample); });
    connect(_pictures, &SamplePictures::made, _scatter, &StudyScatter::showPicture);
    connect(_pictures, &SamplePictures::failed, this, &StudyWindow::showProblem);
    connect(&_files, &FileTasks::failed, this, &StudyWindow::showProblem);
    connect(&_job, &Job::progressed, this, &StudyWindow::showProgress);
    connect(&_job, &Job::finished, this, [this] {
        endRun();
        showStudy(*_running);
    });
    connect(&_job, &Job::cancelled, this, [this] {
        endRun();
        _state->setText(tr("Cancelled. What was finished is kept; Run goes on from there."));
    });
    connect(&_job, &Job::failed, this, [this](const QString& sentence) {
        endRun();
        _state->setText(tr("Stopped. What was finished is kept; Run goes on from there."));
        showProblem(sentence);
    });
    updateButtons();
    showStudy({});
}

StudyWindow::~StudyWindow() = default;

QWidget* StudyWindow::buildSide()
{
    auto* side = new QWidget(this);
    side->setMinimumWidth(270);
    _form = new StudyForm;
    connect(_form, &StudyForm::readyChosen, this, &StudyWindow::runReady);
    connect(_form, &StudyForm::refused, this, &StudyWindow::showProblem);
    auto* scroll = new QScrollArea(side);
    scroll->setWidget(_form);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    _folder = new QLineEdit(side);
    _folder->setObjectName(QStringLiteral("studyFolder"));
    _folder->setToolTip(tr("The study is kept here, part by part, with its results"));
    _folder->setAccessibleName(tr("The study's folder"));
    setFolder(QSettings().value(folderKey, defaultFolder(QStringLiteral("own"))).toString());
    auto* choose = new QPushButton(tr("Open…"), side);
    choose->setToolTip(tr("Choose the folder of a study, one that is there or a new one"));
    connect(choose, &QPushButton::clicked, this, &StudyWindow::chooseFolder);
    auto* place = new QHBoxLayout;
    place->addWidget(_folder, 1);
    place->addWidget(choose);

    _run = new QPushButton(tr("Run"), side);
    _run->setObjectName(QStringLiteral("runStudy"));
    _run->setProperty("primary", true);
    _pause = new QPushButton(tr("Pause"), side);
    _pause->setObjectName(QStringLiteral("pauseStudy"));
    _cancel = new QPushButton(tr("Cancel"), side);
    _cancel->setObjectName(QStringLiteral("cancelStudy"));
    connect(_run, &QPushButton::clicked, this, [this] { run(_folder->text()); });
    connect(_pause, &QPushButton::clicked, this, [this] {
        _job.setPaused(!_job.isPaused());
        updateButtons();
    });
    connect(_cancel, &QPushButton::clicked, &_job, &Job::cancel);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(_run, 1);
    buttons->addWidget(_pause, 1);
    buttons->addWidget(_cancel, 1);

    _bar = new QProgressBar(side);
    _bar->setRange(0, barSteps);
    _bar->setTextVisible(false);
    _bar->setFixedHeight(6);
    _state = new QLabel(side);
    _state->setObjectName(QStringLiteral("studyState"));
    _state->setWordWrap(true);
    _state->setForegroundRole(QPalette::PlaceholderText);

    auto* below = new QVBoxLayout;
    below->setContentsMargins(12, 8, 12, 10);
    below->addLayout(place);
    below->addLayout(buttons);
    below->addWidget(_bar);
    below->addWidget(_state);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addLayout(below);
    return side;
}

QWidget* StudyWindow::buildResults()
{
    auto* results = new QWidget(this);
    _title = new QLabel(results);
    _title->setForegroundRole(QPalette::PlaceholderText);
    const auto combo = [&](const QString& name, const QString& caption, const QString& tip) {
        auto* box = new QComboBox(results);
        box->setObjectName(name);
        box->setAccessibleName(caption);
        box->setToolTip(tip);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        connect(box, &QComboBox::currentIndexChanged, this, &StudyWindow::showChoice);
        return box;
    };
    _model = combo(QStringLiteral("shownModel"), tr("Model"), tr("The model that is shown"));
    _metric = combo(QStringLiteral("shownMetric"), tr("Metric"), tr("The metric that is shown"));
    _other = combo(QStringLiteral("otherMetric"), tr("Second metric"), tr("The metric that goes up"));
    _neurons = combo(QStringLiteral("shownNeurons"), tr("Neurons"), tr("The number of neurons flipped"));
    _export = new QPushButton(tr("Export…"), results);
    _export->setToolTip(tr("Write what is shown as PNG, PDF, SVG or CSV"));
    connect(_export, &QPushButton::clicked, this, &StudyWindow::exportResults);
    auto* bar = new QHBoxLayout;
    for (QComboBox* box : {_model, _metric, _other, _neurons})
        bar->addWidget(box);
    bar->addStretch(1);
    bar->addWidget(_export);

    _curves = new StudyCurves;
    _distributions = new StudyDistributions;
    _scatter = new StudyScatter;
    _table = new StudyTable;
    _tabs = new QTabWidget(results);
    _tabs->setObjectName(QStringLiteral("studyTabs"));
    _tabs->setDocumentMode(true);
    _tabs->addTab(_table, tr("Table"));
    _tabs->addTab(_curves, tr("Curves"));
    _tabs->addTab(_distributions, tr("Distributions"));
    _tabs->addTab(_scatter, tr("Scatter"));
    connect(_tabs, &QTabWidget::currentChanged, this, &StudyWindow::showChoice);
    _empty =
        new QLabel(tr("Choose one of the papers' studies on the left, or make up your own and press Run.\n"
                      "Its curves, distributions and numbers appear here."),
                   results);
    _empty->setAlignment(Qt::AlignCenter);
    _empty->setForegroundRole(QPalette::PlaceholderText);

    auto* layout = new QVBoxLayout(results);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->addWidget(_title);
    layout->addLayout(bar);
    layout->addWidget(_tabs, 1);
    layout->addWidget(_empty, 1);
    return results;
}

void StudyWindow::proposeModel(const QString& id)
{
    _proposedModel = id;
}

QString StudyWindow::message() const
{
    return _message->message();
}

void StudyWindow::showProblem(const QString& sentence)
{
    _message->showMessage(sentence);
}

void StudyWindow::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (_shownBefore)
        return;
    _shownBefore = true;
    if (!_proposedModel.isEmpty()) {
        StudyPlan plan = StudyPlan();
        plan.models = {_proposedModel.toStdString()};
        plan.schemes = {studyScheme("regular", {}), studyScheme("random", {}), studyScheme("low-active", {})};
        plan.neurons = {5};
        plan.metrics = {"dr"};
        _form->setPlan(plan);
    }
    listModelIds();
    openRemembered();
}

void StudyWindow::listModelIds()
{
    _files.run([this]() -> FileTasks::Afterwards {
        QStringList ids;
        for (const ModelFolder& folder : listModels())
            ids.append(QString::fromStdString(folder.card().id));
        return [this, ids] { _form->setModels(ids); };
    });
}

void StudyWindow::openRemembered()
{
    const QString folder = QSettings().value(folderKey).toString();
    if (!folder.isEmpty() && !isRunning() &&
        QFileInfo::exists(QDir(folder).filePath(QStringLiteral("study.json"))))
        openFolder(folder);
}

void StudyWindow::setFolder(const QString& folder)
{
    _folder->setText(QDir::toNativeSeparators(folder));
    _folder->setCursorPosition(0);
}

void StudyWindow::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("A study's folder"), _folder->text());
    if (folder.isEmpty())
        return;
    setFolder(folder);
    if (QFileInfo::exists(QDir(folder).filePath(QStringLiteral("study.json"))))
        openFolder(folder);
}

void StudyWindow::openFolder(const QString& folder)
{
    if (isRunning())
        return;
    _files.run([this, folder]() -> FileTasks::Afterwards {
        const Study study(std::filesystem::path(folder.toStdString()));
        const auto [finished, all] = study.finishedParts();
        std::shared_ptr<const FinishedStudy> read;
        Progress nobody;
        if (finished == all)
            read = readFinishedStudy(study, folder, nobody);
        return [this, folder, read, finished = finished, all = all, plan = study.plan()] {
            setFolder(folder);
            _form->setPlan(plan);
            if (read)
                showStudy(read);
            else
                _state->setText(tr("%1 of %2 parts of this study are there; Run goes on from there.")
                                    .arg(finished)
                                    .arg(all));
        };
    });
}

void StudyWindow::runReady(const QString& name)
{
    if (isRunning())
        return;
    setFolder(defaultFolder(name));
    run(_folder->text());
}

void StudyWindow::run(const QString& folder)
{
    if (isRunning())
        return;
    StudyPlan plan;
    try {
        plan = _form->plan();
    } catch (const Error& error) {
        showProblem(QString::fromUtf8(error.what()));
        return;
    }
    if (folder.trimmed().isEmpty()) {
        showProblem(tr("The study needs a folder to be kept in; choose one above the Run button."));
        return;
    }
    _message->dismiss();
    setFolder(folder);
    QSettings().setValue(folderKey, folder);
    _bar->setValue(0);
    _state->setText(tr("Loading…"));
    _running = std::make_shared<std::shared_ptr<const FinishedStudy>>();
    _job.start([plan, folder, running = _running](Progress& progress) {
        Study study(std::filesystem::path(folder.toStdString()), plan);
        study.run(progress);
        (void)study.writeResults();
        *running = readFinishedStudy(study, folder, progress);
    });
    updateButtons();
}

void StudyWindow::endRun()
{
    _bar->setValue(0);
    _state->clear();
    updateButtons();
}

void StudyWindow::updateButtons()
{
    const bool running = isRunning();
    _run->setEnabled(!running);
    _pause->setEnabled(running);
    _cancel->setEnabled(running);
    _form->setEnabled(!running);
    _folder->setEnabled(!running);
    _pause->setText(_job.isPaused() ? tr("Go on") : tr("Pause"));
    _bar->setVisible(running);
}

void StudyWindow::showProgress(double fraction, const QString& what, double secondsLeft)
{
    _bar->setValue(int(fraction * barSteps));
    QString text = tr("%1 % · %2").arg(QLocale().toString(100.0 * fraction, 'f', 1), what);
    if (secondsLeft >= 0.0)
        text += tr(" · %1 left").arg(durationText(secondsLeft));
    _state->setText(text);
}

void StudyWindow::showStudy(std::shared_ptr<const FinishedStudy> study)
{
    _study = std::move(study);
    const bool there = _study != nullptr;
    for (QWidget* widget : std::initializer_list<QWidget*>{_export, _tabs, _title})
        widget->setVisible(there);
    _empty->setVisible(!there);
    for (QComboBox* box : {_model, _metric, _other, _neurons}) {
        const QSignalBlocker quiet(box);
        box->clear();
    }
    if (there) {
        const StudyPlan& plan = _study->results.plan;
        const QSignalBlocker quietModel(_model), quietMetric(_metric), quietOther(_other),
            quietNeurons(_neurons);
        _model->addItems(_study->modelNames);
        for (const std::string& metric : plan.metrics)
            for (QComboBox* box : {_metric, _other})
                box->addItem(QString::fromStdString(findMetric(metric).label));
        _other->setCurrentIndex(std::min(1, _other->count() - 1));
        for (const int neurons : plan.neurons)
            _neurons->addItem(tr("%n neuron(s)", nullptr, neurons), neurons);
        const ReadyStudy* ready = readyStudyLike(plan);
        _title->setText(tr("%1 · %2 samples each · seed %3")
                            .arg(ready ? QString::fromStdString(ready->title) : tr("Own study"),
                                 QLocale().toString(qulonglong(plan.samples)), QString::number(plan.seed)));
    }
    _table->setStudy(_study);
    if (there && _study->comparisons.empty())
        _tabs->setCurrentWidget(_study->results.plan.neurons.size() > 1 ? static_cast<QWidget*>(_curves)
                                                                        : _distributions);
    else
        _tabs->setCurrentWidget(_table);
    showChoice();
}

void StudyWindow::showChoice()
{
    const QWidget* page = _tabs->currentWidget();
    _model->setVisible(_study && page != _table);
    _metric->setVisible(_study && page != _table);
    _other->setVisible(_study && page == _scatter);
    _neurons->setVisible(_study && (page == _scatter || page == _distributions));
    const StudyChoice choice{std::max(0, _model->currentIndex()), std::max(0, _metric->currentIndex()),
                             std::max(0, _other->currentIndex()), _neurons->currentData().toInt()};
    for (StudyPlot* plot : std::initializer_list<StudyPlot*>{_curves, _distributions, _scatter})
        plot->present(_study, choice);
}

StudyPlot* StudyWindow::currentPlot() const
{
    return qobject_cast<StudyPlot*>(_tabs->currentWidget());
}

void StudyWindow::exportResults()
{
    StudyPlot* plot = currentPlot();
    const QString csv = tr("Numbers (*.csv)");
    const QString filters =
        plot ? tr("Picture (*.png);;PDF (*.pdf);;SVG (*.svg)") + QStringLiteral(";;") + csv : csv;
    const QString folder = QSettings().value(exportFolderKey, QDir::homePath()).toString();
    QString chosen;
    QString path = QFileDialog::getSaveFileName(
        this, tr("Export what is shown"),
        QDir(folder).filePath(plot ? QStringLiteral("study.png") : QStringLiteral("study.csv")), filters,
        &chosen);
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += QLatin1Char('.') + chosen.section(QStringLiteral("*."), 1).chopped(1);
    QSettings().setValue(exportFolderKey, QFileInfo(path).absolutePath());
    exportTo(path);
}

void StudyWindow::exportTo(const QString& path)
{
    StudyPlot* plot = currentPlot();
    const QString suffix = QFileInfo(path).suffix().toLower();
    QByteArray content;
    if (suffix == QLatin1String("csv"))
        content = plot ? plot->csv() : _table->csv();
    else if (plot && (suffix == QLatin1String("png") || suffix == QLatin1String("pdf") ||
                      suffix == QLatin1String("svg")))
        content = plot->fileContent(suffix);
    if (content.isEmpty()) {
        showProblem(tr("%1 cannot be written in that format; use .png, .pdf, .svg or .csv.")
                        .arg(QDir::toNativeSeparators(path)));
        return;
    }
    _files.run([path, content]() -> FileTasks::Afterwards {
        writeFile(std::filesystem::path(path.toStdString()), content.toStdString());
        return {};
    });
}

} // namespace flipside
