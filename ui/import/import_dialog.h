// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/work/job_dialog.h"

#include <filesystem>
#include <memory>

class QComboBox;
class QLineEdit;

namespace flipside {

struct ImportedModel;
struct ModelImport;

/// Makes a model of the user's own out of a TorchScript file: what Flipside finds out by trying can be said
/// instead. Closes when the model is there to be opened; it still needs a profile.
class ImportDialog : public JobDialog {
    Q_OBJECT
public:
    /// Imports into `root`, the user's own models.
    ImportDialog(std::filesystem::path decoder, std::filesystem::path root, QWidget* parent = nullptr);

    /// The folder of the model that was imported.
    QString folder() const { return _folder; }
    /// What was found out about it, in a few sentences; once it is there.
    QString found() const;

protected:
    void act() override;
    void takeProgress(double fraction, const QString& what, double secondsLeft) override;
    void takeEnd() override;
    void takeCancellation() override;
    QString loss(int percent) const override;
    void setFieldsEnabled(bool enabled) override;

private:
    ModelImport given() const;
    void import(const ModelImport& model);
    /// A model of this id is there already.
    void askToReplace(ModelImport model);
    void chooseEncoder();

    std::filesystem::path _decoder;
    std::filesystem::path _root;
    QString _folder;
    std::shared_ptr<ImportedModel> _imported; ///< written by the work, read when it has ended
    QLineEdit* _name = nullptr;
    QLineEdit* _latent = nullptr;
    QComboBox* _range = nullptr;
    QWidget* _encoderRow = nullptr;
    QLineEdit* _encoder = nullptr;
};

} // namespace flipside
