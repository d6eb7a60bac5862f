// SPDX-License-Identifier: GPL-3.0-or-later
//
// The process in which a HEIC or AVIF file is decoded (picture/heif_file.h). Nobody starts it by hand. Its
// argument is how many pixels the file says that it has, and so how much memory it may take.
#include "core/base/confinement.h"
#include "core/base/error.h"
#include "core/base/own_process.h"
#include "core/picture/heif_decoding.h"
#include "core/picture/picture_header.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string>

namespace {

/// A picture of 12 megapixels and 8 bits was seen to take 0.8 s and 8 bytes a pixel; more bits, an opacity
/// and turning take more. There are files over which decoders never end.
flipside::ProcessBounds boundsFor(double pixels)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr double slowness = 10.0;
#else
    constexpr double slowness = 1.0;
#endif
    constexpr double ownSeconds = 3.0;
    constexpr double secondsPerPixel = 0.6e-6;
    constexpr double ownBytes = 512e6; // of the libraries and their threads
    constexpr double bytesPerPixel = 40.0;
    pixels = std::clamp(pixels, 0.0, flipside::mostPixels);
    return {std::uint64_t(slowness * (ownSeconds + secondsPerPixel * pixels)),
            std::uint64_t(ownBytes + bytesPerPixel * pixels)};
}

void answer(std::string_view text)
{
    (void)flipside::writeAll(flipside::answerOfOwnProcess, text);
}

} // namespace

int main(int argc, char** argv)
{
    const auto file = flipside::bytesOfOwnProcess();
    if (!file || argc != 2)
        return EXIT_FAILURE;
    flipside::loadHeifDecoders();
    (void)flipside::confineThisProcess(boundsFor(std::strtod(argv[1], nullptr)));
    try {
        const auto picture = flipside::decodeHeif(*file);
        if (!picture)
            return EXIT_FAILURE;
        answer("picture " + std::to_string(picture->width) + " " + std::to_string(picture->height) + "\n");
        answer({reinterpret_cast<const char*>(picture->pixels.data()), picture->pixels.size()});
    } catch (const flipside::Error& error) {
        answer(std::string("refusal ") + error.what());
    } catch (const std::bad_alloc&) {
        answer("refusal takes more memory to read than any picture of its size; save it as JPEG or PNG and "
               "choose "
               "that");
    }
    return EXIT_SUCCESS;
}
