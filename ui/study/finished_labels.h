// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/label_report.h"

#include <QHash>
#include <QStringList>

#include <memory>
#include <vector>

namespace flipside {

class Progress;

/// People's labels with all that the window shows of them, read and measured once and away from the interface
/// thread.
struct FinishedLabels {
    LabelReport report;
    std::vector<LabelRow> rows;
    QStringList notes;                  ///< how the numbers are to be read, a line each
    QHash<QString, QString> namesOfIds; ///< [model's id], for people
};

/// Reads a table of judgements and measures its pictures. Throws Error naming the line where something cannot
/// be used, Cancelled.
std::shared_ptr<const FinishedLabels> readFinishedLabels(const QString& file, Progress& progress);

} // namespace flipside
