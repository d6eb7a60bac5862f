// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/neuron_lookup.h"

#include "core/schemes/low_active_units.h"
#include "ui/words/numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

/// Lends tr() to free functions.
struct NeuronNames {
    Q_DECLARE_TR_FUNCTIONS(flipside::NeuronNames)
};

const char* const lowActive = "low-active";

} // namespace

NeuronLookup::NeuronLookup(std::shared_ptr<const OpenedModel> model) : _model(std::move(model))
{
    _layers.resize(_model->card.layers.size());
    for (int k = 0; k < layers(); ++k) {
        Layer& layer = _layers[std::size_t(k)];
        const auto count = std::size_t(units(k));
        layer.dead.assign(count, 0);
        layer.lowActive.assign(count, 0);
        layer.scale.assign(count, 0.0f);
        const LayerProfile* known = profile(k);
        if (!known)
            continue;
        const float off = _model->offValues[std::size_t(k)];
        for (std::size_t j = 0; j < count; ++j) {
            layer.dead[j] = known->dead(int(j)) ? 1 : 0;
            const float span = known->maximum[j] - off;
            layer.scale[j] = span > 0.0f ? 255.0f / span : 0.0f;
        }
    }
    const auto [low, high] = LowActiveUnits().percentiles();
    setLowActiveRange(low, high);
}

const LayerProfile* NeuronLookup::profile(int layer) const
{
    if (!_model->profile || std::size_t(layer) >= _model->profile->layers.size())
        return nullptr;
    const LayerProfile& profile = _model->profile->layers[std::size_t(layer)];
    return profile.units() == units(layer) ? &profile : nullptr;
}

std::uint8_t NeuronLookup::strength(int layer, int unit, float activation) const
{
    const float scale = _layers[std::size_t(layer)].scale[std::size_t(unit)];
    if (scale <= 0.0f)
        return 255;
    const float scaled = (activation - _model->offValues[std::size_t(layer)]) * scale;
    return std::uint8_t(std::clamp(scaled, 0.0f, 255.0f));
}

bool NeuronLookup::setLowActiveRange(double low, double high)
{
    if (low == _low && high == _high)
        return false;
    _low = low;
    _high = high;
    for (int k = 0; k < layers(); ++k) {
        const LayerProfile* known = profile(k);
        if (!known)
            continue;
        Layer& layer = _layers[std::size_t(k)];
        const double from = known->percentile(low);
        const double to = known->percentile(high);
        layer.mostLowActive = to;
        for (std::size_t j = 0; j < layer.lowActive.size(); ++j) {
            const double share = double(known->percentActivation[j]);
            layer.lowActive[j] = !layer.dead[j] && share >= from && share <= to ? 1 : 0;
        }
    }
    return true;
}

bool NeuronLookup::setLowActiveRangeFrom(const Recipe& recipe)
{
    if (!recipe.scheme || recipe.scheme->name != lowActive)
        return false;
    const auto [low, high] = LowActiveUnits().percentiles(*recipe.scheme);
    return setLowActiveRange(low, high);
}

QString NeuronLookup::lowActiveMeaning(int layer) const
{
    return NeuronNames::tr("Quiet: among those that are least often on in this layer (at most %1)")
        .arg(percentText(_layers[std::size_t(layer)].mostLowActive, 1));
}

void NeuronLookup::observe(const LayerActivations& activations)
{
    if (_model->profile || activations.size() != _layers.size())
        return;
    for (std::size_t k = 0; k < _layers.size(); ++k) {
        Layer& layer = _layers[k];
        for (std::size_t j = 0; j < layer.scale.size() && j < activations[k].size(); ++j) {
            const float span = activations[k][j] - _model->offValues[k];
            if (span > 0.0f && (layer.scale[j] == 0.0f || 255.0f / span < layer.scale[j]))
                layer.scale[j] = 255.0f / span;
        }
    }
}

} // namespace flipside
