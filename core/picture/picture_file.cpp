// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_file.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/picture/gif_file.h"
#include "core/picture/heif_file.h"
#include "core/picture/moving_webp.h"
#include "core/picture/on_white.h"
#include "core/picture/picture_header.h"
#include "core/picture/picture_kind.h"
#include "core/picture/quiet_decoding.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <optional>
#include <string_view>

namespace flipside {

namespace {

cv::Mat toMat(const Bitmap& bitmap, int scale)
{
    if (scale < 1 || scale > 64)
        throw ArgumentError("the scale must be 1 to 64, not " + std::to_string(scale));
    if (double(bitmap.width) * bitmap.height * scale * scale > mostPixels)
        throw ArgumentError("the picture would have more than 100 megapixels; choose a smaller scale");
    cv::Mat mat(bitmap.height, bitmap.width, CV_8UC(bitmap.channels));
    for (int c = 0; c < bitmap.channels; ++c) {
        // OpenCV keeps blue first.
        const std::uint8_t* plane = bitmap.plane(bitmap.channels - 1 - c);
        for (std::size_t i = 0; i < bitmap.planeSize(); ++i)
            mat.data[i * std::size_t(bitmap.channels) + std::size_t(c)] = plane[i];
    }
    if (scale > 1)
        cv::resize(mat, mat, {}, scale, scale, cv::INTER_NEAREST);
    return mat;
}

void putOnWhite(cv::Mat& picture, const std::vector<unsigned char>& file)
{
    const cv::Mat whole = cv::imdecode(file, cv::IMREAD_UNCHANGED);
    if (whole.channels() != 4 || whole.size() != picture.size())
        return;
    cv::Mat opaque;
    cv::extractChannel(whole, opaque, 3);
    opaque.convertTo(opaque, CV_8U, whole.depth() == CV_16U ? 1.0 / 257.0 : 1.0);
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
            for (int c = 0; c < picture.channels(); ++c) {
                unsigned char& value = picture.ptr(y)[x * picture.channels() + c];
                value = onWhite(value, opaque.ptr(y)[x]);
            }
}

bool mayBeTransparent(const std::string& file)
{
    return file.starts_with("\x89PNG") || file.starts_with("RIFF");
}

/// DICOM PS3.10, 7.1: whatever the 128 bytes in front of it are. OpenCV hands these to a library that
/// believes what a file says of its size, and ends the program where something else is wrong with it. It
/// knows more kinds that nobody draws with, so those alone are decoded whose header has been read here.
bool isDicom(std::string_view file)
{
    constexpr std::size_t preamble = 128;
    return file.size() > preamble && file.substr(preamble).starts_with("DICM");
}

/// A JPEG of up to so many, as the largest of telephones make, is read at half its size, which its decoder
/// can do in a fraction of time and memory.
constexpr double mostJpegPixels = 200e6;

int readingFlags(int channels, bool atHalfSize)
{
    if (channels == 1)
        return atHalfSize ? cv::IMREAD_REDUCED_GRAYSCALE_2 : cv::IMREAD_GRAYSCALE;
    return atHalfSize ? cv::IMREAD_REDUCED_COLOR_2 : cv::IMREAD_COLOR;
}

/// Blue first, of as many channels as are asked for; empty where the file is damaged.
cv::Mat decodedByOpenCv(const std::string& file, int channels, bool atHalfSize)
{
    try {
        const QuietDecoding quiet;
        const std::vector<unsigned char> buffer(file.begin(), file.end());
        cv::Mat picture = cv::imdecode(buffer, readingFlags(channels, atHalfSize));
        if (!picture.empty() && mayBeTransparent(file))
            putOnWhite(picture, buffer);
        return picture;
    } catch (const cv::Exception&) {
        return {};
    }
}

/// The same of a picture in red, green and blue.
cv::Mat inChannels(const std::optional<Bitmap>& picture, int channels)
{
    if (!picture)
        return {};
    cv::Mat mat = toMat(*picture, 1);
    if (channels == 1)
        cv::cvtColor(mat, mat, cv::COLOR_BGR2GRAY);
    return mat;
}

cv::Mat decoded(const std::string& file, int channels, bool atHalfSize)
{
    const std::string_view kind = pictureKind(file);
    if (kind == "GIF")
        return inChannels(readGif(file), channels);
    if (kind == "HEIC" || kind == "AVIF")
        return inChannels(readHeif(file), channels);
    if (isMovingWebp(file))
        return inChannels(readMovingWebp(file), channels);
    return isDicom(file) ? cv::Mat() : decodedByOpenCv(file, channels, atHalfSize);
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& bytes)
{
    const std::string_view kind = pictureKind(bytes);
    if (kind == "JPEG XL")
        throw Error(
            path.string() +
            " is a picture of the kind JPEG XL, which cannot be read here; save it as JPEG or PNG and "
            "choose that");
    if (!kind.empty())
        throw Error(path.string() + " is a damaged or incomplete " + std::string(kind) +
                    " file; get it again");
    throw Error(path.string() + " is not a picture (JPEG, PNG, HEIC, WebP, …); choose another file");
}

} // namespace

std::string encodePng(const Image& image, int scale)
{
    return encodePng(toBitmap(image), scale);
}

std::string encodePng(const Bitmap& bitmap, int scale)
{
    std::vector<unsigned char> bytes;
    bool encoded = false;
    try {
        encoded = cv::imencode(".png", toMat(bitmap, scale), bytes);
    } catch (const cv::Exception&) {
        encoded = false;
    }
    if (!encoded)
        throw Error("the picture could not be encoded as PNG; choose a smaller scale");
    return {bytes.begin(), bytes.end()};
}

void writePng(const std::filesystem::path& path, const Image& image, int scale)
{
    writeFile(path, encodePng(image, scale));
}

Image readPicture(const std::filesystem::path& path, int channels)
{
    const std::string bytes = readFile(path, std::uint64_t{512} << 20);
    const auto size = sizeInHeader(bytes);
    const double pixels = size ? double(size->width) * double(size->height) : 0.0;
    const bool atHalfSize = pixels > mostPixels && pixels <= mostJpegPixels && pictureKind(bytes) == "JPEG";
    cv::Mat mat;
    try {
        if (pixels > mostPixels && !atHalfSize)
            throw Error(tooManyPixels);
        if (size)
            mat = decoded(bytes, channels, atHalfSize);
        if (double(mat.cols) * mat.rows > mostPixels)
            throw Error(tooManyPixels);
    } catch (const Error& error) {
        throw Error(path.string() + " " + error.what());
    }
    if (mat.empty())
        refuse(path, bytes);
    Image image{channels, mat.rows, mat.cols, {}};
    image.pixels.resize(image.size());
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < mat.rows; ++y)
            for (int x = 0; x < mat.cols; ++x)
                image.pixels[(std::size_t(c) * std::size_t(mat.rows) + std::size_t(y)) *
                                 std::size_t(mat.cols) +
                             std::size_t(x)] = float(mat.ptr(y)[x * channels + channels - 1 - c]) / 255.0f;
    return image;
}

