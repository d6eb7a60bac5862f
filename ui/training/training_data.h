// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

#include <QCoreApplication>
#include <QImage>
#include <QString>
#include <QStringList>

namespace flipside {

/// What there is to train from.
struct TrainingData {
    Q_DECLARE_TR_FUNCTIONS(TrainingData)
public:
    qsizetype pictures = 0; ///< files named like pictures, or pictures of a dataset
    int height = 0;
    int width = 0;
    bool hasShapeOfItsOwn = false; ///< a dataset whose pictures are not given the wanted shape
    QImage sheet;                  ///< some of them as a model would see them
    QString problem;               ///< a sentence; empty where there is none
};

/// Looks a folder of pictures, or a dataset, over. Takes a while for large photographs.
TrainingData lookOver(const QString& data, const PictureShape& shape);

/// The datasets that are there under a known name.
QStringList datasetsByName();

} // namespace flipside
