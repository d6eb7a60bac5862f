// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/quiet_decoding.h"

#include <opencv2/core/utils/logger.hpp>

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <streambuf>
#include <unistd.h>

namespace flipside {

namespace {

thread_local int quietScopes = 0;

/// Takes all bytes, and passes them on where nothing asks for quiet. As fopencookie(3) wants it.
ssize_t writeUnlessQuiet(void* /*cookie*/, const char* bytes, std::size_t size)
{
    if (quietScopes > 0)
        return ssize_t(size);
    std::size_t written = 0;
    while (written < size) {
        const ssize_t some = ::write(STDERR_FILENO, bytes + written, size - written);
        if (some < 0 && errno == EINTR)
            continue;
        if (some <= 0)
            break;
        written += std::size_t(some);
    }
    return ssize_t(written);
}

/// The same for a stream of C++, unbuffered.
class FilteredBuffer : public std::streambuf {
protected:
    int_type overflow(int_type character) override
    {
        const char byte = traits_type::to_char_type(character);
        const bool isByte = !traits_type::eq_int_type(character, traits_type::eof());
        return !isByte || xsputn(&byte, 1) == 1 ? traits_type::not_eof(character) : traits_type::eof();
    }
    std::streamsize xsputn(const char* bytes, std::streamsize size) override
    {
        return writeUnlessQuiet(nullptr, bytes, std::size_t(size));
    }
};

} // namespace

void prepareQuietDecoding()
{
    // OpenCV has a log of its own; it hands libtiff's remarks on to it.
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    // libpng and libjpeg print on `stderr` itself, and OpenCV offers no way to give them another place.
    cookie_io_functions_t functions{};
    functions.write = writeUnlessQuiet;
    if (FILE* stream = ::fopencookie(nullptr, "w", functions)) {
        std::setvbuf(stream, nullptr, _IONBF, 0);
        stderr = stream;
    }
    // OpenCV says there which exceptions it has caught. Never freed: std::cerr outlives everything.
    static auto* const buffer = new FilteredBuffer;
    std::cerr.rdbuf(buffer);
}

QuietDecoding::QuietDecoding()
{
    ++quietScopes;
}

QuietDecoding::~QuietDecoding()
{
    --quietScopes;
}

} // namespace flipside