Image contactSheet(const std::vector<Image>& pictures, int columns, int gap, int scale)
{
    if (pictures.empty())
        throw Error("there are no pictures to put on the sheet; ask for one or more");
    columns = std::clamp(columns, 1, int(pictures.size()));
    const Image& first = pictures.front();
    const int rows = (int(pictures.size()) + columns - 1) / columns;
    Image sheet{first.channels,
                rows * (first.height * scale + gap) + gap,
                columns * (first.width * scale + gap) + gap,
                {}};
    if (double(sheet.width) * sheet.height > mostPixels)
        throw Error("the sheet would have more than 100 megapixels; put fewer pictures on it");
    sheet.pixels.assign(sheet.size(), 0.5f);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const int left = int(i) % columns * (first.width * scale + gap) + gap;
        const int top = int(i) / columns * (first.height * scale + gap) + gap;
        for (int c = 0; c < first.channels; ++c)
            for (int y = 0; y < first.height * scale; ++y)
                for (int x = 0; x < first.width * scale; ++x)
                    sheet.pixels[(std::size_t(c) * std::size_t(sheet.height) + std::size_t(top + y)) *
                                     std::size_t(sheet.width) +
                                 std::size_t(left + x)] = pictures[i].at(c, y / scale, x / scale);
    }
    return sheet;
}

} // namespace flipside
