// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/gif_file.h"

#include "core/base/error.h"
#include "core/picture/picture_header.h"

#include <algorithm>
#include <gif_lib.h>
#include <memory>

namespace flipside {

namespace {

/// What of the file giflib has not read yet.
int readRest(GifFileType* gif, GifByteType* bytes, int count)
{
    auto& rest = *static_cast<std::string_view*>(gif->UserData);
    const std::size_t some = rest.copy(reinterpret_cast<char*>(bytes), std::size_t(std::max(count, 0)));
    rest.remove_prefix(some);
    return int(some);
}

struct CloseGif {
    void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, CloseGif>;

/// Passes over an extension; of the one that says what is transparent in the next picture, keeps that.
bool readExtension(GifFileType* gif, int& transparent)
{
    int code = 0;
    GifByteType* bytes = nullptr; // the first is how many follow
    if (DGifGetExtension(gif, &code, &bytes) != GIF_OK)
        return false;
    while (bytes) {
        GraphicsControlBlock control{};
        if (code == GRAPHICS_EXT_FUNC_CODE && DGifExtensionToGCB(bytes[0], bytes + 1, &control) == GIF_OK)
            transparent = control.TransparentColor;
        if (DGifGetExtensionNext(gif, &bytes) != GIF_OK)
            return false;
    }
    return true;
}

/// Reads on up to the first picture, and says how large it is and where it stands. False where there is none.
bool findFirstPicture(GifFileType* gif, int& transparent)
{
    GifRecordType record = UNDEFINED_RECORD_TYPE;
    while (DGifGetRecordType(gif, &record) == GIF_OK) {
        if (record == IMAGE_DESC_RECORD_TYPE)
            return DGifGetImageDesc(gif) == GIF_OK;
        if (record != EXTENSION_RECORD_TYPE || !readExtension(gif, transparent))
            return false;
    }
    return false;
}

/// GIF89a, appendix E: which row of an interlaced picture comes as the `place`-th.
int interlacedRow(int place, int height)
{
    struct Pass {
        int first, step;
    };
    for (const Pass pass : {Pass{0, 8}, Pass{4, 8}, Pass{2, 4}, Pass{1, 2}}) {
        const int rows = (height - pass.first + pass.step - 1) / pass.step;
        if (place < rows)
            return pass.first + place * pass.step;
        place -= std::max(rows, 0);
    }
    return height - 1;
}

} // namespace

std::optional<Bitmap> readGif(std::string_view file)
{
    std::string_view rest = file;
    const Gif gif(DGifOpen(&rest, readRest, nullptr));
    int transparent = NO_TRANSPARENT_COLOR;
    if (!gif || gif->SWidth <= 0 || gif->SHeight <= 0 || !findFirstPicture(gif.get(), transparent))
        return std::nullopt;
    const GifImageDesc& place = gif->Image;
    const ColorMapObject* const colours = place.ColorMap ? place.ColorMap : gif->SColorMap;
    if (!colours || place.Width <= 0 || place.Height <= 0)
        return std::nullopt;
    if (double(gif->SWidth) * gif->SHeight > mostPixels || double(place.Width) * place.Height > mostPixels)
        throw Error(tooManyPixels);

    Bitmap bitmap{3, gif->SHeight, gif->SWidth, {}};
    bitmap.pixels.assign(3 * bitmap.planeSize(), 255);
    std::vector<GifPixelType> row(std::size_t(place.Width));
    const int shown = std::min(place.Width, bitmap.width - place.Left); // it may stick out
    for (int i = 0; i < place.Height; ++i) {
        if (DGifGetLine(gif.get(), row.data(), place.Width) != GIF_OK)
            return std::nullopt;
        const int y = place.Top + (place.Interlace ? interlacedRow(i, place.Height) : i);
        if (y >= bitmap.height)
            continue;
        for (int x = 0; x < shown; ++x) {
            const int colour = row[std::size_t(x)];
            if (colour == transparent)
                continue;
            const GifColorType of = colour < colours->ColorCount ? colours->Colors[colour] : GifColorType{};
            const std::size_t pixel =
                std::size_t(y) * std::size_t(bitmap.width) + std::size_t(place.Left + x);
            bitmap.plane(0)[pixel] = of.Red;
            bitmap.plane(1)[pixel] = of.Green;
            bitmap.plane(2)[pixel] = of.Blue;
        }
    }
    return bitmap;
}

} // namespace flipside
