// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/spatial_autoencoder.h"

#include "core/networks/layers.h"

#include <string>
#include <torch/torch.h>

namespace flipside {

namespace {

// Of the maps at an eighth, a quarter and half of the picture's side.
constexpr int smallMaps = 96;
constexpr int middleMaps = 64;
constexpr int largeMaps = 32;
constexpr int decoderBlocks = 2; // at an eighth
constexpr int encoderBlocks = 1;
constexpr int subPixels = 2;

/// How much of what He's rule draws a block's second convolution begins with: its sum is to begin nearly as
/// what it is added to.
constexpr double addedToBlock = 0.1;

/// A module and the source of its forward, which grow together.
class Stack {
public:
    explicit Stack(const std::string& name) : _module(newModule(name)) {}

    void add(const std::string& line) { _source += "    " + line + "\n"; }

    std::string convolved(int inputs, int outputs, int stride = 1, double share = 1.0)
    {
        const std::string name = "layer" + std::to_string(++_layers);
        addConvolution(_module, name, inputs, outputs, false);
        if (share != 1.0) {
            const torch::NoGradGuard noGradients;
            _module.attr(name + "_weight").toTensor().mul_(share);
        }
        return convolution(name, false, stride);
    }

    void addRelu(int inputs, int outputs, int stride = 1)
    {
        add("x = torch.relu(" + convolved(inputs, outputs, stride) + ")");
    }

    void addBlock(int maps)
    {
        add("kept = x");
        addRelu(maps, maps);
        add("x = torch.relu(kept + " + convolved(maps, maps, 1, addedToBlock) + ")");
    }

    void addDoubling() { add("x = torch.upsample_nearest2d(x, [x.size(2) * 2, x.size(3) * 2], None, None)"); }

    torch::jit::Module& module() { return _module; }

    torch::jit::Module finished(const std::string& input, const std::string& result)
    {
        _module.define("def forward(self, " + input + ": Tensor) -> Tensor:\n" + "    x = " + input + "\n" +
                       _source + "    return " + result + "\n");
        return _module;
    }

private:
    torch::jit::Module _module;
    std::string _source;
    int _layers = 0;
};

torch::jit::Module makeSpatialEncoder(int channels, int maps)
{
    Stack stack("SpatialEncoder");
    const std::string parts = std::to_string(subPixels);
    stack.add("x = torch.pixel_unshuffle(x - 0.5, " + parts + ")");
    stack.addRelu(channels * subPixels * subPixels, largeMaps);
    stack.addRelu(largeMaps, middleMaps, 2);
    stack.addBlock(middleMaps);
    stack.addRelu(middleMaps, smallMaps, 2);
    for (int block = 0; block < encoderBlocks; ++block)
        stack.addBlock(smallMaps);
    stack.add("x = " + stack.convolved(smallMaps, maps));
    stack.module().register_buffer("mean", torch::zeros({maps}));
    stack.module().register_buffer("variance", torch::ones({maps}));
    return stack.finished("picture", "torch.batch_norm(x, None, None, self.mean, self.variance, "
                                     "self.training, 0.05, 1e-5, False)");
}

torch::jit::Module makeSpatialDecoder(int channels, int maps)
{
    Stack stack("SpatialDecoder");
    stack.addRelu(maps, smallMaps);
    for (int block = 0; block < decoderBlocks; ++block)
        stack.addBlock(smallMaps);
    stack.addDoubling();
    stack.addRelu(smallMaps, middleMaps);
    stack.addBlock(middleMaps);
    stack.addDoubling();
    stack.addRelu(middleMaps, largeMaps);
    stack.addRelu(largeMaps, largeMaps);
    const std::string last = stack.convolved(largeMaps, channels * subPixels * subPixels, 1, addedToBlock);
    return stack.finished("z", "torch.sigmoid(torch.pixel_shuffle(" + last + ", " +
                                   std::to_string(subPixels) + "))");
}

} // namespace

SpatialAutoencoder makeSpatialAutoencoder(int channels, int maps)
{
    return {makeSpatialEncoder(channels, maps), makeSpatialDecoder(channels, maps)};
}

torch::jit::Module makePatchCritic(int channels)
{
    torch::jit::Module critic = newModule("PatchCritic");
    constexpr int kernel = 4; // halves a side exactly
    addConvolution(critic, "first", channels, largeMaps, false, kernel);
    addConvolution(critic, "second", largeMaps, middleMaps, false, kernel);
    addConvolution(critic, "third", middleMaps, smallMaps, false, kernel);
    addConvolution(critic, "score", smallMaps, 1, false);
    const auto leaky = [](const std::string& name) {
        return "torch.leaky_relu(" + convolution(name, false, 2) + ", 0.2)\n";
    };
    critic.define("def judged(self, picture: Tensor) -> Tuple[Tensor, Tensor, Tensor]:\n"
                  "    x = picture * 2.0 - 1.0\n"
                  "    x = " +
                  leaky("first") + "    early = x\n    x = " + leaky("second") + "    late = x\n    x = " +
                  leaky("third") + "    return " + convolution("score", false) + ", early, late\n");
    return critic;
}

} // namespace flipside
