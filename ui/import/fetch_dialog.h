// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/work/job_dialog.h"

#include <filesystem>
#include <vector>

class QComboBox;

namespace flipside {

struct RemoteDataset;

/// Downloads a dataset to where studies and training find it, with progress; what was cancelled or broke off
/// goes on from there.
class FetchDialog : public JobDialog {
    Q_OBJECT
public:
    explicit FetchDialog(QWidget* parent = nullptr);
    /// Offers these datasets, put into folders of their names under `root`.
    FetchDialog(const std::vector<RemoteDataset>& datasets, std::filesystem::path root,
                QWidget* parent = nullptr);

protected:
    void act() override;
    void takeProgress(double fraction, const QString& what, double secondsLeft) override;
    void takeEnd() override;
    void takeCancellation() override;
    QString loss(int percent) const override;
    void setFieldsEnabled(bool enabled) override;

private:
    const std::vector<RemoteDataset>& _datasets;
    std::filesystem::path _root;
    QComboBox* _dataset = nullptr;
};

} // namespace flipside
