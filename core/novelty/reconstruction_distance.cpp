// SPDX-License-Identifier: GPL-3.0-or-later
#include "novelty/reconstruction_distance.h"

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

constexpr std::size_t reconstructionBatch = 256;

float distance(const Image& a, const Image& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const double difference = double(a.pixels[i]) - b.pixels[i];
        sum += difference * difference;
    }
    return static_cast<float>(std::sqrt(sum));
}

} // namespace

std::vector<float> reconstructionDistance(Decoder& decoder, const Encoder& encoder,
                                          std::span<const Image> pictures, const std::atomic<bool>* abandon)
{
    std::vector<float> distances;
    distances.reserve(pictures.size());
    for (std::size_t first = 0; first < pictures.size(); first += reconstructionBatch) {
        const auto batch = pictures.subspan(first, std::min(reconstructionBatch, pictures.size() - first));
        std::vector<float> pixels;
        for (const Image& picture : batch)
            pixels.insert(pixels.end(), picture.pixels.begin(), picture.pixels.end());
        const std::vector<float> latents = encoder.encode(pixels);
        const auto length = std::ptrdiff_t(latents.size() / batch.size());
        std::vector<Recipe> recipes;
        for (auto z = latents.begin(); z != latents.end(); z += length)
            recipes.push_back({decoder.card().id, {z, z + length}, {}, {}});
        const std::vector<Image> reconstructed = decoder.renderImages(recipes, abandon);
        for (std::size_t i = 0; i < batch.size(); ++i)
            distances.push_back(distance(batch[i], reconstructed[i]));
    }
    return distances;
}

} // namespace flipside
