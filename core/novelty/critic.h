// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_folder.h"

#include <memory>
#include <span>
#include <vector>

namespace flipside {

/// The critic of a GAN, kept after training: one network has ideas, the other judges them. Belongs to one
/// thread.
class Critic {
public:
    /// Loads and checks critic.pt as Decoder does decoder.pt. Throws Error, also where the model has none or
    /// it does not take the model's pictures.
    explicit Critic(const ModelFolder& folder);
    ~Critic();
    Critic(Critic&&) noexcept;

    /// n pictures as n × C×H×W floats in [0, 1] -> n logits: above 0 it takes the picture for a real one,
    /// below for one that the generator made (Goodfellow et al., "Generative Adversarial Nets", 2014, section
    /// 3).
    std::vector<float> scores(std::span<const float> pixels) const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
};

} // namespace flipside
