// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/architecture.h"
#include "core/training/spatial_training.h"

namespace flipside::architecture_kinds {

Architecture spatial_ae()
{
    Architecture spatial;
    spatial.name = "spatial-ae";
    spatial.label = "Repainter";
    spatial.what = "an autoencoder that repaints any picture at 512 pixels, from one of your own";
    spatial.place = 6;
    spatial.preference = 0;
    spatial.latent = 8; // maps
    spatial.latentGrows = false;
    spatial.epochs = 30;
    spatial.batch = 16;
    spatial.learningRate = 8e-4;
    spatial.klWeight = 0.0;
    spatial.score = "validation PSNR";
    spatial.lowerIsBetter = false;
    spatial.problem = &spatialProblem;
    spatial.train = &trainSpatial;
    return spatial;
}

} // namespace flipside::architecture_kinds
