// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/model/model_folder.h"
#include "core/picture/image.h"

#include <cstddef>
#include <string>
#include <vector>

namespace flipside {

/// A picture whose latent a model starts from.
struct NamedPicture {
    std::string name;
    Image picture; ///< of any size, with as many channels as the model's
};

struct LatentSpaceOptions {
    std::vector<NamedPicture> starts; ///< empty: some of the data's
    std::size_t directions = 48;
    std::size_t pictures = 600; ///< of the data, evenly spread, whose latents are looked at; or all
    double reach = 0.4;         ///< see LatentSpace
};

/// Gives a model with an encoder its latent space (model/latent_space.h): the principal directions of the
/// latents of training pictures (Pearson, "On Lines and Planes of Closest Fit", 1901), brought to the model's
/// size, and latents to start from. Writes latents.cbor and the card, whose prior is prior::starts then. The
/// same for the same files. Throws ArgumentError for options that do not fit; Error, Cancelled.
void findLatentSpace(const ModelFolder& folder, const Dataset& data, const LatentSpaceOptions& options,
                     Progress& progress);

} // namespace flipside
