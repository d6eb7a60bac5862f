// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/encode_picture.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/decoder/latent_search.h"
#include "core/model/prior.h"
#include "core/novelty/reconstruction_distance.h"
#include "core/picture/tone.h"

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

constexpr int triedStarts = 16;
constexpr int stepsFromStarts = 25;
constexpr int usualSteps = 300;
constexpr int stepsBetweenPreviews = 10;
constexpr std::uint64_t startsSeed = 1;

/// Keeps z as near to the origin as all but about one of a thousand draws from the prior are: of n squares of
/// standard normal numbers the sum has mean n and variance 2n.
LatentSearch::Options searchWith(const ModelCard& card, int steps)
{
    const double length = double(card.latentLength());
    LatentSearch::Options options;
    options.steps = steps;
    options.longest = std::sqrt(length + 3.1 * std::sqrt(2.0 * length));
    return options;
}

/// The nearest of some draws from the prior, each brought a little nearer.
EncodedPicture bestStart(const LatentSearch& search, const ModelCard& card, const Image& picture,
                         Progress& progress)
{
    std::vector<float> starts;
    std::vector<float> pixels;
    Random random(startsSeed);
    for (int i = 0; i < triedStarts; ++i) {
        const std::vector<float> z = drawLatent(card, random);
        starts.insert(starts.end(), z.begin(), z.end());
        pixels.insert(pixels.end(), picture.pixels.begin(), picture.pixels.end());
    }
    const auto found = search.search(pixels, starts, searchWith(card, stepsFromStarts),
                                     [&](int step, const LatentSearch::Found&) {
                                         progress.report(0.3 * step / stepsFromStarts, "trying latents");
                                         return !progress.cancelled();
                                     });
    const auto best = std::min_element(found.distances.begin(), found.distances.end());
    const auto length = std::ptrdiff_t(card.latentLength());
    const auto first = found.latents.begin() + (best - found.distances.begin()) * length;
    return {{first, first + length}, double(*best)};
}

} // namespace

double usualBorder(Instrument& instrument)
{
    std::vector<Recipe> recipes;
    recipes.reserve(triedStarts);
    Random random(startsSeed);
    for (int i = 0; i < triedStarts; ++i)
        recipes.push_back({instrument.card().id, drawLatent(instrument.card(), random), {}, {}});
    double sum = 0.0;
    for (const Image& picture : instrument.decoder().renderImages(recipes))
        sum += borderBrightness(picture);
    return sum / triedStarts;
}

Crop usualCrop(const ModelCard& card)
{
    Crop crop;
    crop.size = card.pictureCrop();
    return crop;
}

EncodedPicture encodePicture(Instrument& instrument, const Image& picture, int steps, Progress& progress,
                             const EncodingPreview& preview)
{
    const ModelCard& card = instrument.card();
    if (picture.channels != card.channels || picture.height != card.height || picture.width != card.width)
        throw ArgumentError("the model " + card.id + " takes pictures of " + std::to_string(card.channels) +
                            "×" + std::to_string(card.height) + "×" + std::to_string(card.width) +
                            "; crop and scale the picture first");
    EncodedPicture encoded;
    const bool searches = !instrument.encoder() || steps > 0;
    if (const Encoder* encoder = instrument.encoder()) {
        encoded.z = encoder->encode(picture);
        const std::vector<Image> pictures{picture};
        encoded.distance = reconstructionDistances(instrument.decoder(), pictures, encoded.z).front();
        if (!searches)
            return encoded;
    }
    const LatentSearch search(instrument.folder());
    if (!instrument.encoder()) {
        encoded = bestStart(search, card, picture, progress);
        steps = steps > 0 ? steps : usualSteps;
    }
    if (progress.cancelled())
        throw Cancelled();
    const auto found = search.search(picture.pixels, encoded.z, searchWith(card, steps),
                                     [&](int step, const LatentSearch::Found& soFar) {
                                         progress.report(0.3 + 0.7 * step / steps, "coming nearer");
                                         if (preview && step % stepsBetweenPreviews == 0)
                                             preview({soFar.latents, double(soFar.distances.front())});
                                         return !progress.cancelled();
                                     });
    if (progress.cancelled())
        throw Cancelled();
    return {found.latents, double(found.distances.front())};
}

} // namespace flipside
