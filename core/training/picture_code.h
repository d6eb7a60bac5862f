// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include "core/model/model_folder.h"

#include <torch/script.h>

namespace flipside {

/// The latents of a trained autoencoder, where they are maps: a picture with fewer pixels and more channels.
/// A GAN that learns to make these is done in a fraction of the time, as strokes and edges are the decoder's
/// (Rombach et al., "High-Resolution Image Synthesis with Latent Diffusion Models", 2022, section 3.1).
class PictureCode {
public:
    /// Throws ArgumentError where the model's latents are no maps or it has no encoder, Error.
    PictureCode(const ModelFolder& folder, torch::Device device);

    int channels() const { return _channels; } ///< of the pictures
    int maps() const { return _maps; }
    /// How many pixels of a side become one number of a map.
    int shrinking() const { return _shrinking; }
    /// B×C×H×W in [0,1] -> B×maps×H/shrinking×W/shrinking. Throws Error where that is not what comes out.
    torch::Tensor encoded(const torch::Tensor& pictures);

    /// A generator of maps, and the decoder after it: B×z -> B×C×H×W.
    torch::jit::Module decodedAfter(const torch::jit::Module& generator) const;
    /// A critic or an encoder of maps, and the model's encoder before it: B×C×H×W -> what that says.
    torch::jit::Module encodedBefore(const torch::jit::Module& reader) const;

private:
    torch::jit::Module _encoder;
    torch::jit::Module _decoder;
    int _channels;
    int _maps;
    int _shrinking;
};

} // namespace flipside
