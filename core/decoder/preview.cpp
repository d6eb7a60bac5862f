// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/preview.h"

#include "core/base/random.h"
#include "core/model/prior.h"
#include "core/picture/picture_file.h"

#include <chrono>

namespace flipside {

namespace {

constexpr int usualSide = 4;
constexpr int slowSide = 2;
/// A decoder that needs longer for one picture is not kept busy with sixteen.
constexpr std::chrono::seconds slowPicture{1};

} // namespace

void writePreview(Decoder& decoder, const std::filesystem::path& file)
{
    std::vector<Recipe> recipes;
    recipes.reserve(std::size_t(usualSide) * usualSide);
    Random random(1);
    for (int i = 0; i < usualSide * usualSide; ++i)
        recipes.push_back({decoder.card().id, drawLatent(decoder.card(), random), {}, {}});
    const auto start = std::chrono::steady_clock::now();
    (void)decoder.render(recipes.front());
    const int side = std::chrono::steady_clock::now() - start > slowPicture ? slowSide : usualSide;
    recipes.resize(std::size_t(side) * std::size_t(side));
    writePng(file, contactSheet(decoder.renderImages(recipes), side));
}

} // namespace flipside
