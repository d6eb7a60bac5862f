// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/fast_critic.h"
#include "core/networks/fast_generator.h"
#include "core/training/architecture.h"
#include "core/training/gan_training.h"

namespace flipside::architecture_kinds {

Architecture fast_gan()
{
    Architecture gan;
    gan.name = "fast-gan";
    gan.label = "Large generator and critic";
    gan.what = "a generator with skip connections and its critic: the crispest and largest pictures, from a "
               "few hundred on, after a day or more";
    gan.place = 5;
    gan.preference = 0;
    gan.latent = 128;
    gan.epochs = 200;
    gan.batch = 8; // as the paper that fast_generator.h names
    gan.learningRate = 2e-4;
    gan.klWeight = 0.0;
    gan.score = "Fréchet distance";
    gan.lowerIsBetter = true;
    gan.problem = &ganProblem;
    gan.train = [](const Dataset& data, const std::filesystem::path& folder,
                   const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer) {
        const GanNetworks networks{"The generator of a GAN with skip-layer excitation", &makeFastGenerator,
                                   &makeFastCritic};
        trainGan(networks, data, folder, options, progress, observer);
    };
    return gan;
}

} // namespace flipside::architecture_kinds
