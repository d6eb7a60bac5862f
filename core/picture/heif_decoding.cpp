// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/heif_decoding.h"

#include "core/base/error.h"
#include "core/picture/on_white.h"
#include "core/picture/picture_header.h"

#include <algorithm>
#include <libheif/heif.h>
#include <memory>
#include <utility>

namespace flipside {

namespace {

struct FreeHeif {
    void operator()(heif_context* context) const { heif_context_free(context); }
    void operator()(const heif_image_handle* handle) const { heif_image_handle_release(handle); }
    void operator()(const heif_image* image) const { heif_image_release(image); }
    void operator()(heif_decoding_options* options) const { heif_decoding_options_free(options); }
};
template <typename T>
using Owned = std::unique_ptr<T, FreeHeif>;

void setLimits(heif_context* context)
{
    constexpr int longestSide = 32768;
    heif_context_set_maximum_image_size_limit(context, longestSide);
    // Several at once mix up the tiles of a telephone's picture now and then (libheif 1.15).
    heif_context_set_max_decoding_threads(context, 0);
#if LIBHEIF_HAVE_VERSION(1, 19, 0)
    heif_context_get_security_limits(context)->max_image_size_pixels = std::uint64_t(mostPixels);
#endif
}

/// Whether it went well; not where the file is damaged. Throws Error where it is sound, and cannot be read.
bool wentWell(const heif_error& error)
{
    // Which codecs there are depends on the system.
    if (error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype)
        throw Error(
            "is compressed in a way that this system's libheif cannot read; save it as JPEG or PNG and "
            "choose that");
    if (error.subcode == heif_suberror_Security_limit_exceeded)
        throw Error(tooManyPixels);
    return error.code == heif_error_Ok;
}

} // namespace

void loadHeifDecoders()
{
    heif_init(nullptr);
}

std::optional<Bitmap> decodeHeif(std::string_view file)
{
    const Owned<heif_context> context(heif_context_alloc());
    setLimits(context.get());
    heif_error error =
        heif_context_read_from_memory_without_copy(context.get(), file.data(), file.size(), nullptr);
    if (!wentWell(error))
        return std::nullopt;
    heif_image_handle* main = nullptr;
    error = heif_context_get_primary_image_handle(context.get(), &main);
    const Owned<const heif_image_handle> handle(main);
    if (!wentWell(error))
        return std::nullopt;
    if (double(heif_image_handle_get_width(main)) * heif_image_handle_get_height(main) > mostPixels)
        throw Error(tooManyPixels);
    const Owned<heif_decoding_options> options(heif_decoding_options_alloc());
    options->convert_hdr_to_8bit = 1;
    heif_image* decoded = nullptr;
    error =
        heif_decode_image(main, &decoded, heif_colorspace_RGB, heif_chroma_interleaved_RGBA, options.get());
    const Owned<const heif_image> image(decoded);
    if (!wentWell(error))
        return std::nullopt;

    // Colours may come multiplied with their opacity.
    const bool isMultiplied = heif_image_handle_is_premultiplied_alpha(main) != 0;
    int rowBytes = 0;
    const std::uint8_t* pixels =
        heif_image_get_plane_readonly(image.get(), heif_channel_interleaved, &rowBytes);
    Bitmap bitmap{3,
                  heif_image_get_height(image.get(), heif_channel_interleaved),
                  heif_image_get_width(image.get(), heif_channel_interleaved),
                  {}};
    if (!pixels || bitmap.width <= 0 || bitmap.height <= 0)
        return std::nullopt;
    bitmap.pixels.resize(3 * bitmap.planeSize());
    for (int y = 0; y < bitmap.height; ++y) {
        const std::uint8_t* pixel = pixels + std::size_t(y) * std::size_t(rowBytes);
        for (int x = 0; x < bitmap.width; ++x, pixel += 4)
            for (int c = 0; c < 3; ++c)
                bitmap.plane(c)[std::size_t(y) * std::size_t(bitmap.width) + std::size_t(x)] =
                    isMultiplied ? static_cast<std::uint8_t>(std::min(255, pixel[c] + 255 - pixel[3]))
                                 : onWhite(pixel[c], pixel[3]);
    }
    return bitmap;
}

} // namespace flipside
