// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_row.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {

namespace {

constexpr int gapPixels = 2;
constexpr float gapGrey = 0.5f;

PicturePart overlap(const PicturePart& a, const PicturePart& b)
{
    const int x = std::max(a.x, b.x);
    const int y = std::max(a.y, b.y);
    return {x, y, std::min(a.x + a.width, b.x + b.width) - x, std::min(a.y + a.height, b.y + b.height) - y};
}

} // namespace

PictureRow::PictureRow(std::vector<Image> pictures) : _pictures(std::move(pictures))
{
    if (_pictures.empty())
        throw Error("there are no pictures to put beside each other; give one or more");
    const Image& first = _pictures.front();
    for (const Image& picture : _pictures)
        if (picture.channels != first.channels || picture.height != first.height ||
            picture.width != first.width)
            throw Error("pictures of different sizes cannot stand beside each other; export them one by one");
    const auto count = int(_pictures.size());
    _gap = count > 1 ? gapPixels : 0;
    _width = count * first.width + (count + 1) * _gap;
    _height = first.height + 2 * _gap;
}

PicturePart PictureRow::cell(std::size_t picture, int height, int width) const
{
    const Image& image = _pictures.front();
    const auto across = [&](int pixels) { return int(std::lround(double(pixels) * width / _width)); };
    const auto down = [&](int pixels) { return int(std::lround(double(pixels) * height / _height)); };
    const int left = int(picture) * (image.width + _gap) + _gap;
    return {across(left), down(_gap), std::max(1, across(left + image.width) - across(left)),
            std::max(1, down(_gap + image.height) - down(_gap))};
}

Image PictureRow::resampled(int height, int width, Interpolation interpolation) const
{
    return part(height, width, interpolation, {0, 0, width, height});
}

Image PictureRow::part(int height, int width, Interpolation interpolation, const PicturePart& part) const
{
    if (_pictures.size() == 1)
        return resampledPart(_pictures.front(), height, width, interpolation, part);
    Image result{_pictures.front().channels, part.height, part.width, {}};
    result.pixels.assign(result.size(), gapGrey);
    for (std::size_t i = 0; i < _pictures.size(); ++i) {
        const PicturePart place = cell(i, height, width);
        const PicturePart seen = overlap(place, part);
        if (seen.width < 1 || seen.height < 1)
            continue;
        const Image piece = resampledPart(_pictures[i], place.height, place.width, interpolation,
                                          {seen.x - place.x, seen.y - place.y, seen.width, seen.height});
        for (int c = 0; c < piece.channels; ++c)
            for (int y = 0; y < piece.height; ++y) {
                const auto from = piece.pixels.begin() + (std::ptrdiff_t(c) * piece.height + y) * piece.width;
                const auto row = std::ptrdiff_t(c) * result.height + seen.y - part.y + y;
                std::copy(from, from + piece.width,
                          result.pixels.begin() + row * result.width + (seen.x - part.x));
            }
    }
    return result;
}

} // namespace flipside
