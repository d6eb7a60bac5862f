// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/layer_choice.h"

#include "ui/document/display_names.h"
#include "ui/document/neuron_lookup.h"

namespace flipside {

void offerLayers(QComboBox& choice, const ModelCard& card)
{
    choice.clear();
    for (std::size_t layer = 0; layer < card.layers.size(); ++layer)
        choice.addItem(layerTitle(card, int(layer)));
    choice.setCurrentIndex(card.layerIndex(card.defaultLayer()));
}

} // namespace flipside
