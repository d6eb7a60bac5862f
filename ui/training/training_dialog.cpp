// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_dialog.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/model/model_folder.h"
#include "ui/actions/actions.h"
#include "ui/document/model_id.h"
#include "ui/guide/guide_opener.h"
#include "ui/training/training_curve.h"
#include "ui/training/training_form.h"
#include "ui/training/training_results.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/question.h"
#include "ui/widgets/window_size.h"
#include "ui/words/numbers.h"
#include "ui/workspace/panel_kind.h"
#include "ui/workspace/tool_window.h"
#include "ui/workspace/workspace.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <sys/resource.h>

namespace flipside {
namespace {

/// Of the training's thread alone: where there are few cores, playing comes first.
constexpr int niceness = 10;

} // namespace

TrainingDialog::TrainingDialog(std::filesystem::path root, QWidget* parent)
    : QWidget(parent, Qt::Window), _root(std::move(root)), _plan(TrainingPlan::remembered())
{
    setObjectName(QStringLiteral("trainingDialog"));
    setWindowTitle(tr("Train on your pictures – Flipside"));
    setGuideSection(*this, QStringLiteral("your-own-pictures"));
    setAutoFillBackground(true);
    resizeWithinScreen(*this, {960, 660});
    _message = new MessageBar(this);
    auto* halves = new QHBoxLayout;
    halves->setSpacing(0);
    halves->addWidget(buildSide());
    _results = new TrainingResults(this);
    halves->addWidget(_results, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_message);
    layout->addLayout(halves, 1);

    connect(_form, &TrainingForm::lookedOver, this, [this](const QImage& sheet) {
        if (_plan)
            return;
        _results->showPreview(sheet);
        if (!sheet.isNull())
            _message->dismiss();
    });
    connect(&_job, &Job::progressed, this, &TrainingDialog::takeProgress);
    connect(&_job, &Job::finished, this, &TrainingDialog::takeEnd);
    connect(&_job, &Job::cancelled, this, &TrainingDialog::takeStop);
    connect(&_job, &Job::failed, this, [this](const QString& sentence) {
        takeStop();
        if (!_plan)
            _state->setText(tr("Nothing was kept: %1").arg(sentence)); // nobody stopped it
        _message->showMessage(sentence);
    });
    showPlan();
}

TrainingDialog::~TrainingDialog() = default;

QString TrainingDialog::state() const
{
    return _state->text();
}

QString TrainingDialog::message() const
{
    return _message->message();
}

QString TrainingDialog::notice()
{
    const auto plan = TrainingPlan::remembered();
    return plan ? tr("The training of %1 was stopped; Tools › Train on my pictures goes on with it")
                      .arg(plan->name())
                : QString();
}

QString TrainingDialog::costOfQuitting() const
{
    if (!isRunning())
        return {};
    if (!hasCheckpoint(_plan->folder))
        return tr("The training of %1 is in its first epoch, and nothing of it is kept.").arg(_plan->name());
    return tr("The training of %1 stops after epoch %2 of %3, and can go on from there the next time.")
        .arg(_plan->name())
        .arg(_plan->epochsDone)
        .arg(_plan->options.epochs);
}

void TrainingDialog::begin()
{
    if (isRunning() || _plan)
        return;
    try {
        TrainingPlan plan = _form->plan();
        plan.options.id = freeModelIdFrom(plan.name(), _root);
        plan.options.name = numberedName(plan.options.name, plan.options.id);
        plan.folder = _root / plan.options.id;
        createFolder(plan.folder);
        _plan = plan;
        _plan->remember();
        train(false, false);
    } catch (const Error& error) {
        _message->showMessage(QString::fromUtf8(error.what()));
    }
}

void TrainingDialog::goOn()
{
    if (_plan && !isRunning())
        train(true, false);
}

void TrainingDialog::keep()
{
    if (!_plan)
        return;
    if (!isRunning()) {
        train(true, true);
        return;
    }
    _news->setEnough();
    setPaused(false);
    _state->setText(tr("Finishing…"));
}

void TrainingDialog::setPaused(bool paused)
{
    if (!isRunning() || paused == _job.isPaused())
        return;
    _job.setPaused(paused);
    if (paused)
        _state->setText(tr("Paused · %1").arg(_state->text()));
    updateButtons();
}

void TrainingDialog::cancel()
{
    if (!isRunning())
        return;
    _job.cancel();
    _state->setText(tr("Stopping…"));
}

void TrainingDialog::discard()
{
    if (!_plan || isRunning() || !takeLock())
        return;
    _lock.reset();
    discardTraining(_plan->folder);
    TrainingPlan::forget();
    _plan.reset();
    _message->dismiss();
    showPlan();
}

bool TrainingDialog::takeLock()
{
    _lock = std::make_unique<QLockFile>(QString::fromStdString((_plan->folder / "training.lock").string()));
    _lock->setStaleLockTime(0); // but that of a program which is gone
    if (_lock->tryLock() || _lock->error() != QLockFile::LockFailedError)
        return true;
    _lock.reset();
    _message->showMessage(tr("%1 is being trained in another window of Flipside; wait until that has ended.")
                              .arg(_plan->name()));
    return false;
}

void TrainingDialog::train(bool resume, bool enough)
{
    if (!takeLock())
        return;
    _message->dismiss();
    _skipped.clear();
    showSkipped();
    if (!resume || _results->curve().count() == 0)
        _results->begin(_plan->architecture());
    _news = std::make_shared<TrainingNews>(_plan->folder);
    connect(_news.get(), &TrainingNews::picturesRead, this, &TrainingDialog::takePictures);
    connect(_news.get(), &TrainingNews::epochEnded, this, &TrainingDialog::takeEpoch);
    if (enough)
        _news->setEnough();
    _bar->setFraction(0.0);
    _state->setText(tr("Reading the pictures…"));
    _job.start([plan = *_plan, resume, news = _news](Progress& progress) {
        (void)setpriority(PRIO_PROCESS, 0, niceness);
        ModelTrainingOptions options = plan.options;
        options.resume = resume;
        const auto data = findDataset(plan.data.toStdString(), plan.shape);
        trainModel(*data, plan.folder, options, progress, *news);
    });
    updateButtons();
    _pause->setFocus(); // rather than the button beside, which would end it
}

void TrainingDialog::takeProgress(double fraction, const QString& what, double secondsLeft)
{
    _bar->setFraction(fraction);
    QString text = tr("%1 · %2").arg(percentText(fraction, 1), what);
    if (secondsLeft >= 0.0)
        text += tr(" · %1 left").arg(durationText(secondsLeft));
    _state->setText(_job.isPaused() ? tr("Paused · %1").arg(text) : text);
}

void TrainingDialog::takePictures(qsizetype /*count*/, const QStringList& skipped)
{
    _skipped += skipped;
    showSkipped();
}

void TrainingDialog::takeEpoch(const TrainingEpoch& epoch, const QImage& samples)
{
    _plan->epochsDone = epoch.number;
    TrainingPlan::rememberEpochs(epoch.number);
    _results->add(epoch, samples);
    updateButtons();
}

void TrainingDialog::takeEnd()
{
    const TrainingPlan plan = *_plan;
    discardTraining(plan.folder); // all but the finished model
    _lock.reset();
    TrainingPlan::forget();
    _plan.reset();
    showPlan();
    hide();
    emit trained(QString::fromStdString(plan.folder.string()), plan.data);
}

void TrainingDialog::takeStop()
{
    _lock.reset();
    if (hasCheckpoint(_plan->folder)) {
        showPlan();
        _goOn->setFocus();
        if (!isVisible())
            emit noticed(notice());
        return;
    }
    discardTraining(_plan->folder);
    TrainingPlan::forget();
    _plan.reset();
    showPlan();
    _state->setText(tr("Stopped before the first epoch was over; nothing was kept."));
}

void TrainingDialog::showPlan()
{
    _bar->setFraction(0.0);
    _state->clear();
    if (_plan) {
        _form->setPlan(*_plan);
        _results->showSamples(TrainingNews::samplesIn(_plan->folder), _plan->epochsDone);
        const int all = std::max(1, _plan->options.epochs);
        _bar->setFraction(double(std::min(_plan->epochsDone, all)) / all);
        _state->setText(
            tr("The training of %1 was stopped after epoch %2 of %3. It can go on from there, or be "
               "kept as it is.")
                .arg(_plan->name())
                .arg(_plan->epochsDone)
                .arg(all));
    } else {
        _skipped.clear();
        _form->look();
    }
    showSkipped();
    updateButtons();
}

void TrainingDialog::askToDiscard()
{
    auto* question =
        new Question(tr("Discard the training of %1? What it has learned is lost.").arg(_plan->name()), this);
    question->addUsual(QMessageBox::Discard);
    question->setDefaultButton(question->addUsual(QMessageBox::Cancel));
    connect(question, &QMessageBox::finished, this, [this](int answer) {
        if (answer == QMessageBox::Discard)
            discard();
    });
    question->open();
}

void TrainingDialog::closeEvent(QCloseEvent* event)
{
    cancel();
    event->accept();
}

namespace {

/// The user's own models lie beside each other; what comes of a training is opened and profiled.
void addTool(Workspace& workspace, Actions& actions, QWidget& window)
{
    QAction* train = actions.add({QStringLiteral("train"),
                                  TrainingDialog::tr("&Train on my pictures…"),
                                  {},
                                  TrainingDialog::tr("Make a model of your own out of a folder of pictures"),
                                  {}});
    const auto opened = std::make_shared<ToolWindow<TrainingDialog>>([&workspace, &window] {
        auto* dialog = new TrainingDialog(userModelRoot(), &window);
        QObject::connect(dialog, &TrainingDialog::trained, &workspace, &Workspace::modelMade);
        QObject::connect(dialog, &TrainingDialog::noticed, &workspace, &Workspace::notice);
        workspace.addWork(*dialog, [dialog] { return dialog->costOfQuitting(); });
        return dialog;
    });
    QObject::connect(train, &QAction::triggered, &window, [opened] { opened->show(); });
    constexpr auto startMilliseconds = 1500;
    QTimer::singleShot(startMilliseconds, &workspace, [&workspace] {
        if (const QString notice = TrainingDialog::notice(); !notice.isEmpty())
            emit workspace.notice(notice);
    });
}

} // namespace

const ToolKind& trainingTool()
{
    static const ToolKind kind{&addTool};
    return kind;
}

} // namespace flipside
