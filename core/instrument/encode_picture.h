// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/instrument/instrument.h"
#include "core/picture/crop.h"
#include "core/picture/image.h"

#include <functional>
#include <vector>

namespace flipside {

/// The part of a picture that a model saw of each one that it was trained on, by its card.
Crop usualCrop(const ModelCard& card);

/// The brightness of the border of the model's own pictures (picture/tone.h), over some regular samples.
double usualBorder(Instrument& instrument);

/// The latent that makes a picture, as nearly as the model can.
struct EncodedPicture {
    std::vector<float> z;
    double distance = 0.0; ///< D_r of the picture through z
};

/// Called with what was found so far, now and then during a search.
using EncodingPreview = std::function<void(const EncodedPicture& soFar)>;

/// Finds z for a picture of the model's own size (picture/crop.h): through the encoder, or, without one, by
/// trying draws from the prior and following the gradient from the nearest. `steps` more gradient steps
/// refine what the encoder gives; without an encoder 0 means as many as usually suffice. Throws Error,
/// Cancelled.
EncodedPicture encodePicture(Instrument& instrument, const Image& picture, int steps, Progress& progress,
                             const EncodingPreview& preview = {});

} // namespace flipside
