// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/script.h>

namespace flipside {

struct ClassifierKind {
    bool regularised = false; ///< batch normalisation, and dropout of 0.3
    bool mirrored = false;    ///< judges a picture and its mirror image together
};

/// A small convolutional classifier (four 3×3 convolutions of 16, 32, 64 and 128 channels with ReLU, halving
/// three times, one linear layer), as TorchScript. forward: B×C×H×W in [0,1] -> logits B×classes; pictures of
/// at least 8×8. Fresh weights come from LibTorch's global generator: seed it first.
torch::jit::Module makeConvClassifier(int channels, int height, int width, int classes, ClassifierKind kind);

} // namespace flipside
