// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_offer.h"

#include "core/base/error.h"
#include "core/instrument/measurer.h"
#include "core/model/find_model.h"
#include "core/model/model_folder.h"
#include "core/profile/activation_profile.h"
#include "core/schemes/scheme.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <functional>

namespace flipside {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(StudyOffer)
};

QString wordsFor(MetricNeed need)
{
    switch (need) {
    case MetricNeed::Encoder:
        return Words::tr("needs an encoder");
    case MetricNeed::References:
    case MetricNeed::InDomainSvm:
        return Words::tr("needs a profile with an encoder");
    case MetricNeed::Classifier:
        return Words::tr("needs a classifier");
    case MetricNeed::Critic:
        return Words::tr("needs a critic");
    case MetricNeed::Features:
        return Words::tr("needs a network that looks at pictures");
    case MetricNeed::Dataset:
        break;
    }
    return Words::tr("needs the pictures it was trained on");
}

StudyObstacle obstacle(const QString& words, const QList<StudyModel>& models,
                       const std::function<bool(const StudyModel&)>& lacks)
{
    QStringList names;
    for (const StudyModel& model : models)
        if (lacks(model))
            names.append(model.name);
    if (names.isEmpty())
        return {};
    return {words,
            Words::tr("This %1, which is not there for: %2.").arg(words, names.join(QStringLiteral(", ")))};
}

bool lacks(const StudyModel& model, MetricNeed need)
{
    return std::ranges::find(model.missing, need) != model.missing.end();
}

/// Without one too where it cannot be read, which a study says in its own words.
bool hasClassActivation(const ModelFolder& folder)
{
    try {
        return std::ranges::any_of(ActivationProfile::read(folder.profileFile()).layers,
                                   [](const LayerProfile& layer) { return !layer.classActivation.empty(); });
    } catch (const Error&) {
        return false;
    }
}

} // namespace

QList<StudyModel> readStudyModels()
{
    QList<StudyModel> models;
    for (const ModelFolder& folder : listModels()) {
        const bool hasProfile = folder.hasProfile();
        models.append({QString::fromStdString(folder.card().id), QString::fromStdString(folder.card().name),
                       missingParts(folder), hasProfile, hasProfile && hasClassActivation(folder)});
    }
    return models;
}

StudyObstacle obstacleTo(const Metric& metric, const QList<StudyModel>& models)
{
    for (const MetricNeed need : metric.needs)
        if (StudyObstacle found = obstacle(wordsFor(need), models,
                                           [need](const StudyModel& model) { return lacks(model, need); });
            !found.words.isEmpty())
            return found;
    return {};
}

StudyObstacle obstacleTo(const Scheme& scheme, const QList<StudyModel>& models)
{
    if (scheme.choosesNeurons())
        if (StudyObstacle found = obstacle(Words::tr("needs a profile"), models,
                                           [](const StudyModel& model) { return !model.hasProfile; });
            !found.words.isEmpty())
            return found;
    switch (scheme.needs()) {
    case SchemeNeed::Nothing:
        break;
    case SchemeNeed::ClassActivation:
        return obstacle(Words::tr("needs training pictures with classes"), models,
                        [](const StudyModel& model) { return !model.hasClassActivation; });
    case SchemeNeed::References:
        return obstacle(wordsFor(MetricNeed::References), models,
                        [](const StudyModel& model) { return lacks(model, MetricNeed::References); });
    }
    return {};
}

} // namespace flipside
