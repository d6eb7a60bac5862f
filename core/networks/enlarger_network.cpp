// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/enlarger_network.h"

#include "core/networks/layers.h"

#include <string>

namespace flipside {

namespace {

constexpr int maps = 32;
constexpr int blocks = 4;

/// How much of what He's rule draws a block's second convolution begins with: its sum is to begin nearly as
/// what it is added to.
constexpr double addedShare = 0.1;

void scaleWeights(torch::jit::Module& module, const std::string& name, double share)
{
    const torch::NoGradGuard noGradients;
    module.attr(name + "_weight").toTensor().mul_(share);
}

} // namespace

torch::jit::Module makeEnlargerNetwork()
{
    torch::jit::Module module = newModule("Enlarger");
    const std::string times = std::to_string(enlargerTimes);
    addConvolution(module, "first", 3, maps, false);
    std::string source = "def forward(self, picture: Tensor) -> Tensor:\n"
                         "    size = [picture.size(2) * " +
                         times + ", picture.size(3) * " + times +
                         "]\n"
                         "    x = picture - 0.5\n"
                         "    x = torch.relu(" +
                         convolution("first", false) + ")\n";
    for (int block = 1; block <= blocks; ++block) {
        const std::string name = "block" + std::to_string(block);
        addConvolution(module, name + "a", maps, maps, false);
        addConvolution(module, name + "b", maps, maps, false);
        scaleWeights(module, name + "b", addedShare);
        source += "    kept = x\n"
                  "    x = torch.relu(" +
                  convolution(name + "a", false) +
                  ")\n"
                  "    x = kept + " +
                  convolution(name + "b", false) + "\n";
    }
    addConvolution(module, "last", maps, 3 * enlargerTimes * enlargerTimes, false);
    scaleWeights(module, "last", 0.0);
    module.define(source + "    x = torch.pixel_shuffle(" + convolution("last", false) + ", " + times +
                  ")\n"
                  "    return x + torch.upsample_bicubic2d(picture, size, False, None, None)\n");
    return module;
}

} // namespace flipside
