// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/mlp_vae.h"

#include "core/networks/layers.h"

#include <string>

namespace flipside {

namespace {

/// A source line of TorchScript: x = dropout(relu(linear(x))).
std::string hiddenLine(const std::string& name)
{
    return "    x = torch.dropout(torch.relu(" + linear(name) + "), 0.1, self.training)\n";
}

} // namespace

Vae makeMlpVae(int channels, int height, int width, int latent)
{
    const int pixels = channels * height * width;

    torch::jit::Module encoder = newModule("MlpEncoder");
    addLinear(encoder, "hidden1", pixels, 1000);
    addLinear(encoder, "hidden2", 1000, 500);
    addLinear(encoder, "hidden3", 500, 250);
    addLinear(encoder, "mean", 250, latent);
    addLinear(encoder, "log_variance", 250, latent);
    encoder.define("def posterior(self, picture: Tensor) -> Tuple[Tensor, Tensor]:\n"
                   "    x = torch.flatten(picture, 1)\n" +
                   hiddenLine("hidden1") + hiddenLine("hidden2") + hiddenLine("hidden3") + "    return " +
                   linear("mean") + ", " + linear("log_variance") + "\n");
    encoder.define("def forward(self, picture: Tensor) -> Tensor:\n"
                   "    mean, log_variance = self.posterior(picture)\n"
                   "    return mean\n");

    torch::jit::Module decoder = newModule("MlpDecoder");
    addLinear(decoder, "hidden1", latent, 250);
    addLinear(decoder, "hidden2", 250, 500);
    addLinear(decoder, "hidden3", 500, 1000);
    addLinear(decoder, "output", 1000, pixels);
    decoder.define("def logits(self, z: Tensor) -> Tensor:\n"
                   "    x = z\n" +
                   hiddenLine("hidden1") + hiddenLine("hidden2") + hiddenLine("hidden3") + "    return " +
                   linear("output") + "\n");
    decoder.define("def forward(self, z: Tensor) -> Tensor:\n"
                   "    return torch.sigmoid(self.logits(z)).view([-1, " +
                   std::to_string(channels) + ", " + std::to_string(height) + ", " + std::to_string(width) +
                   "])\n");
    return {encoder, decoder, Likelihood::Bernoulli};
}

} // namespace flipside
