// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/conv_critic.h"

#include "core/networks/layers.h"

#include <algorithm>
#include <string>

namespace flipside {

namespace {

constexpr int lastCriticSide = 4;
constexpr int criticMaps = 32;
constexpr int mostCriticMaps = 256;

std::string criticLine(const std::string& name, int stride)
{
    return "    x = torch.leaky_relu(" + convolution(name, false, stride) + ", 0.2)\n";
}

} // namespace

torch::jit::Module makeConvCritic(int channels, int side)
{
    torch::jit::Module critic = newModule("ConvCritic");
    addConvolution(critic, "conv1", channels, criticMaps, false);
    std::string source = "def maps(self, picture: Tensor) -> Tensor:\n"
                         "    x = picture * 2.0 - 1.0\n" +
                         criticLine("conv1", 1);
    int maps = criticMaps;
    int layer = 2;
    for (int size = side; size > lastCriticSide; size /= 2, ++layer) {
        const std::string name = "conv" + std::to_string(layer);
        const int next = std::min(2 * maps, mostCriticMaps);
        addConvolution(critic, name, maps, next, false);
        source += criticLine(name, 2);
        maps = next;
    }
    critic.define(source + "    return x\n");
    critic.define("def features(self, picture: Tensor) -> Tensor:\n"
                  "    return torch.mean(self.maps(picture), [2, 3])\n");
    addLinear(critic, "output", maps * lastCriticSide * lastCriticSide, 1);
    critic.define("def forward(self, picture: Tensor) -> Tensor:\n"
                  "    x = torch.flatten(self.maps(picture), 1)\n"
                  "    return " +
                  linear("output") + "\n");
    return critic;
}

} // namespace flipside
