// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "job.h"

#include <QDialog>

#include <filesystem>
#include <vector>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace flipside {

struct RemoteDataset;

/// Downloads a dataset to where studies and training find it, with progress; what was cancelled or broke off
/// goes on from there.
class FetchDialog : public QDialog {
    Q_OBJECT
public:
    explicit FetchDialog(QWidget* parent = nullptr);
    /// Offers these datasets, put into folders of their names under `root`.
    FetchDialog(const std::vector<RemoteDataset>& datasets, std::filesystem::path root,
                QWidget* parent = nullptr);

    bool isRunning() const { return _job.isRunning(); }
    /// What is said under the progress bar.
    QString state() const;

public slots:
    void fetch();
    /// Cancels a download under way; without one, closes.
    void reject() override;

private:
    void say(const QString& text);
    void updateButtons();

    const std::vector<RemoteDataset>& _datasets;
    std::filesystem::path _root;
    Job _job;
    QComboBox* _dataset = nullptr;
    QProgressBar* _bar = nullptr;
    QLabel* _state = nullptr;
    QPushButton* _fetch = nullptr;
    QPushButton* _close = nullptr;
};

} // namespace flipside
