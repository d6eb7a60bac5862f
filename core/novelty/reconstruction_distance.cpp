// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/reconstruction_distance.h"

#include <cmath>
#include <stop_token>

namespace flipside {

double pictureDistance(const Image& a, const Image& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const double difference = double(a.pixels[i]) - double(b.pixels[i]);
        sum += difference * difference;
    }
    return std::sqrt(sum);
}

std::vector<float> reconstructionDistances(Decoder& decoder, std::span<const Image> pictures,
                                           std::span<const float> latents, const std::stop_token& stop)
{
    const auto length = std::size_t(decoder.card().latentLength());
    std::vector<Recipe> recipes;
    recipes.reserve(pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const auto z = latents.subspan(i * length, length);
        recipes.push_back({decoder.card().id, {z.begin(), z.end()}, {}, {}});
    }
    const std::vector<Image> reconstructions = decoder.renderImages(recipes, stop);
    std::vector<float> distances;
    distances.reserve(pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i)
        distances.push_back(float(pictureDistance(pictures[i], reconstructions[i])));
    return distances;
}

} // namespace flipside
