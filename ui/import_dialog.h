// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job.h"

#include <QDialog>

#include <filesystem>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace flipside {

struct ModelImport;

/// Makes a model of the user's own out of a TorchScript file: what Flipside finds out by trying can be said
/// instead. Closes when the model is there to be opened; it still needs a profile.
class ImportDialog : public QDialog {
    Q_OBJECT
public:
    /// Imports into `root`, the user's own models.
    ImportDialog(std::filesystem::path decoder, std::filesystem::path root, QWidget* parent = nullptr);

    bool isRunning() const { return _job.isRunning(); }
    /// What is said under the progress bar.
    QString state() const;
    /// The folder of the model that was imported.
    QString folder() const { return _folder; }

public slots:
    void importIt();
    /// Cancels an import under way; without one, closes.
    void reject() override;

private:
    ModelImport given() const;
    void chooseEncoder();
    void updateButtons();

    std::filesystem::path _decoder;
    std::filesystem::path _root;
    QString _folder;
    Job _job;
    QLineEdit* _name = nullptr;
    QLineEdit* _latent = nullptr;
    QComboBox* _range = nullptr;
    QLineEdit* _encoder = nullptr;
    QPushButton* _chooseEncoder = nullptr;
    QProgressBar* _bar = nullptr;
    QLabel* _state = nullptr;
    QPushButton* _import = nullptr;
    QPushButton* _close = nullptr;
};

} // namespace flipside
