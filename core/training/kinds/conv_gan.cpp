// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/conv_critic.h"
#include "core/networks/conv_generator.h"
#include "core/training/architecture.h"
#include "core/training/gan_training.h"

namespace flipside::architecture_kinds {

Architecture conv_gan()
{
    Architecture gan;
    gan.name = "conv-gan";
    gan.label = "Generator and critic";
    gan.what = "a generator and its critic: crisper pictures after much longer training";
    gan.place = 3;
    gan.preference = 0;
    gan.latent = 128;
    gan.epochs = 200;
    gan.batch = 32;
    gan.learningRate = 2.5e-4;
    gan.klWeight = 0.0;
    gan.score = "Fréchet distance";
    gan.lowerIsBetter = true;
    gan.problem = &ganProblem;
    gan.train = [](const Dataset& data, const std::filesystem::path& folder,
                   const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer) {
        const GanNetworks networks{"The generator of a convolutional GAN", &makeConvGenerator,
                                   &makeConvCritic};
        trainGan(networks, data, folder, options, progress, observer);
    };
    return gan;
}

} // namespace flipside::architecture_kinds
