// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/finished_study.h"

#include "core/model/model_folder.h"
#include "ui/document/display_names.h"
#include "ui/widgets/sentence.h"

namespace flipside {

std::shared_ptr<const FinishedStudy> readFinishedStudy(const Study& study, const QString& folder,
                                                       Progress& progress)
{
    auto finished = std::make_shared<FinishedStudy>();
    finished->results = study.results();
    finished->rows = finished->results.rows();
    finished->folder = folder;
    for (const std::string& model : study.plan().models) {
        const ModelCard card = findModel(model).card();
        finished->modelNames.append(QString::fromStdString(card.name));
        finished->namesOfIds.insert(QString::fromStdString(card.id), finished->modelNames.back());
    }
    if (const ReadyStudy* ready = readyStudyLike(study.plan())) {
        finished->comparisons = compareWithPaper(*ready, finished->results, progress);
        finished->notes.append(QString::fromStdString(ready->note));
        if (const std::string note = unmeasuredNote(finished->comparisons); !note.empty())
            finished->notes.append(QString::fromStdString(note));
    }
    for (const std::string& note : finished->results.notes())
        finished->notes.append(QString::fromStdString(note));
    return finished;
}

QString FinishedStudy::schemeName(const std::string& label) const
{
    for (const StudyScheme& scheme : results.plan.schemes)
        if (scheme.label == label)
            return flipside::schemeName(scheme.call);
    return capitalised(QString::fromStdString(label));
}

} // namespace flipside
