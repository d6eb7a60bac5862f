// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery/gallery_facts.h"

#include "neuron_lookup.h"
#include "schemes/scheme.h"
#include "study/metric.h"

#include <QCoreApplication>
#include <QStringList>

namespace flipside {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(GalleryFacts)
};

QString madeBy(const Recipe& recipe)
{
    if (recipe.edits.empty())
        return Words::tr("nothing flipped");
    const QString flips = Words::tr("%n neuron(s) flipped", nullptr, flippedNeurons(recipe));
    if (!recipe.scheme)
        return Words::tr("%1 by hand").arg(flips);
    for (const Scheme* scheme : allSchemes())
        if (scheme->name() == recipe.scheme->name)
            return Words::tr("%1, %2").arg(flips, QString::fromStdString(scheme->label()));
    return flips;
}

} // namespace

QString galleryFacts(const GalleryItem& item)
{
    QStringList lines{QString::fromStdString(item.recipe.model), madeBy(item.recipe)};
    for (const Metric& metric : allMetrics())
        if (const auto found = item.metrics.find(metric.name); found != item.metrics.end())
            lines.append(QStringLiteral("%1 %L2")
                             .arg(QString::fromStdString(metric.label))
                             .arg(found->second, 0, 'f', 2));
    return lines.join(QLatin1Char('\n'));
}

} // namespace flipside
