// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/conv_vae.h"

#include "core/networks/conv_generator.h"
#include "core/training/architecture.h"
#include "core/training/vae_training.h"

namespace flipside::architecture_kinds {

Architecture conv_vae()
{
    Architecture conv;
    conv.name = "conv-vae";
    conv.label = "Autoencoder";
    conv.what = "a convolutional autoencoder: smooth, sure, and it takes your pictures as a start";
    conv.place = 2;
    conv.preference = 2;
    conv.latent = 128;
    conv.epochs = 60;
    conv.batch = 64;
    conv.learningRate = 1e-3;
    conv.klWeight = 40.0;
    conv.score = "validation ELBO";
    conv.lowerIsBetter = false;
    conv.problem = [](int height, int width) -> std::string {
        if (height != width || convSideWithin(height) == 0)
            return "needs square pictures of at least 16 pixels";
        if (convSideWithin(height) != height)
            return "makes pictures of 16, 32, 64, 128 or 256 pixels, not of " + std::to_string(height);
        return {};
    };
    conv.train = [](const Dataset& data, const std::filesystem::path& folder,
                    const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer) {
        const VaeNetworks networks{"A convolutional", true, [&] {
                                       return makeConvVae(data.channels(), data.height(), options.latent);
                                   }};
        trainVae(networks, data, folder, options, progress, observer);
    };
    return conv;
}

} // namespace flipside::architecture_kinds
