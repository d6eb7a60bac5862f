// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/variations/variation_text.h"

#include "ui/document/display_names.h"
#include "ui/document/neuron_lookup.h"
#include "ui/words/numbers.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace flipside {
namespace {

constexpr qsizetype namedNeurons = 5;

struct VariationWords {
    Q_DECLARE_TR_FUNCTIONS(flipside::VariationText)
};

double moved(const std::vector<float>& from, const std::vector<float>& to)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < from.size() && i < to.size(); ++i)
        sum += std::pow(double(to[i]) - double(from[i]), 2.0);
    return std::sqrt(sum);
}

QString shortNumber(double number)
{
    return decimalText(number, 2);
}

/// The first few lines, and how many there are besides.
void append(QStringList& lines, const QStringList& more)
{
    lines += more.mid(0, namedNeurons);
    if (more.size() > namedNeurons)
        lines += VariationWords::tr("… and %1 more").arg(more.size() - namedNeurons);
}

} // namespace

QString variationText(const Variation& variation, const Recipe& present, const ModelCard& card)
{
    QStringList lines;
    if (const double distance = moved(present.z, variation.recipe.z); distance > 0.0)
        lines += VariationWords::tr("The latent moves by %1").arg(shortNumber(distance));
    QStringList flips, releases;
    for (const Edit& edit : variation.recipe.edits) {
        const Edit* before = present.findEdit(edit.layer, edit.unit);
        if (before && *before == edit)
            continue;
        const QString title = neuronTitle(card, card.layerIndex(edit.layer), edit.unit);
        flips += (edit.action == EditAction::Off ? VariationWords::tr("%1: flipped off")
                                                 : VariationWords::tr("%1: flipped on"))
                     .arg(title);
    }
    for (const Edit& edit : present.edits)
        if (!variation.recipe.findEdit(edit.layer, edit.unit))
            releases += VariationWords::tr("%1: released")
                            .arg(neuronTitle(card, card.layerIndex(edit.layer), edit.unit));
    append(lines, flips);
    append(lines, releases);
    lines += VariationWords::tr("The picture changes by %1").arg(shortNumber(variation.change));
    return lines.join(QLatin1Char('\n'));
}

} // namespace flipside
