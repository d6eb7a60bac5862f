// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"

#include <QComboBox>

namespace flipside {

/// Offers the layers of a model by their titles, from z to image, and chooses the suggested one.
void offerLayers(QComboBox& choice, const ModelCard& card);

} // namespace flipside
