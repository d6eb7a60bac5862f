// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/classifier.h"

#include "core/base/error.h"
#include "core/novelty/picture_network.h"

#include <torch/torch.h>

#include <limits>

namespace flipside {

struct Classifier::Implementation {
    PictureNetwork network;
};

Classifier::Classifier(const ModelFolder& folder)
{
    if (!folder.hasClassifier())
        throw Error("the model " + folder.card().id +
                    " has no classifier; train one for it, or choose another measure");
    _implementation = std::make_unique<Implementation>(Implementation{PictureNetwork(
        folder, folder.classifierFile(), "classifier", 2, std::numeric_limits<std::int64_t>::max())});
}

Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;

int Classifier::classes() const
{
    return int(_implementation->network.width());
}

std::vector<float> Classifier::probabilities(std::span<const float> pixels) const
{
    const c10::InferenceMode inference;
    const torch::Tensor result =
        torch::softmax(_implementation->network.rows(pixels), 1).nan_to_num(0.0).contiguous();
    const float* first = result.data_ptr<float>();
    return {first, first + result.numel()};
}

} // namespace flipside
