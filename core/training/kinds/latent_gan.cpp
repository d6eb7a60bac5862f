// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/map_gan.h"
#include "core/training/architecture.h"
#include "core/training/gan_training.h"
#include "core/training/model_training.h"

namespace flipside::architecture_kinds {

Architecture latent_gan()
{
    Architecture gan;
    gan.name = "latent-gan";
    gan.label = "Generator for a repainter";
    gan.what = "a generator that leaves the strokes to a repainter, Brushwork unless told otherwise: large "
               "pictures after many hours";
    gan.place = 7;
    gan.preference = 0;
    gan.latent = 128;
    gan.epochs = 100;
    gan.batch = 16;
    gan.learningRate = 2e-4;
    gan.klWeight = 0.0;
    gan.through = "brushwork";
    gan.score = "Fréchet distance";
    gan.lowerIsBetter = true;
    gan.problem = &codeGanProblem;
    gan.train = [](const Dataset& data, const std::filesystem::path& folder,
                   const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer) {
        const GanNetworks networks{
            "A generator through a repainter,", &makeMapGenerator, &makeMapCritic, {}, true};
        trainGan(networks, data, folder, options, progress, observer);
    };
    return gan;
}

} // namespace flipside::architecture_kinds
