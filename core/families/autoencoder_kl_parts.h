// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/layer_weights.h"

#include <span>
#include <string>
#include <vector>

namespace flipside {

/// One step of an autoencoder of latent diffusion (Esser et al. 2021, Rombach et al. 2022).
struct KlPart {
    enum class Kind {
        Block,     ///< two normalised convolutions and what goes past them
        Attention, ///< each place of the map looks at all others
        Grow,      ///< to twice the height and width
        Shrink,    ///< to half
    };
    Kind kind;
    std::string path; ///< of its module; of the convolution that follows growing, empty where none does
};

/// Decoder or encoder of such an autoencoder, by the names of either layout: that of CompVis's programs
/// ("decoder.mid.block_1", "decoder.up.3.block.0") or of Diffusers ("decoder.mid_block.resnets.0",
/// "decoder.up_blocks.0.resnets.0").
struct KlHalf {
    std::string path; ///< "first_stage_model.decoder"; empty where the file has nothing else
    bool isDecoder = false;
    bool isOfDiffusers = false;

    /// What all names of the autoencoder begin with: "first_stage_model.".
    std::string stem() const;
    /// The path of something inside it, without the stem.
    std::string inside(const std::string& name) const;
};

/// All halves in these layers, and what else has names like theirs.
struct KlHalves {
    std::vector<KlHalf> decoders;
    std::vector<KlHalf> encoders;
    bool hasDenoiser = false; ///< the network of a diffusion model, which goes down and up again
};
KlHalves findKlHalves(std::span<const LayerWeights> layers);

class MapNetwork;

/// Its parts between first convolution and last normalisation, in the order in which maps go through them.
std::vector<KlPart> partsOf(const KlHalf& half, const MapNetwork& network);

} // namespace flipside
