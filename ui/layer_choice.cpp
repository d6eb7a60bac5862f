// SPDX-License-Identifier: GPL-3.0-or-later
#include "layer_choice.h"

#include "neuron_lookup.h"

namespace flipside {

void offerLayers(QComboBox& choice, const ModelCard& card)
{
    choice.clear();
    for (const LayerInfo& layer : card.layers)
        choice.addItem(layerTitle(layer));
    choice.setCurrentIndex(card.layerIndex(card.defaultLayer()));
}

} // namespace flipside
