// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/critic.h"

#include "core/base/error.h"
#include "core/novelty/picture_network.h"

#include <torch/torch.h>

namespace flipside {

struct Critic::Implementation {
    PictureNetwork network;
};

Critic::Critic(const ModelFolder& folder)
{
    if (!folder.hasCritic())
        throw Error("the model " + folder.card().id +
                    " has no critic; only models that were trained against one (conv-gan, fast-gan, vae-gan) "
                    "have it");
    _implementation = std::make_unique<Implementation>(
        Implementation{PictureNetwork(folder, folder.criticFile(), "critic", 1, 1)});
}

Critic::~Critic() = default;
Critic::Critic(Critic&&) noexcept = default;

std::vector<float> Critic::scores(std::span<const float> pixels) const
{
    const c10::InferenceMode inference;
    const torch::Tensor result = _implementation->network.rows(pixels).nan_to_num(0.0).contiguous();
    const float* first = result.data_ptr<float>();
    return {first, first + result.numel()};
}

} // namespace flipside
