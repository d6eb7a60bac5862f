// SPDX-License-Identifier: GPL-3.0-or-later
// The papers' own (METHOD, Networks; long paper, section 5).
#include "core/networks/mlp_vae.h"

#include "core/training/architecture.h"
#include "core/training/vae_training.h"

namespace flipside::architecture_kinds {

Architecture mlp_vae()
{
    Architecture mlp;
    mlp.name = "mlp-vae";
    mlp.label = "Small autoencoder";
    mlp.what = "the papers' fully connected autoencoder, for small pictures";
    mlp.place = 1;
    mlp.preference = 1;
    mlp.latent = 50;
    mlp.epochs = 30;
    mlp.batch = 128;
    mlp.learningRate = 1e-3;
    mlp.klWeight = 1.0;
    mlp.score = "validation ELBO";
    mlp.lowerIsBetter = false;
    mlp.problem = [](int, int) { return std::string(); };
    mlp.train = [](const Dataset& data, const std::filesystem::path& folder,
                   const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer) {
        const VaeNetworks networks{
            "A fully connected", false,
            [&] { return makeMlpVae(data.channels(), data.height(), data.width(), options.latent); }};
        trainVae(networks, data, folder, options, progress, observer);
    };
    return mlp;
}

} // namespace flipside::architecture_kinds
