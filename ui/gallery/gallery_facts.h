// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model_names.h"
#include "session/session.h"

#include <QString>
#include <QStringList>

namespace flipside {

/// How novel a kept picture is, as far as it was measured: "D_r 4.90", "Critic 0.31".
QStringList measuredFacts(const GalleryItem& item);

/// Where a kept picture comes from, in lines: model, flips and scheme, how novel it is.
QString galleryFacts(const GalleryItem& item, const ModelNames::Table& models);

} // namespace flipside
