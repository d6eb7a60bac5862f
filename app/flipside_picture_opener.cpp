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

/// One of 12 megapixels and 8 bits takes 8 bytes a pixel; more bits, an opacity and turning take more.
flipside::ProcessBounds boundsFor(double pixels)
{
    constexpr std::uint64_t longestSeconds = 120;
    constexpr double ownBytes = 512e6; // of the libraries and their threads
    constexpr double bytesPerPixel = 40.0;
    return {longestSeconds,
            std::uint64_t(ownBytes + bytesPerPixel * std::clamp(pixels, 0.0, flipside::mostPixels))};
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
