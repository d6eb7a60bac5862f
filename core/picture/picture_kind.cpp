// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_kind.h"

#include <array>

namespace flipside {

using namespace std::string_view_literals;

namespace {

struct Signature {
    std::string_view kind;
    std::size_t place;
    std::string_view bytes;
};

constexpr std::array signatures{Signature{"PNG"sv, 0, "\x89PNG\r\n\x1a\n"sv},
                                Signature{"JPEG"sv, 0, "\xff\xd8\xff"sv},
                                Signature{"WebP"sv, 8, "WEBP"sv},
                                Signature{"GIF"sv, 0, "GIF8"sv},
                                Signature{"BMP"sv, 0, "BM"sv},
                                Signature{"TIFF"sv, 0, "II*\0"sv},
                                Signature{"TIFF"sv, 0, "MM\0*"sv},
                                Signature{"TIFF"sv, 0, "II+\0"sv},
                                Signature{"TIFF"sv, 0, "MM\0+"sv},
                                Signature{"AVIF"sv, 4, "ftypavi"sv},
                                Signature{"HEIC"sv, 4, "ftyphe"sv},
                                Signature{"HEIC"sv, 4, "ftypmif1"sv},
                                Signature{"HEIC"sv, 4, "ftypmsf1"sv},
                                Signature{"JPEG XL"sv, 0, "\xff\x0a"sv},
                                Signature{"JPEG XL"sv, 4, "JXL "sv}};

} // namespace

std::string_view pictureKind(std::string_view file)
{
    for (const Signature& signature : signatures)
        if (file.size() >= signature.place && file.substr(signature.place).starts_with(signature.bytes))
            return signature.kind;
    return {};
}

} // namespace flipside
