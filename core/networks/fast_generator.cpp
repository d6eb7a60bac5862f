// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/fast_generator.h"

#include "core/networks/layers.h"

#include <string>
#include <torch/torch.h>

namespace flipside {

namespace {

constexpr int firstFastSide = 4;
constexpr int excitationReach = 16; ///< how many times larger the maps are that are excited

/// Maps of `side` × `side`: few where they are large, as there they take the most time by far.
int mapsAt(int side)
{
    if (side <= 8)
        return 256;
    return side <= 32 ? 2048 / side : 3072 / side;
}

bool hasTwoConvolutions(int side)
{
    return side == 16 || side == 32;
}

/// The source of the generator, which grows with its weights.
class Growing {
public:
    Growing(torch::jit::Module generator, int latent) : _generator(std::move(generator))
    {
        const std::string side = std::to_string(firstFastSide);
        const int maps = mapsAt(firstFastSide);
        addLinear(_generator, "hidden1", latent, maps * firstFastSide * firstFastSide);
        _source = "def forward(self, z: Tensor) -> Tensor:\n"
                  "    x = z\n"
                  "    x = torch.relu(" +
                  linear("hidden1") + ".view([-1, " + std::to_string(maps) + ", " + side + ", " + side +
                  "]))\n" + kept(firstFastSide);
    }

    void doubleTo(int side)
    {
        const std::string own = std::to_string(side);
        const int before = mapsAt(side / 2);
        const int maps = mapsAt(side);
        const bool excited = side / excitationReach >= firstFastSide;
        if (excited)
            excite(side);
        addConvolution(_generator, "side" + own + "a", before, maps, true);
        _source += doublingLine(side) + reluLine("side" + own + "a");
        if (hasTwoConvolutions(side)) {
            addConvolution(_generator, "side" + own + "b", maps, maps, true);
            _source += reluLine("side" + own + "b");
        }
        if (excited)
            _source += "    x = x * gate\n";
        _source += kept(side);
    }

    torch::jit::Module finished(int channels, int side)
    {
        addConvolution(_generator, "output", mapsAt(side), channels, false);
        _generator.define(_source + "    return torch.sigmoid(" + convolution("output", false) + ")\n");
        return _generator;
    }

private:
    static std::string reluLine(const std::string& name)
    {
        return "    x = torch.relu(" + convolution(name, true) + ")\n";
    }

    /// Maps that a larger side will be excited by, under a name of their own.
    static std::string kept(int side) { return "    side" + std::to_string(side) + " = x\n"; }

    /// The gates of the maps of `side`, from those of a sixteenth of it (section 3.1, equation 2).
    void excite(int side)
    {
        const std::string own = "gate" + std::to_string(side);
        const int source = side / excitationReach;
        addLinear(_generator, own + "a", mapsAt(source) * firstFastSide * firstFastSide, mapsAt(side));
        addLinear(_generator, own + "b", mapsAt(side), mapsAt(side));
        const std::string pooled = std::to_string(firstFastSide);
        _source += "    full = x\n"
                   "    x = torch.flatten(torch.adaptive_avg_pool2d(side" +
                   std::to_string(source) + ", [" + pooled + ", " + pooled +
                   "]), 1)\n"
                   "    x = torch.relu(" +
                   linear(own + "a") +
                   ")\n"
                   "    gate = torch.sigmoid(" +
                   linear(own + "b") +
                   ").unsqueeze(2).unsqueeze(3)\n"
                   "    x = full\n";
    }

    torch::jit::Module _generator;
    std::string _source;
};

} // namespace

torch::jit::Module makeFastGenerator(int channels, int side, int latent)
{
    Growing growing(newModule("FastGenerator"), latent);
    for (int size = 2 * firstFastSide; size <= side; size *= 2)
        growing.doubleTo(size);
    return growing.finished(channels, side);
}

} // namespace flipside
