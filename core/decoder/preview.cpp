// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/preview.h"

#include "core/base/random.h"
#include "core/model/prior.h"
#include "core/picture/crop.h"
#include "core/picture/picture_file.h"

#include <algorithm>
#include <chrono>

namespace flipside {

namespace {

constexpr int usualSide = 4;
constexpr int slowSide = 2;
constexpr int largestSide = 256; ///< of a picture in it
/// A decoder that needs longer for one picture is not kept busy with sixteen, or with a second.
constexpr std::chrono::milliseconds slowPicture{200};
constexpr std::chrono::milliseconds verySlowPicture{1000};

} // namespace

void writePreview(Decoder& decoder, const std::filesystem::path& file)
{
    std::vector<Recipe> recipes;
    recipes.reserve(std::size_t(usualSide) * usualSide);
    Random random(1);
    for (int i = 0; i < usualSide * usualSide; ++i)
        recipes.push_back({decoder.card().id, drawLatent(decoder.card(), random), {}, {}});
    const auto start = std::chrono::steady_clock::now();
    std::vector<Image> pictures = {decoder.render(recipes.front()).image};
    const auto taken = std::chrono::steady_clock::now() - start;
    const bool isLarge = std::min(decoder.card().height, decoder.card().width) > largestSide;
    const int side = taken > verySlowPicture ? 1 : taken > slowPicture || isLarge ? slowSide : usualSide;
    recipes.resize(std::size_t(side) * std::size_t(side));
    if (side > 1)
        pictures = decoder.renderImages(recipes);
    for (Image& picture : pictures)
        if (picture.height > largestSide && picture.width > largestSide)
            picture = cropped(picture, largestSide, largestSide);
    writePng(file, contactSheet(pictures, side));
}

} // namespace flipside
