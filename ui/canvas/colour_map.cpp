// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/colour_map.h"

#include <QCoreApplication>
#include <qcustomplot.h>

#include <algorithm>

namespace flipside {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ColourMap)
};

ColourMap fromGradient(const QString& id, const QString& name, QCPColorGradient::GradientPreset preset)
{
    QCPColorGradient gradient(preset);
    ColourMap map{id, name, {}};
    for (int grey = 0; grey < 256; ++grey)
        map.colours.append(gradient.color(grey, QCPRange(0.0, 255.0)));
    return map;
}

ColourMap inverted()
{
    ColourMap map{QStringLiteral("paper"), Words::tr("In&k on paper"), {}};
    for (int grey = 0; grey < 256; ++grey)
        map.colours.append(qRgb(255 - grey, 255 - grey, 255 - grey));
    return map;
}

} // namespace

const QList<ColourMap>& colourMaps()
{
    static const QList<ColourMap> maps{
        {QStringLiteral("grey"), Words::tr("&Grey"), {}},
        inverted(),
        fromGradient(QStringLiteral("hot"), Words::tr("&Embers"), QCPColorGradient::gpHot),
        fromGradient(QStringLiteral("cold"), Words::tr("&Ice"), QCPColorGradient::gpCold),
        fromGradient(QStringLiteral("night"), Words::tr("&Night"), QCPColorGradient::gpNight),
        fromGradient(QStringLiteral("candy"), Words::tr("&Candy"), QCPColorGradient::gpCandy),
        fromGradient(QStringLiteral("geography"), Words::tr("&Landscape"), QCPColorGradient::gpGeography),
        fromGradient(QStringLiteral("spectrum"), Words::tr("&Spectrum"), QCPColorGradient::gpSpectrum),
    };
    return maps;
}

const ColourMap& colourMapOf(const QString& id)
{
    const auto found = std::ranges::find(colourMaps(), id, &ColourMap::id);
    return found == colourMaps().end() ? colourMaps().front() : *found;
}

QImage coloured(const QImage& picture, const ColourMap& map)
{
    if (picture.format() != QImage::Format_Grayscale8 || map.colours.isEmpty())
        return picture;
    QImage result(picture.size(), QImage::Format_RGB32);
    for (int y = 0; y < picture.height(); ++y) {
        const uchar* greys = picture.constScanLine(y);
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        std::transform(greys, greys + picture.width(), line,
                       [&](uchar grey) { return map.colours[int(grey)]; });
    }
    return result;
}

} // namespace flipside
