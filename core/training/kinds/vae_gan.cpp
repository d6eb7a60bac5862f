// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/conv_vae.h"
#include "core/networks/fast_critic.h"
#include "core/networks/fast_generator.h"
#include "core/training/architecture.h"
#include "core/training/gan_training.h"

namespace flipside::architecture_kinds {

Architecture vae_gan()
{
    Architecture gan;
    gan.name = "vae-gan";
    gan.label = "Autoencoder and critic";
    gan.what = "an autoencoder with a critic: crisp, and it takes your pictures as a start, after a day";
    gan.place = 4;
    gan.preference = 0;
    gan.latent = 128;
    gan.epochs = 80;
    gan.batch = 16;
    gan.learningRate = 2.5e-4;
    gan.klWeight = 40.0;
    gan.score = "Fréchet distance";
    gan.lowerIsBetter = true;
    gan.problem = &ganProblem;
    gan.train = [](const Dataset& data, const std::filesystem::path& folder,
                   const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer) {
        const GanNetworks networks{"The decoder of a variational autoencoder", &makeFastGenerator,
                                   &makeFastCritic, &makeConvEncoder};
        trainGan(networks, data, folder, options, progress, observer);
    };
    return gan;
}

} // namespace flipside::architecture_kinds
