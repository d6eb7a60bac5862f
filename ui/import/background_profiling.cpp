// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/import/background_profiling.h"

#include "core/base/error.h"
#include "core/model/model_folder.h"
#include "ui/actions/actions.h"
#include "ui/widgets/file_choice.h"
#include "ui/workspace/workspace.h"

#include <QDir>
#include <QFileDialog>

#include <atomic>
#include <filesystem>

namespace flipside {
namespace {

bool isOwn(const OpenedModel& model)
{
    return std::filesystem::path(model.folder.toStdString()).parent_path() == userModelRoot();
}

} // namespace

BackgroundProfiling::BackgroundProfiling(Workspace& workspace, Actions& actions, QWidget& window)
    : QObject(&window), _workspace(workspace), _window(window)
{
    _action = actions.add({QStringLiteral("profile"),
                           tr("&Profile this model"),
                           {},
                           tr("Find out how often each neuron is on, which schemes need to know"),
                           {}});
    connect(_action, &QAction::triggered, this,
            [this] { profile(_workspace.document().model()->folder, {}, ProfileEffort::whole()); });
    connect(&workspace, &Workspace::modelMade, this,
            [this](const QString& folder, const QString& data) { profile(folder, data); });
    connect(&workspace.document(), &Document::modelChanged, this, &BackgroundProfiling::takeModel);
    workspace.addWork(*this, [this] { return costOfQuitting(); });
    takeModel();
}

void BackgroundProfiling::cancel()
{
    if (_job)
        _job->cancel();
}

void BackgroundProfiling::profile(const QString& folder, const QString& data, const ProfileEffort& effort)
{
    // A newer import is waited for more eagerly than an older one's profile.
    _job.reset(new Job);
    _folder = folder;
    connect(_job.get(), &Job::progressed, this, [this](double fraction, const QString&, double secondsLeft) {
        const QString done = tr("Finding out how often each neuron is on: %1 %").arg(int(fraction * 100));
        emit progressed(secondsLeft < 0.0 ? done : tr("%1, %2 left").arg(done, durationText(secondsLeft)));
    });
    const auto end = [this] {
        _folder.clear();
        emit progressed({});
        update();
    };
    for (const auto ending : {&Job::finished, &Job::cancelled})
        connect(_job.get(), ending, this, end);
    connect(_job.get(), &Job::failed, this, end);
    connect(_job.get(), &Job::finished, this, [this, folder] {
        emit _workspace.notice(tr("The schemes can be played now"));
        // What is shown is kept, and the profile comes in.
        Document& document = _workspace.document();
        if (document.model() && document.model()->folder == folder)
            document.readModelAgain();
    });
    const auto lacksPictures = std::make_shared<std::atomic<bool>>(false);
    connect(_job.get(), &Job::failed, this, [this, folder, lacksPictures](const QString& sentence) {
        QList<Remedy> remedies;
        if (*lacksPictures)
            remedies.append(
                {tr("Choose its pictures…"), [this, folder] { profileOverChosenPictures(folder); }});
        emit _workspace.problem(sentence, remedies);
    });
    _job->start([folder = std::filesystem::path(folder.toStdString()), data = data.toStdString(), effort,
                 lacksPictures](Progress& progress) {
        try {
            profileModel(ModelFolder(folder), data, progress, effort);
        } catch (const ArgumentError&) {
            *lacksPictures = true; // what it was trained on is known by name only, and may lie anywhere
            throw;
        }
    });
    update();
}

void BackgroundProfiling::profileOverChosenPictures(const QString& folder)
{
    const QString pictures = QFileDialog::getExistingDirectory(
        &_window, tr("The pictures that the model was trained on"), lastFolder());
    if (!pictures.isEmpty())
        profile(folder, pictures);
}

void BackgroundProfiling::takeModel()
{
    const auto model = _workspace.document().model();
    if (model && isOwn(*model) && !model->profile && model->folder != _folder)
        profile(model->folder);
    update();
}

void BackgroundProfiling::update()
{
    const auto model = _workspace.document().model();
    const bool canBeBetter = model && (!model->profile || isShort(*model->profile));
    _action->setEnabled(canBeBetter && _folder.isEmpty());
}

QString BackgroundProfiling::costOfQuitting() const
{
    if (!_job || !_job->isRunning())
        return {};
    return tr("How often each neuron of %1 is on is found out to %2 %, which is to be done anew.")
        .arg(QDir(_folder).dirName())
        .arg(_job->percent());
}

} // namespace flipside
