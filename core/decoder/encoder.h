// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_folder.h"
#include "core/picture/image.h"

#include <memory>
#include <span>
#include <vector>

namespace flipside {

/// A trained encoder: pictures to latents (the posterior mean, METHOD, Words). Belongs to one thread.
class Encoder {
public:
    /// Loads and checks encoder.pt as Decoder does. Throws Error, also where the model has none.
    explicit Encoder(const ModelFolder& folder);
    ~Encoder();
    Encoder(Encoder&&) noexcept;
    Encoder& operator=(Encoder&&) noexcept;

    /// n pictures as n × C×H×W floats in [0, 1] -> n × latentLength floats. The network itself gets them in
    /// the range of the decoder's output, as N×C×H×W or, if it takes only that, N×P; of a tuple (mean,
    /// log-variance) the first is the latent.
    std::vector<float> encode(std::span<const float> pixels) const;
    std::vector<float> encode(const Image& image) const { return encode(std::span(image.pixels)); }

private:
    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
};

} // namespace flipside
