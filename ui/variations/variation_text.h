// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/instrument/variation_sheet.h"
#include "core/model/model_card.h"

#include <QString>

namespace flipside {

/// What makes a variation differ from the present recipe, in a few lines: z, the neurons that are flipped or
/// released, and how much the picture changes.
QString variationText(const Variation& variation, const Recipe& present, const ModelCard& card);

} // namespace flipside
