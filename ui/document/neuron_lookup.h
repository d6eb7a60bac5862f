// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/player.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace flipside {

/// What the neuron views look up again and again, worked out once for each open model: which neurons are dead
/// or low-active, and what their strength is relative to.
class NeuronLookup {
public:
    explicit NeuronLookup(std::shared_ptr<const OpenedModel> model);

    const OpenedModel& model() const { return *_model; }
    int layers() const { return int(_model->card.layers.size()); }
    int units(int layer) const { return _model->card.layers[std::size_t(layer)].units; }
    /// Null where the model has no profile.
    const LayerProfile* profile(int layer) const;

    bool isDead(int layer, int unit) const
    {
        return _layers[std::size_t(layer)].dead[std::size_t(unit)] != 0;
    }
    bool isLowActive(int layer, int unit) const
    {
        return _layers[std::size_t(layer)].lowActive[std::size_t(unit)] != 0;
    }
    /// What low-active means in a layer, where one of its units is: one sentence with its highest percent
    /// activation.
    QString lowActiveMeaning(int layer) const;
    /// Whether a unit that is held at this value is on.
    bool isOn(int layer, float activation) const
    {
        return activation > _model->thresholds[std::size_t(layer)];
    }
    /// How strongly a unit is on, 0..255, relative to its own training maximum; without a profile, relative
    /// to the strongest it has been since the model was opened.
    std::uint8_t strength(int layer, int unit, float activation) const;

    /// Which share of the neurons, by percent activation among those that are not dead, counts as low-active:
    /// from the `low`-th to the `high`-th percentile (METHOD, Schemes, 1). Returns whether that changed
    /// anything.
    bool setLowActiveRange(double low, double high);
    /// The range that a recipe's low-active scheme was called with; another recipe leaves it as it is.
    bool setLowActiveRangeFrom(const Recipe& recipe);

    /// Learns the strongest activations where there is no profile to tell them.
    void observe(const LayerActivations& activations);

private:
    struct Layer {
        std::vector<std::uint8_t> dead;
        std::vector<std::uint8_t> lowActive;
        double mostLowActive = 0.0; ///< percent activation that low-active units have at most, 0 to 1
        std::vector<float> scale;   ///< 255 / (maximum - off value); 0 where the unit never came on
    };

    std::shared_ptr<const OpenedModel> _model;
    std::vector<Layer> _layers;
    double _low = -1.0;
    double _high = -1.0;
};

} // namespace flipside
