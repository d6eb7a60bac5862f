// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_window.h"

#include "core/base/error.h"
#include "core/base/user_folders.h"
#include "core/compute/threads.h"
#include "core/study/novelty_value.h"
#include "ui/actions/actions.h"
#include "ui/document/model_library.h"
#include "ui/guide/guide_opener.h"
#include "ui/study/study_form.h"
#include "ui/study/study_results_view.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/panel_scroll.h"
#include "ui/widgets/path_edit.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/window_size.h"
#include "ui/words/numbers.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/tool_window.h"
#include "ui/workspace/workspace.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QShowEvent>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace flipside {
namespace {

constexpr int sideWidth = 330;
constexpr int sideSpacing = 8;
const auto folderKey = QStringLiteral("study/folder");
const auto labelsFolderKey = QStringLiteral("study/labelsFolder");

/// Where a study is kept unless the user chooses another folder.
QString defaultFolder(const QString& name)
{
    return QDir(QString::fromStdString((userDataFolder() / "studies").string())).filePath(name);
}

/// Whether a folder is where a study of the papers goes that is another one than `plan`.
bool isOfAnotherStudy(const QString& folder, const StudyPlan& plan)
{
    const ReadyStudy* same = readyStudyLike(plan);
    return std::ranges::any_of(readyStudies(), [&](const ReadyStudy& ready) {
        return QDir(folder) == QDir(defaultFolder(QString::fromStdString(ready.name))) &&
               (&ready != same || ready.plan.models != plan.models);
    });
}

} // namespace

StudyWindow::StudyWindow(const ModelLibrary& models, QWidget* parent)
    : QWidget(parent, Qt::Window), _models(models)
{
    setObjectName(QStringLiteral("studyWindow"));
    setWindowTitle(tr("Study – Flipside"));
    setGuideSection(*this, QStringLiteral("studies"));
    setAutoFillBackground(true);
    resizeWithinScreen(*this, {1180, 780});
    _message = new MessageBar(this);
    auto* splitter = new QSplitter(this);
    splitter->addWidget(buildSide());
    _results = new StudyResultsView;
    auto* scroll = new PanelScroll(splitter);
    scroll->setWidget(_results);
    splitter->addWidget(scroll);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({sideWidth, width() - sideWidth});
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_message);
    layout->addWidget(splitter, 1);

    connect(_results, &StudyResultsView::failed, this, &StudyWindow::showProblem);
    connect(&_files, &FileTasks::failed, this, [this](const QString& sentence) {
        if (!isRunning())
            _state->clear();
        showProblem(sentence);
    });
    connect(&_files, &FileTasks::finished, this, [this] { _isListing = false; });
    connect(&_job, &Job::progressed, this, &StudyWindow::showProgress);
    connect(&_job, &Job::finished, this, [this] {
        endRun();
        (*_show)();
    });
    connect(&_job, &Job::cancelled, this, [this] {
        endRun();
        _state->setText(_keepsParts ? tr("Cancelled. What was finished is kept; Run goes on from there.")
                                    : tr("Cancelled."));
    });
    connect(&_job, &Job::failed, this, [this](const QString& sentence) {
        endRun();
        if (_keepsParts)
            _state->setText(tr("Stopped. What was finished is kept; Run goes on from there."));
        showProblem(sentence);
    });
    updateButtons();
}

StudyWindow::~StudyWindow() = default;

QWidget* StudyWindow::buildSide()
{
    auto* side = new QWidget(this);
    side->setMinimumWidth(270);
    _form = new StudyForm;
    connect(_form, &StudyForm::readyChosen, this, &StudyWindow::runReady);
    connect(_form, &StudyForm::noveltyValueAsked, this, &StudyWindow::runNoveltyValue);
    connect(_form, &StudyForm::labelsAsked, this, &StudyWindow::chooseLabels);
    connect(_form, &StudyForm::refused, this, &StudyWindow::showProblem);
    auto* scroll = new QScrollArea(side);
    scroll->setWidget(_form);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    _folder = new PathEdit(side);
    _folder->setObjectName(QStringLiteral("studyFolder"));
    _folder->setToolTip(tr("The study is kept here, part by part, with its results"));
    _folder->setAccessibleName(tr("The study's folder"));
    setFolder(QSettings().value(folderKey, defaultFolder(QStringLiteral("own"))).toString());
    auto* choose = new QPushButton(tr("Open…"), side);
    choose->setToolTip(tr("Choose the folder of a study, one that is there or a new one"));
    connect(choose, &QPushButton::clicked, this, &StudyWindow::chooseFolder);
    auto* place = new QHBoxLayout;
    place->setSpacing(sideSpacing);
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
        _state->setText(_job.isPaused() ? tr("Paused · %1").arg(_progress) : _progress);
        updateButtons();
    });
    connect(_cancel, &QPushButton::clicked, &_job, &Job::cancel);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(sideSpacing);
    buttons->addWidget(_run, 1);
    buttons->addWidget(_pause, 1);
    buttons->addWidget(_cancel, 1);

    _bar = new ProgressLine(side);
    _state = new QLabel(side);
    _state->setObjectName(QStringLiteral("studyState"));
    _state->setWordWrap(true);
    _state->setForegroundRole(QPalette::PlaceholderText);
    // The buttons stay where they are, whatever is said below them.
    QSizePolicy keepsItsPlace = _bar->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true);
    _bar->setSizePolicy(keepsItsPlace);
    _state->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    _state->setMinimumHeight(2 * _state->fontMetrics().lineSpacing());

    auto* below = new QVBoxLayout;
    below->setSpacing(sideSpacing);
    // Ends where the fields above end, beside which there may be a scroll bar.
    connect(scroll->verticalScrollBar(), &QScrollBar::rangeChanged, below, [below, scroll](int, int most) {
        const int bar = most > 0 ? scroll->verticalScrollBar()->sizeHint().width() : 0;
        below->setContentsMargins(12, 8, 12 + bar, 10);
    });
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

