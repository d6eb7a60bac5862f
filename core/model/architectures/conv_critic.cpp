// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architectures/conv_critic.h"

#include "model/architectures/layers.h"

#include <algorithm>
#include <string>

namespace flipside {

namespace {

constexpr int lastSide = 4;
constexpr int firstMaps = 32;
constexpr int mostMaps = 256;

std::string layerLine(const std::string& name, int stride)
{
    return "    x = torch.leaky_relu(" + convolution(name, false, stride) + ", 0.2)\n";
}

} // namespace

torch::jit::Module makeConvCritic(int channels, int side)
{
    torch::jit::Module critic = newModule("ConvCritic");
    addConvolution(critic, "conv1", channels, firstMaps, false);
    std::string source = "def maps(self, picture: Tensor) -> Tensor:\n"
                         "    x = picture * 2.0 - 1.0\n" +
                         layerLine("conv1", 1);
    int maps = firstMaps;
    int layer = 2;
    for (int size = side; size > lastSide; size /= 2, ++layer) {
        const std::string name = "conv" + std::to_string(layer);
        const int next = std::min(2 * maps, mostMaps);
        addConvolution(critic, name, maps, next, false);
        source += layerLine(name, 2);
        maps = next;
    }
    critic.define(source + "    return x\n");
    critic.define("def features(self, picture: Tensor) -> Tensor:\n"
                  "    return torch.mean(self.maps(picture), [2, 3])\n");
    addLinear(critic, "output", maps * lastSide * lastSide, 1);
    critic.define("def forward(self, picture: Tensor) -> Tensor:\n"
                  "    x = torch.flatten(self.maps(picture), 1)\n"
                  "    return " +
                  linear("output") + "\n");
    return critic;
}

} // namespace flipside
