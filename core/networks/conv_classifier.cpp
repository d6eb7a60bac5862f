// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/conv_classifier.h"

#include "core/networks/layers.h"

#include <cmath>
#include <string>

namespace flipside {

namespace {

constexpr const char* poolingLine = "    x = torch.max_pool2d(x, [2, 2], [2, 2])\n";

} // namespace

torch::jit::Module makeConvClassifier(int channels, int height, int width, int classes, ClassifierKind kind)
{
    torch::jit::Module module = newModule("ConvClassifier");
    addConvolution(module, "conv1", channels, 16, kind.regularised);
    addConvolution(module, "conv2", 16, 32, kind.regularised);
    addConvolution(module, "conv3", 32, 64, kind.regularised);
    addConvolution(module, "conv4", 64, 128, kind.regularised);
    const int features = 128 * (height / 8) * (width / 8);
    const double bound = 1.0 / std::sqrt(double(features));
    module.register_parameter("output_weight", torch::empty({classes, features}).uniform_(-bound, bound),
                              false);
    module.register_parameter("output_bias", torch::zeros({classes}), false);
    const auto line = [&](const char* name) {
        return "    x = torch.relu(" + convolution(name, kind.regularised) + ")\n";
    };
    module.define("def logits(self, x: Tensor) -> Tensor:\n" + line("conv1") + poolingLine + line("conv2") +
                  line("conv3") + poolingLine + line("conv4") + poolingLine +
                  "    x = torch.flatten(x, 1)\n" +
                  (kind.regularised ? "    x = torch.dropout(x, 0.3, self.training)\n" : "") +
                  "    return torch.linear(x, self.output_weight, self.output_bias)\n");
    module.define(kind.mirrored ? "def forward(self, picture: Tensor) -> Tensor:\n"
                                  "    if self.training:\n"
                                  "        return self.logits(picture)\n"
                                  "    mirrored = torch.flip(picture, [3])\n"
                                  "    return (self.logits(picture) + self.logits(mirrored)) / 2\n"
                                : "def forward(self, picture: Tensor) -> Tensor:\n"
                                  "    return self.logits(picture)\n");
    return module;
}

} // namespace flipside
