// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/map_gan.h"

#include "core/networks/layers.h"

#include <string>
#include <torch/torch.h>

namespace flipside {

namespace {

constexpr int firstMapSide = 4;
constexpr int halvingKernel = 4; // halves a side exactly

/// Where maps are small there may be many of them, as they take no time.
int generatedMapsAt(int side)
{
    if (side <= firstMapSide)
        return 256;
    return side == 2 * firstMapSide ? 192 : 96;
}

int judgedMapsAt(int side)
{
    if (side <= firstMapSide)
        return 256;
    return side == 2 * firstMapSide ? 160 : 96;
}

std::string reluOf(const std::string& name, int stride = 1)
{
    return "    x = torch.relu(" + convolution(name, true, stride) + ")\n";
}

std::string leakyOf(const std::string& name, int stride)
{
    return "    x = torch.leaky_relu(" + convolution(name, false, stride) + ", 0.2)\n";
}

} // namespace

torch::jit::Module makeMapGenerator(int channels, int side, int latent)
{
    torch::jit::Module generator = newModule("MapGenerator");
    int maps = generatedMapsAt(firstMapSide);
    const int numbers = maps * firstMapSide * firstMapSide;
    const std::string first = std::to_string(firstMapSide);
    addLinear(generator, "hidden1", latent, numbers);
    std::string source = "def forward(self, z: Tensor) -> Tensor:\n"
                         "    x = z\n"
                         "    x = torch.relu(" +
                         linear("hidden1") + ".view([-1, " + std::to_string(maps) + ", " + first + ", " +
                         first +
                         "]))\n"
                         "    smallest = torch.flatten(x, 1)\n";
    for (int size = 2 * firstMapSide; size <= side; size *= 2) {
        const std::string name = "side" + std::to_string(size);
        const int next = generatedMapsAt(size);
        addConvolution(generator, name + "a", maps, next, true);
        addConvolution(generator, name + "b", next, next, true);
        source += doublingLine(size) + reluOf(name + "a") + reluOf(name + "b");
        maps = next;
    }
    addLinear(generator, "gatea", numbers, maps);
    addLinear(generator, "gateb", maps, maps);
    addConvolution(generator, "output", maps, channels, false);
    generator.define(source +
                     "    full = x\n"
                     "    x = smallest\n"
                     "    x = torch.relu(" +
                     linear("gatea") +
                     ")\n"
                     "    gate = torch.sigmoid(" +
                     linear("gateb") +
                     ").unsqueeze(2).unsqueeze(3)\n"
                     "    x = full * gate\n"
                     "    return " +
                     convolution("output", false) + "\n");
    return generator;
}

torch::jit::Module makeMapCritic(int channels, int side)
{
    torch::jit::Module critic = newModule("MapCritic");
    int maps = judgedMapsAt(side);
    addConvolution(critic, "first", channels, maps, false);
    std::string source =
        "def examined(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:\n" + leakyOf("first", 1);
    for (int size = side; size > firstMapSide; size /= 2) {
        const std::string name = "side" + std::to_string(size);
        const int next = judgedMapsAt(size / 2);
        addConvolution(critic, name + "a", maps, maps, false);
        addConvolution(critic, name + "b", maps, next, false, halvingKernel);
        source += leakyOf(name + "a", 1) + leakyOf(name + "b", 2);
        if (size == side)
            source += "    similar = x\n";
        maps = next;
    }
    addConvolution(critic, "last", maps, maps, false);
    addLinear(critic, "output", maps * firstMapSide * firstMapSide, 1);
    critic.define(source + "    late = x\n" + leakyOf("last", 1) +
                  "    x = torch.flatten(x, 1)\n"
                  "    return " +
                  linear("output") + ", similar, late\n");
    critic.define("def forward(self, x: Tensor) -> Tensor:\n"
                  "    score, similar, late = self.examined(x)\n"
                  "    return score\n");
    return critic;
}

torch::jit::Module makeMapEncoder(int channels, int side, int latent)
{
    torch::jit::Module encoder = newModule("MapEncoder");
    int maps = judgedMapsAt(side);
    addConvolution(encoder, "first", channels, maps, true);
    std::string source = "def posterior(self, x: Tensor) -> Tuple[Tensor, Tensor]:\n" + reluOf("first");
    for (int size = side; size > firstMapSide; size /= 2) {
        const std::string name = "side" + std::to_string(size);
        const int next = judgedMapsAt(size / 2);
        addConvolution(encoder, name, maps, next, true);
        source += reluOf(name, 2);
        maps = next;
    }
    const int numbers = maps * firstMapSide * firstMapSide;
    addLinear(encoder, "mean", numbers, latent);
    addLinear(encoder, "log_variance", numbers, latent);
    encoder.define(source + "    x = torch.flatten(x, 1)\n    return " + linear("mean") + ", " +
                   linear("log_variance") + "\n");
    encoder.define("def forward(self, x: Tensor) -> Tensor:\n"
                   "    mean, log_variance = self.posterior(x)\n"
                   "    return mean\n");
    return encoder;
}

} // namespace flipside
