// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/document/model_library.h"

#include <QString>
#include <QStringList>

namespace flipside {

/// How novel a kept picture is, in a few letters, the same for all models: "Novelty 97 %", the share of its
/// model's regular pictures that are less novel. "D_r 4.90" or "Critic 0.31" where it is not known what is
/// typical of the model; empty where nothing was measured.
QString noveltyCaption(const GalleryItem& item, const ModelNames& models);

/// Where a kept picture comes from, in lines: model, flips and scheme, how novel it is.
QString galleryFacts(const GalleryItem& item, const ModelNames& models);

} // namespace flipside
