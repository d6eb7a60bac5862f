// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallery_facts.h"

#include "core/novelty/novelty_rank.h"
#include "core/schemes/scheme.h"
#include "ui/document/display_names.h"
#include "ui/document/novelty_words.h"
#include "ui/words/numbers.h"

#include <QCoreApplication>

namespace flipside {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(GalleryFacts)
};

QString madeBy(const Recipe& recipe)
{
    if (recipe.edits.empty())
        return Words::tr("Nothing flipped");
    QString flips = Words::tr("%n neuron(s) flipped", nullptr, flippedNeurons(recipe));
    if (!recipe.scheme)
        return flips;
    return Words::tr("%1, %2").arg(flips, schemeName(recipe.scheme->name));
}

/// What was measured of it: "How odd 4.90", "How real 0.31".
QStringList measuredFacts(const GalleryItem& item)
{
    QStringList measured;
    for (const Metric& metric : allMetrics())
        if (const auto found = item.metrics.find(metric.name);
            found != item.metrics.end() && metric.comparesPictures)
            measured.append(Words::tr("%1 %2").arg(metricName(metric), decimalText(found->second, 2)));
    return measured;
}

} // namespace

QString noveltyCaption(const GalleryItem& item, const ModelNames& models)
{
    const auto rank = noveltyRank(item.metrics, models.typicalOf(item.recipe.model));
    if (rank && rank->shareLessNovel)
        return Words::tr("Novelty %1 %").arg(wholePercent(*rank->shareLessNovel));
    return measuredFacts(item).value(0);
}

QString galleryFacts(const GalleryItem& item, const ModelNames& models)
{
    QStringList lines{models.of(item.recipe.model), madeBy(item.recipe)};
    QStringList measured = measuredFacts(item);
    measured.prepend(noveltyCaption(item, models));
    measured.removeDuplicates();
    measured.removeAll(QString());
    if (!measured.isEmpty())
        lines.append(measured.join(QStringLiteral(" · ")));
    return lines.join(QLatin1Char('\n'));
}

} // namespace flipside
