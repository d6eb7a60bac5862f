// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/conv_vae.h"

#include "core/networks/conv_generator.h"
#include "core/networks/layers.h"

#include <algorithm>
#include <string>

namespace flipside {

namespace {

constexpr int lastEncoderSide = 4;
constexpr int encoderMaps = 32;
constexpr int mostEncoderMaps = 256;

} // namespace

torch::jit::Module makeConvEncoder(int channels, int side, int latent)
{
    torch::jit::Module encoder = newModule("ConvEncoder");
    std::string source = "def posterior(self, picture: Tensor) -> Tuple[Tensor, Tensor]:\n"
                         "    x = picture\n";
    int inputs = channels;
    int maps = encoderMaps;
    int layer = 1;
    for (int size = side; size > lastEncoderSide; size /= 2, ++layer) {
        const std::string name = "hidden" + std::to_string(layer);
        addConvolution(encoder, name, inputs, maps, true);
        source += "    x = torch.relu(" + convolution(name, true, 2) + ")\n";
        inputs = maps;
        maps = std::min(2 * maps, mostEncoderMaps);
    }
    addLinear(encoder, "mean", inputs * lastEncoderSide * lastEncoderSide, latent);
    addLinear(encoder, "log_variance", inputs * lastEncoderSide * lastEncoderSide, latent);
    encoder.define(source + "    x = torch.flatten(x, 1)\n    return " + linear("mean") + ", " +
                   linear("log_variance") + "\n");
    encoder.define("def forward(self, picture: Tensor) -> Tensor:\n"
                   "    mean, log_variance = self.posterior(picture)\n"
                   "    return mean\n");
    return encoder;
}

Vae makeConvVae(int channels, int side, int latent)
{
    return {makeConvEncoder(channels, side, latent), makeConvGenerator(channels, side, latent),
            Likelihood::Gaussian};
}

} // namespace flipside