void StudyWindow::proposeModel(const QString& id)
{
    _proposedModel = id;
}

std::shared_ptr<const FinishedStudy> StudyWindow::study() const
{
    return _results->study();
}

void StudyWindow::exportTo(const QString& path)
{
    _results->exportTo(path);
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
    if (_shownBefore) {
        if (!event->spontaneous())
            listModels(); // they may have been given an encoder, a classifier or data meanwhile
        return;
    }
    _shownBefore = true;
    if (!_proposedModel.isEmpty()) {
        StudyPlan plan = StudyPlan();
        plan.models = {_proposedModel.toStdString()};
        plan.schemes = {studyScheme("regular", {}), studyScheme("random", {}), studyScheme("low-active", {})};
        plan.neurons = {5};
        plan.metrics = {"dr"};
        _form->setPlan(plan);
    }
    listModels();
    connect(&_models, &ModelLibrary::changed, this, &StudyWindow::listModels);
    openRemembered();
}

void StudyWindow::listModels()
{
    if (!_models.isRead() || _isListing)
        return;
    _isListing = true;
    _files.run([this]() -> FileTasks::Afterwards {
        return [this, models = readStudyModels()] { _form->setModels(models); };
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
    _state->setText(tr("Reading %1…").arg(folder));
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
            _state->clear();
            if (read)
                _results->setStudy(read);
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
    // A study of the papers keeps its folder to itself.
    const QString place = isOfAnotherStudy(folder, plan) ? defaultFolder(QStringLiteral("own")) : folder;
    setFolder(place);
    QSettings().setValue(folderKey, place);
    start(true, [this, plan, folder = place](Progress& progress) {
        Study study(std::filesystem::path(folder.toStdString()), plan);
        study.run(progress, {}, usableCores() - 1); // one is left for the window
        (void)study.writeResults();
        return
            [this, finished = readFinishedStudy(study, folder, progress)] { _results->setStudy(finished); };
    });
}

void StudyWindow::runNoveltyValue(const QString& model, quint64 samples, quint64 seed)
{
    if (isRunning())
        return;
    const QString folder = defaultFolder(QStringLiteral("novelty-value-") + QFileInfo(model).fileName());
    setFolder(folder);
    QSettings().setValue(folderKey, folder);
    start(true, [this, model = model.toStdString(), samples, seed, folder](Progress& progress) {
        Study study(std::filesystem::path(folder.toStdString()),
                    noveltyValuePlan(model, std::size_t(samples), seed));
        study.run(progress, {}, usableCores() - 1); // one is left for the window
        (void)study.writeResults();
        return
            [this, finished = readFinishedStudy(study, folder, progress)] { _results->setStudy(finished); };
    });
}

void StudyWindow::chooseLabels()
{
    const QString folder = QSettings().value(labelsFolderKey, QDir::homePath()).toString();
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Labels of people"), folder,
                                     tr("Tables (*.csv)") + QStringLiteral(";;") + tr("All files (*)"));
    if (file.isEmpty())
        return;
    QSettings().setValue(labelsFolderKey, QFileInfo(file).absolutePath());
    runLabels(file);
}

void StudyWindow::runLabels(const QString& file)
{
    if (isRunning())
        return;
    start(false, [this, file](Progress& progress) {
        return [this, finished = readFinishedLabels(file, progress)] { _results->setLabels(*finished); };
    });
}

void StudyWindow::start(bool keepsParts, const std::function<std::function<void()>(Progress&)>& work)
{
    _message->dismiss();
    _keepsParts = keepsParts;
    _bar->setFraction(0.0);
    _progress = tr("Loading…");
    _state->setText(_progress);
    _show = std::make_shared<std::function<void()>>();
    _job.start([work, show = _show](Progress& progress) { *show = work(progress); });
    updateButtons();
}

QString StudyWindow::costOfQuitting() const
{
    if (!isRunning())
        return {};
    return _keepsParts ? tr("The study is at %1 %: what is finished is kept, and Run goes on from there.")
                             .arg(_job.percent())
                       : tr("The labels are measured to %1 %, which is to be done anew.").arg(_job.percent());
}

void StudyWindow::endRun()
{
    _bar->setFraction(0.0);
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
    _bar->setFraction(fraction);
    _progress = tr("%1 · %2").arg(percentText(fraction, 1), what);
    if (_job.isPaused())
        _state->setText(tr("Paused · %1").arg(_progress));
    else if (secondsLeft >= 0.0)
        _state->setText(_progress + tr(" · %1 left").arg(durationText(secondsLeft)));
    else
        _state->setText(_progress);
}

namespace {

void addTool(Workspace& workspace, Actions& actions, QWidget& window)
{
    QAction* study = actions.add({QStringLiteral("study"),
                                  StudyWindow::tr("&Study…"),
                                  {QKeySequence(Qt::CTRL | Qt::Key_T)},
                                  StudyWindow::tr("Measure many pictures, and compare with the papers"),
                                  {}});
    const auto opened = std::make_shared<ToolWindow<StudyWindow>>([&workspace, &window] {
        auto* studies = new StudyWindow(workspace.models(), &window);
        workspace.addWork(*studies, [studies] { return studies->costOfQuitting(); });
        if (const auto model = workspace.document().model())
            studies->proposeModel(QString::fromStdString(model->card.id));
        return studies;
    });
    QObject::connect(study, &QAction::triggered, &window, [opened] { opened->show(); });
}

} // namespace

const ToolKind& studyTool()
{
    static const ToolKind kind{&addTool};
    return kind;
}

} // namespace flipside
