// SPDX-License-Identifier: GPL-3.0-or-later
#include "decoder/preview.h"

#include "base/random.h"
#include "model/prior.h"
#include "picture/picture_file.h"

namespace flipside {

namespace {

constexpr int previewSide = 4;

} // namespace

void writePreview(Decoder& decoder, const std::filesystem::path& file)
{
    std::vector<Recipe> recipes;
    recipes.reserve(std::size_t(previewSide) * previewSide);
    Random random(1);
    for (int i = 0; i < previewSide * previewSide; ++i)
        recipes.push_back({decoder.card().id, drawLatent(decoder.card(), random), {}, {}});
    writePng(file, contactSheet(decoder.renderImages(recipes), previewSide));
}

} // namespace flipside
