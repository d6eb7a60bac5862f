// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/work/job_dialog.h"

class QSpinBox;

namespace flipside {

class PathEdit;
class Workspace;

/// Looks at a folder of pictures with the encoder of the model that is open, a model of one's own whose
/// latent is a map, and makes the directions in which their latents differ most its sliders.
class DirectionsDialog : public JobDialog {
    Q_OBJECT
public:
    explicit DirectionsDialog(Workspace& workspace, QWidget* parent = nullptr);

    /// Why the model that is open cannot have such directions, in a sentence; empty where it can.
    static QString problemWith(Workspace& workspace);

protected:
    void act() override;
    void takeProgress(double fraction, const QString& what, double secondsLeft) override;
    void takeEnd() override;
    void takeCancellation() override;
    QString loss(int percent) const override;
    void setFieldsEnabled(bool enabled) override;

private:
    void browse();

    Workspace& _workspace;
    QString _modelFolder;
    PathEdit* _pictures = nullptr;
    QSpinBox* _count = nullptr;
    QWidget* _choice = nullptr;
};

} // namespace flipside
