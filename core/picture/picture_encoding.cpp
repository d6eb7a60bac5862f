// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_encoding.h"

#include "core/base/error.h"
#include "core/picture/colour_profile.h"
#include "core/picture/jpeg_segment.h"
#include "core/picture/png_chunk.h"
#include "core/picture/tiff_directory.h"
#include "core/picture/webp_chunk.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace flipside {

namespace {

constexpr int losslessWebp = 101; // as OpenCV counts

template <typename Value>
cv::Mat quantized(const Image& image, int type, float highest)
{
    cv::Mat mat(image.height, image.width, CV_MAKETYPE(type, image.channels));
    const std::size_t plane = std::size_t(image.height) * std::size_t(image.width);
    auto* values = reinterpret_cast<Value*>(mat.data);
    for (int c = 0; c < image.channels; ++c) {
        // OpenCV keeps blue first.
        const float* pixels = image.pixels.data() + std::size_t(image.channels - 1 - c) * plane;
        for (std::size_t i = 0; i < plane; ++i)
            values[i * std::size_t(image.channels) + std::size_t(c)] =
                Value(std::lround(std::clamp(pixels[i], 0.0f, 1.0f) * highest));
    }
    return mat;
}

cv::Mat quantized(const Image& image, int bits)
{
    return bits == 16 ? quantized<std::uint16_t>(image, CV_16U, 65535.0f)
                      : quantized<std::uint8_t>(image, CV_8U, 255.0f);
}

std::vector<int> encoderSettings(const PictureEncoding& encoding)
{
    switch (encoding.format) {
    case PictureFormat::Jpeg:
        return {cv::IMWRITE_JPEG_QUALITY, encoding.quality, cv::IMWRITE_JPEG_OPTIMIZE, 1};
    case PictureFormat::WebP:
        return {cv::IMWRITE_WEBP_QUALITY, encoding.quality == 100 ? losslessWebp : encoding.quality};
    case PictureFormat::Png:
    case PictureFormat::Tiff:
        break;
    }
    return {};
}

std::string withFacts(std::string file, const Image& image, const PictureEncoding& encoding)
{
    const int channels = factsOf(encoding.format).keepsGrey ? image.channels : 3;
    const std::string profile = encoding.hasColourProfile ? srgbProfile(channels) : std::string();
    const double dots = encoding.dotsPerInch;
    switch (encoding.format) {
    case PictureFormat::Png:
        if (dots > 0.0)
            file = withPngResolution(std::move(file), dots);
        return profile.empty() ? file : withPngProfile(std::move(file), profile);
    case PictureFormat::Tiff:
        return dots > 0.0 || !profile.empty() ? withTiffTags(std::move(file), dots, profile) : file;
    case PictureFormat::Jpeg:
        if (dots > 0.0)
            file = withJpegResolution(std::move(file), dots);
        return profile.empty() ? file : withJpegProfile(std::move(file), profile);
    case PictureFormat::WebP:
        return withWebpChunks(file, image.width, image.height, dots, profile);
    }
    return file;
}

} // namespace

void checkEncoding(int height, int width, const PictureEncoding& encoding)
{
    const PictureFormatFacts& facts = factsOf(encoding.format);
    if (height < 1 || width < 1)
        throw ArgumentError("a picture must have 1 pixel or more each way; choose another size");
    if (double(height) * width > mostExportedPixels)
        throw ArgumentError("the picture would have " +
                            std::to_string(std::llround(double(height) * width / 1e6)) +
                            " megapixels, and 400 is the most; choose a smaller size or fewer dots per inch");
    if (std::max(height, width) > facts.mostSide)
        throw ArgumentError(facts.words + " takes pictures of up to " + std::to_string(facts.mostSide) +
                            " pixels each way; choose a smaller size or another format");
    if (encoding.bits != 8 && !(encoding.bits == 16 && facts.hasDeepColour))
        throw ArgumentError(facts.words + " has " + (facts.hasDeepColour ? "8 or 16" : "8") +
                            " bits a channel, not " + std::to_string(encoding.bits));
    if (encoding.quality < 1 || encoding.quality > 100)
        throw ArgumentError("the quality must be 1 to 100, not " + std::to_string(encoding.quality));
    if (encoding.dotsPerInch != 0.0 && !(encoding.dotsPerInch >= 1.0 && encoding.dotsPerInch <= 10000.0))
        throw ArgumentError("the dots per inch must be 1 to 10000");
}

std::uint64_t memoryFor(int height, int width, int channels, const PictureEncoding& encoding)
{
    // The picture's floats, the values to encode, and the file, which is copied once.
    const std::uint64_t bytes = sizeof(float) + 3 * std::uint64_t(encoding.bits) / 8;
    return std::uint64_t(height) * std::uint64_t(width) * std::uint64_t(channels) * bytes;
}

std::string encodePicture(const Image& image, const PictureEncoding& encoding)
{
    checkEncoding(image.height, image.width, encoding);
    if ((image.channels != 1 && image.channels != 3) || image.pixels.size() != image.size())
        throw Error("a picture must have 1 or 3 channels with all their pixels; make it anew");
    const PictureFormatFacts& facts = factsOf(encoding.format);
    std::vector<unsigned char> bytes;
    bool encoded = false;
    try {
        encoded = cv::imencode(facts.suffixes.front(), quantized(image, encoding.bits), bytes,
                               encoderSettings(encoding));
    } catch (const cv::Exception&) {
        encoded = false;
    }
    if (!encoded)
        throw Error("the picture could not be encoded as " + facts.words +
                    "; choose a smaller size or another format");
    return withFacts({bytes.begin(), bytes.end()}, image, encoding);
}

} // namespace flipside
