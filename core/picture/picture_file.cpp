// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_file.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/picture/picture_header.h"
#include "core/picture/picture_kind.h"
#include "core/picture/quiet_decoding.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace flipside {

namespace {

constexpr double maxPixels = 100e6;

cv::Mat toMat(const Bitmap& bitmap, int scale)
{
    if (scale < 1 || scale > 64)
        throw ArgumentError("the scale must be 1 to 64, not " + std::to_string(scale));
    if (double(bitmap.width) * bitmap.height * scale * scale > maxPixels)
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

/// What shows through transparent places is white, as on paper; decoders that drop transparency show colours
/// there that nobody was meant to see.
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
                const int alpha = opaque.ptr(y)[x];
                value = static_cast<unsigned char>((value * alpha + 255 * (255 - alpha) + 127) / 255);
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

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& bytes)
{
    constexpr std::array<std::string_view, 4> unread{"GIF", "HEIC", "AVIF", "JPEG XL"};
    const std::string_view kind = pictureKind(bytes);
    const bool moves = kind == "WebP" && bytes.substr(0, 64).find("ANIM") != std::string::npos;
    if (moves || std::ranges::find(unread, kind) != unread.end())
        throw Error(path.string() + " is " + (moves ? "a moving picture" : "a picture") + " of the kind " +
                    std::string(kind) +
                    ", which cannot be read here; save it as JPEG or PNG and choose that");
    if (!kind.empty())
        throw Error(path.string() + " is a damaged or incomplete " + std::string(kind) +
                    " file; get it again");
    throw Error(path.string() + " is not a picture (PNG, JPEG, WebP, TIFF, …); choose another file");
}

[[noreturn]] void refuseAsTooLarge(const std::filesystem::path& path)
{
    throw Error(path.string() + " has more than 100 megapixels; scale it down first");
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
    const bool atHalfSize = pixels > maxPixels && pixels <= mostJpegPixels && pictureKind(bytes) == "JPEG";
    if (pixels > maxPixels && !atHalfSize)
        refuseAsTooLarge(path);
    cv::Mat mat;
    try {
        const QuietDecoding quiet;
        const std::vector<unsigned char> buffer(bytes.begin(), bytes.end());
        if (size && !isDicom(bytes))
            mat = cv::imdecode(buffer, readingFlags(channels, atHalfSize));
        if (!mat.empty() && mayBeTransparent(bytes))
            putOnWhite(mat, buffer);
    } catch (const cv::Exception&) {
        mat.release();
    }
    if (mat.empty())
        refuse(path, bytes);
    if (double(mat.cols) * mat.rows > maxPixels)
        refuseAsTooLarge(path);
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
    if (double(sheet.width) * sheet.height > maxPixels)
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
