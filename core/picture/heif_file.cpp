// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/heif_file.h"

#include "core/base/error.h"
#include "core/base/own_process.h"
#include "core/picture/heif_header.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <poll.h>
#include <string>
#include <unistd.h>

namespace flipside {

namespace {

// A sanitizer makes everything some ten times slower.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::chrono::seconds longestDecoding{3000};
#else
/// The process has less of the processor, but this machine may have much else to do.
constexpr std::chrono::seconds longestDecoding{300};
#endif

/// All that the process answers: "refusal", a space and a sentence's end; or, of a picture, "picture", its
/// width and its height with a space in front of each, the end of the line, and its planes.
std::string answerOf(OwnProcess& process)
{
    constexpr std::size_t longestAnswer = 3 * std::size_t(mostPixels) + 100;
    const auto end = std::chrono::steady_clock::now() + longestDecoding;
    std::string answer;
    std::array<char, 1 << 16> part{};
    while (answer.size() <= longestAnswer) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        pollfd waiting{process.answer(), POLLIN, 0};
        const int ready = left.count() > 0 ? ::poll(&waiting, 1, int(left.count())) : 0;
        if (ready == 0)
            throw Error(
                "takes longer than five minutes to read, which no picture of its size does; save it as "
                "JPEG or PNG and choose that");
        const ssize_t count = ready < 0 ? -1 : ::read(process.answer(), part.data(), part.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        answer.append(part.data(), std::size_t(count));
    }
    return answer;
}

std::string decodedElsewhere(std::string_view file, const PictureSize& size)
{
    std::optional<OwnProcess> process;
    try {
        process.emplace("flipside-picture-opener", file, std::to_string(size.width * size.height));
    } catch (const Error& error) {
        throw Error(std::string("cannot be read: ") + error.what());
    }
    return answerOf(*process);
}

bool takeNumber(std::string_view& text, int& number)
{
    if (!text.starts_with(' '))
        return false;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
    text.remove_prefix(std::size_t(end - text.data()));
    return error == std::errc() && number > 0;
}

} // namespace

std::optional<Bitmap> readHeif(std::string_view file)
{
    const auto size = sizeInHeif(file);
    if (!size)
        return std::nullopt;
    if (double(size->width) * double(size->height) > mostPixels)
        throw Error(tooManyPixels);
    const std::string answer = decodedElsewhere(file, *size);
    constexpr std::string_view refusal = "refusal ";
    constexpr std::string_view picture = "picture";
    std::string_view rest = answer;
    if (rest.starts_with(refusal))
        throw Error(answer.substr(refusal.size()));
    Bitmap bitmap{3, 0, 0, {}};
    if (!rest.starts_with(picture)) // it died of it, too
        return std::nullopt;
    rest.remove_prefix(picture.size());
    if (!takeNumber(rest, bitmap.width) || !takeNumber(rest, bitmap.height) || !rest.starts_with('\n') ||
        double(bitmap.width) * bitmap.height > mostPixels || rest.size() != 1 + 3 * bitmap.planeSize())
        return std::nullopt;
    bitmap.pixels.assign(rest.begin() + 1, rest.end());
    return bitmap;
}

} // namespace flipside
