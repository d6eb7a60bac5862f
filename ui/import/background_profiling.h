// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/profile_model.h"
#include "ui/work/job.h"

#include <QObject>

#include <memory>

class QAction;

namespace flipside {

class Actions;
class Workspace;

/// Finds out in the background how often each neuron of a model is on, while the model is played: of one that
/// was just made, of one of the user's own that has no profile, and of any that is asked for.
class BackgroundProfiling : public QObject {
    Q_OBJECT
public:
    BackgroundProfiling(Workspace& workspace, Actions& actions, QWidget& window);

    /// Over this data, or what the card says where it is empty; `effort` is for models that are profiled over
    /// draws from the prior. A newer one takes the place of the one under way.
    void profile(const QString& folder, const QString& data = {}, const ProfileEffort& effort = {});
    void cancel();

signals:
    /// How far it has come, in words; empty once it has ended.
    void progressed(const QString& words);

private:
    void profileOverChosenPictures(const QString& folder);
    /// One of the user's own that has no profile gets one.
    void takeModel();
    void update();
    QString costOfQuitting() const;

    Workspace& _workspace;
    QWidget& _window;
    QAction* _action = nullptr;
    std::unique_ptr<Job> _job;
    QString _folder; ///< of the model that is being profiled; empty while none is
};

} // namespace flipside
