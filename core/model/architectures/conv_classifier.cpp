// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architectures/conv_classifier.h"

#include <cmath>
#include <string>

namespace flipside {

namespace {

/// Registers a convolution, with batch normalisation or with a bias. Weights after He et al., "Delving Deep
/// into Rectifiers", 2015, section 2.2.
void addConvolution(torch::jit::Module& module, const std::string& name, int inputs, int outputs,
                    bool normalised)
{
    module.register_parameter(
        name + "_weight", torch::empty({outputs, inputs, 3, 3}).normal_(0.0, std::sqrt(2.0 / (9.0 * inputs))),
        false);
    if (!normalised) {
        module.register_parameter(name + "_bias", torch::zeros({outputs}), false);
        return;
    }
    module.register_parameter(name + "_scale", torch::ones({outputs}), false);
    module.register_parameter(name + "_shift", torch::zeros({outputs}), false);
    module.register_buffer(name + "_mean", torch::zeros({outputs}));
    module.register_buffer(name + "_variance", torch::ones({outputs}));
}

/// A source line of TorchScript: x = relu(batch_norm(conv(x))), or x = relu(conv(x)).
std::string convolutionLine(const std::string& name, bool normalised)
{
    const std::string own = "self." + name;
    if (!normalised)
        return "    x = torch.relu(torch.conv2d(x, " + own + "_weight, " + own + "_bias, [1, 1], [1, 1]))\n";
    return "    x = torch.relu(torch.batch_norm(torch.conv2d(x, " + own + "_weight, None, [1, 1], [1, 1]), " +
           own + "_scale, " + own + "_shift, " + own + "_mean, " + own +
           "_variance, self.training, 0.1, 1e-5, False))\n";
}

constexpr const char* poolingLine = "    x = torch.max_pool2d(x, [2, 2], [2, 2])\n";

} // namespace

torch::jit::Module makeConvClassifier(int channels, int height, int width, int classes, ClassifierKind kind)
{
    torch::jit::Module module("ConvClassifier");
    module.register_attribute("training", c10::BoolType::get(), true);
    addConvolution(module, "conv1", channels, 16, kind.regularised);
    addConvolution(module, "conv2", 16, 32, kind.regularised);
    addConvolution(module, "conv3", 32, 64, kind.regularised);
    addConvolution(module, "conv4", 64, 128, kind.regularised);
    const int features = 128 * (height / 8) * (width / 8);
    const double bound = 1.0 / std::sqrt(double(features));
    module.register_parameter("output_weight", torch::empty({classes, features}).uniform_(-bound, bound),
                              false);
    module.register_parameter("output_bias", torch::zeros({classes}), false);
    const auto convolution = [&](const char* name) { return convolutionLine(name, kind.regularised); };
    module.define("def logits(self, x: Tensor) -> Tensor:\n" + convolution("conv1") + poolingLine +
                  convolution("conv2") + convolution("conv3") + poolingLine + convolution("conv4") +
                  poolingLine + "    x = torch.flatten(x, 1)\n" +
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
