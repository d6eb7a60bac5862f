// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QList>
#include <QString>

namespace flipside {

/// How grey pictures are coloured on the canvas. What is exported or copied stays grey.
struct ColourMap {
    QString id;          ///< "grey", "night", …
    QString name;        ///< for people
    QList<QRgb> colours; ///< of the 256 greys; empty: as they are
};

const QList<ColourMap>& colourMaps();
/// The first, plain grey, where there is none of this id.
const ColourMap& colourMapOf(const QString& id);

/// A Format_Grayscale8 picture in these colours; others come back as they are.
QImage coloured(const QImage& picture, const ColourMap& map);

} // namespace flipside
