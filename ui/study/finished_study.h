// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/novelty/metric.h"
#include "core/study/ready_study.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <memory>
#include <string>
#include <vector>

namespace flipside {

/// A study's results with all that the window shows of them, read once and away from the interface thread.
struct FinishedStudy {
    StudyResults results;
    std::vector<StudyRow> rows;
    std::vector<Comparison> comparisons; ///< where it is a study of the papers
    QStringList notes;                   ///< how the numbers are to be read, a line each
    QStringList modelNames;              ///< [model], for people
    QHash<QString, QString> namesOfIds;  ///< [model's id], for people
    QString folder;

    /// Of the plan's schemes, by its label in the results; what is no scheme has its label for a name.
    QString schemeName(const std::string& label) const;
};

/// Reads a complete study. Throws Error where parts are missing or damaged, Cancelled.
std::shared_ptr<const FinishedStudy> readFinishedStudy(const Study& study, const QString& folder,
                                                       Progress& progress);

} // namespace flipside
