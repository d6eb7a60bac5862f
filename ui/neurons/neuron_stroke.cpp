// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/neurons/neuron_stroke.h"

#include <QCoreApplication>

#include <algorithm>

namespace flipside {
namespace {

/// Lends tr() to free functions.
struct NeuronStroke {
    Q_DECLARE_TR_FUNCTIONS(flipside::NeuronStroke)
};

QString stepText(Stroke stroke, int count)
{
    switch (stroke) {
    case Stroke::On:
        return NeuronStroke::tr("Flip %n neuron(s) on", nullptr, count);
    case Stroke::Off:
        return NeuronStroke::tr("Flip %n neuron(s) off", nullptr, count);
    case Stroke::Release:
        break;
    }
    return NeuronStroke::tr("Release %n neuron(s)", nullptr, count);
}

} // namespace

std::optional<Stroke> strokeFor(const Document& document, NeuronRef neuron)
{
    const auto model = document.model();
    if (!model || std::size_t(neuron.layer) >= model->card.layers.size())
        return {};
    const auto layer = std::size_t(neuron.layer);
    if (document.recipe().findEdit(model->card.layers[layer].id, neuron.unit))
        return Stroke::Release;
    const auto rendering = document.rendering();
    if (!rendering || layer >= rendering->activations.size() ||
        std::size_t(neuron.unit) >= rendering->activations[layer].size())
        return {};
    return rendering->isOn(neuron.layer, neuron.unit) ? Stroke::Off : Stroke::On;
}

void applyStroke(Document& document, int layer, std::span<const int> units, Stroke stroke,
                 const QString& gesture)
{
    const auto model = document.model();
    if (!model || units.empty())
        return;
    if (stroke == Stroke::On && !model->profile) {
        // The document says in words why there is no on value.
        document.setEdit({layer, units.front()}, EditAction::On);
        return;
    }
    const std::string& id = model->card.layers[std::size_t(layer)].id;
    std::vector<bool> touched(std::size_t(model->card.layers[std::size_t(layer)].units), false);
    for (const int unit : units)
        touched[std::size_t(unit)] = true;
    Recipe next = document.recipe();
    std::erase_if(next.edits,
                  [&](const Edit& edit) { return edit.layer == id && touched[std::size_t(edit.unit)]; });
    if (stroke != Stroke::Release)
        for (const int unit : units)
            next.edits.push_back({id, unit, stroke == Stroke::On ? EditAction::On : EditAction::Off, {}});
    // A scheme tells how all the edits were chosen, which a change by hand makes untrue.
    next.scheme.reset();
    document.change(stepText(stroke, int(units.size())), next, gesture);
    if (stroke == Stroke::On)
        document.mentionNeverOn(layer, units);
}

} // namespace flipside
