// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/novelty/metric.h"

#include <QList>
#include <QString>

#include <vector>

namespace flipside {

class Scheme;

/// A model that can be studied.
struct StudyModel {
    QString id;
    QString name;                      ///< for people
    std::vector<MetricNeed> missing{}; ///< what it lacks of what metrics need
    bool hasProfile = true;
    bool hasClassActivation = true; ///< in its profile
};

/// All models there are. Reads files: not for the interface thread.
QList<StudyModel> readStudyModels();

/// Why something cannot be studied.
struct StudyObstacle {
    QString words;    ///< "needs a critic"; empty where nothing is in the way
    QString sentence; ///< of which models that is true
};

/// Of a metric, for all of these models together.
StudyObstacle obstacleTo(const Metric& metric, const QList<StudyModel>& models);
/// Likewise of a scheme.
StudyObstacle obstacleTo(const Scheme& scheme, const QList<StudyModel>& models);

} // namespace flipside
