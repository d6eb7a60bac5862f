// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/map_gan.h"
#include "core/training/architecture.h"
#include "core/training/gan_training.h"
#include "core/training/model_training.h"

namespace flipside::architecture_kinds {

Architecture latent_vae_gan()
{
    Architecture gan;
    gan.name = "latent-vae-gan";
    gan.label = "Autoencoder for a repainter";
    gan.what = "an autoencoder with a critic that leaves the strokes to a repainter, Brushwork unless told "
               "otherwise: large pictures after an hour, from one of your own";
    gan.place = 8;
    gan.preference = 0;
    gan.latent = 128;
    gan.epochs = 80;
    gan.batch = 16;
    gan.learningRate = 2.5e-4;
    gan.klWeight = 5.0;
    gan.through = "brushwork";
    gan.score = "Fréchet distance";
    gan.lowerIsBetter = true;
    gan.problem = &codeGanProblem;
    gan.train = [](const Dataset& data, const std::filesystem::path& folder,
                   const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer) {
        const GanNetworks networks{"The decoder of a variational autoencoder through a repainter,",
                                   &makeMapGenerator, &makeMapCritic, &makeMapEncoder, true};
        trainGan(networks, data, folder, options, progress, observer);
    };
    return gan;
}

} // namespace flipside::architecture_kinds
