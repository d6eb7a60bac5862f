// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model_names.h"
#include "session/session.h"

#include <QString>

namespace flipside {

/// Where a kept picture comes from, in lines: model, flips and scheme, how novel it is.
QString galleryFacts(const GalleryItem& item, const ModelNames::Table& models);

} // namespace flipside
