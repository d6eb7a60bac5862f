// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/novelty/metric.h"
#include "core/study/ready_study.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace flipside {

/// A study's results with all that the window shows of them, read once and away from the interface thread.
struct FinishedStudy {
    StudyResults results;
    std::vector<StudyRow> rows;
    std::vector<Comparison> comparisons; ///< where it is a study of the papers
    QStringList notes;                   ///< how the numbers are to be read, a line each
    QStringList modelNames;              ///< [model], for people
    QString folder;
};

/// Reads a complete study. Throws Error where parts are missing or damaged, Cancelled.
std::shared_ptr<const FinishedStudy> readFinishedStudy(const Study& study, const QString& folder,
                                                       Progress& progress);

} // namespace flipside
