// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/finished_labels.h"

#include "core/model/model_folder.h"

namespace flipside {

std::shared_ptr<const FinishedLabels> readFinishedLabels(const QString& file, Progress& progress)
{
    auto finished = std::make_shared<FinishedLabels>();
    finished->report = studyLabels(std::filesystem::path(file.toStdString()), {}, progress);
    finished->rows = rowsOf(finished->report);
    for (const std::string& note : notesOf(finished->report))
        finished->notes.append(QString::fromStdString(note));
    for (const LabelRow& row : finished->rows)
        if (const auto id = QString::fromStdString(row.model);
            !id.isEmpty() && !finished->namesOfIds.contains(id))
            finished->namesOfIds.insert(id, QString::fromStdString(findModel(row.model).card().name));
    return finished;
}

} // namespace flipside
