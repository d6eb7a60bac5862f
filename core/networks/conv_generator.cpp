// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/conv_generator.h"

#include "core/networks/layers.h"

#include <algorithm>
#include <bit>
#include <string>

namespace flipside {

namespace {

constexpr int generatorSide = 4;
constexpr int generatorMaps = 256;
constexpr int fewestMaps = 32;
constexpr int smallestConvSide = 16;
constexpr int largestConvSide = 256;

} // namespace

int convSideWithin(int side)
{
    return side < smallestConvSide ? 0 : std::min(largestConvSide, int(std::bit_floor(unsigned(side))));
}

torch::jit::Module makeConvGenerator(int channels, int side, int latent)
{
    torch::jit::Module generator = newModule("ConvGenerator");
    addLinear(generator, "hidden1", latent, generatorMaps * generatorSide * generatorSide);
    std::string source = "def logits(self, x: Tensor) -> Tensor:\n"
                         "    x = torch.relu(" +
                         linear("hidden1") + ".view([-1, " + std::to_string(generatorMaps) + ", " +
                         std::to_string(generatorSide) + ", " + std::to_string(generatorSide) + "]))\n";
    int maps = generatorMaps;
    int layer = 2;
    for (int size = 2 * generatorSide; size <= side; size *= 2, ++layer) {
        const std::string name = "hidden" + std::to_string(layer);
        const int next = std::max(maps / 2, fewestMaps);
        addConvolution(generator, name, maps, next, true);
        source += doublingLine(size) + "    x = torch.relu(" + convolution(name, true) + ")\n";
        maps = next;
    }
    addConvolution(generator, "output", maps, channels, false);
    generator.define(source + "    return torch.flatten(" + convolution("output", false) + ", 1)\n");
    const std::string text = std::to_string(side);
    generator.define("def forward(self, z: Tensor) -> Tensor:\n"
                     "    return torch.sigmoid(self.logits(z)).view([-1, " +
                     std::to_string(channels) + ", " + text + ", " + text + "])\n");
    return generator;
}

} // namespace flipside
