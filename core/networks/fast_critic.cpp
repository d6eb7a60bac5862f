// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/fast_critic.h"

#include "core/networks/layers.h"

#include <algorithm>
#include <string>
#include <torch/torch.h>

namespace flipside {

namespace {

constexpr int largestFullSide = 64; ///< of what is looked at in more than one convolution
constexpr int fewestFastMaps = 32;
constexpr int mostFastMaps = 256;
constexpr int lateSide = 8;
constexpr int lastFastSide = 4;
constexpr int rebuiltSide = 32;

std::string leakyLine(const std::string& name, int stride)
{
    return "    x = torch.leaky_relu(" + convolution(name, false, stride) + ", 0.2)\n";
}

/// Registers the weights of a step that halves the side, and returns its source.
std::string halvingStep(torch::jit::Module& critic, const std::string& name, int inputs, int outputs)
{
    addConvolution(critic, name + "a", inputs, outputs, false);
    addConvolution(critic, name + "b", outputs, outputs, false);
    addConvolution(critic, name + "c", inputs, outputs, false, 1);
    // Half of the sum of their variances, so that the numbers keep their size on the way.
    return "    whole = x\n" + leakyLine(name + "a", 2) + leakyLine(name + "b", 1) +
           "    detail = x\n"
           "    x = torch.avg_pool2d(whole, [2, 2])\n"
           "    x = (detail + " +
           pointConvolution(name + "c") + ") * 0.7071\n";
}

void defineRebuilt(torch::jit::Module& critic, int channels, int maps)
{
    std::string source = "def rebuilt(self, late: Tensor) -> Tensor:\n"
                         "    x = late\n";
    for (int size = 2 * lateSide; size <= rebuiltSide; size *= 2) {
        const std::string name = "rebuild" + std::to_string(size);
        const int next = 512 / size;
        addConvolution(critic, name, maps, next, false);
        source += doublingLine(size) + leakyLine(name, 1);
        maps = next;
    }
    addConvolution(critic, "rebuild", maps, channels, false);
    critic.define(source + "    return torch.sigmoid(" + convolution("rebuild", false) + ")\n");
}

} // namespace

torch::jit::Module makeFastCritic(int channels, int side)
{
    torch::jit::Module critic = newModule("FastCritic");
    std::string source = "def examined(self, picture: Tensor) -> Tuple[Tensor, Tensor, Tensor]:\n"
                         "    x = picture * 2.0 - 1.0\n";
    int size = side;
    addConvolution(critic, "first", channels, fewestFastMaps, false);
    source += leakyLine("first", size > largestFullSide ? 2 : 1);
    if (size > largestFullSide)
        size /= 2;
    int maps = fewestFastMaps;
    for (; size > largestFullSide; size /= 2) {
        const std::string name = "down" + std::to_string(size / 2);
        addConvolution(critic, name, maps, maps, false);
        source += leakyLine(name, 2);
    }
    const int similarSide = std::max(size / 4, lateSide);
    for (; size > lateSide; size /= 2) {
        const int next = std::min(2 * maps, mostFastMaps);
        source += halvingStep(critic, "side" + std::to_string(size / 2), maps, next);
        maps = next;
        if (size / 2 == similarSide)
            source += "    similar = x\n";
    }
    addConvolution(critic, "last", maps, maps, false);
    addLinear(critic, "output", maps * lastFastSide * lastFastSide, 1);
    critic.define(source + "    late = x\n" + leakyLine("last", 2) +
                  "    x = torch.flatten(x, 1)\n    return " + linear("output") + ", similar, late\n");
    critic.define("def forward(self, picture: Tensor) -> Tensor:\n"
                  "    score, similar, late = self.examined(picture)\n"
                  "    return score\n");
    defineRebuilt(critic, channels, maps);
    return critic;
}

} // namespace flipside
