// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networks/conv_generator.h"
#include "core/training/architecture.h"
#include "core/training/gan_training.h"

namespace flipside::architecture_kinds {

Architecture conv_gan()
{
    Architecture gan;
    gan.name = "conv-gan";
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
    gan.problem = [](int height, int width) -> std::string {
        if (height != width || convSideWithin(height) == 0)
            return "needs square pictures of at least 16 pixels";
        return {};
    };
    gan.train = &trainGan;
    return gan;
}

} // namespace flipside::architecture_kinds
