// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/model_card.h"
#include "study/variation_sheet.h"

#include <QString>

namespace flipside {

/// What makes a variation differ from the present recipe, in a few lines: z, the neurons that are flipped or
/// released, and how much the picture changes.
QString variationText(const Variation& variation, const Recipe& present, const ModelCard& card);

} // namespace flipside
