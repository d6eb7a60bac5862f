// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/video/palette.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>

namespace flipside {

namespace {

constexpr std::size_t mostColours = 256;

using Colour = std::array<int, 3>; // red, green, blue, each 0..255

std::uint32_t packed(const Colour& colour)
{
    return std::uint32_t(colour[0]) << 16 | std::uint32_t(colour[1]) << 8 | std::uint32_t(colour[2]);
}

Colour colourAt(const Bitmap& picture, std::size_t pixel)
{
    return {picture.plane(0)[pixel], picture.plane(1)[pixel], picture.plane(2)[pixel]};
}

PalettedPicture greys(const Bitmap& picture)
{
    PalettedPicture result;
    for (std::uint32_t grey = 0; grey < mostColours; ++grey)
        result.colours[grey] = grey * 0x010101;
    result.pixels = picture.pixels;
    return result;
}

/// Every colour as it is; nothing where there are more than 256.
std::optional<PalettedPicture> exactColours(const Bitmap& picture)
{
    PalettedPicture result;
    result.pixels.resize(picture.planeSize());
    std::unordered_map<std::uint32_t, std::uint8_t> known;
    std::uint32_t last = 0xffffffff; // no colour
    std::uint8_t number = 0;
    for (std::size_t i = 0; i < result.pixels.size(); ++i) {
        const std::uint32_t colour = packed(colourAt(picture, i));
        if (colour != last) {
            const auto found = known.find(colour);
            if (found == known.end() && known.size() == mostColours)
                return {};
            number = found == known.end() ? static_cast<std::uint8_t>(known.size()) : found->second;
            if (found == known.end()) {
                result.colours[number] = colour;
                known.emplace(colour, number);
            }
            last = colour;
        }
        result.pixels[i] = number;
    }
    return result;
}

/// Colours are counted in cells of 4 × 4 × 4.
constexpr int cellShift = 2;
constexpr std::size_t cellCount = std::size_t{1} << (3 * (8 - cellShift));

std::size_t cellOf(const Colour& colour)
{
    std::size_t cell = 0;
    for (const int value : colour)
        cell = cell << (8 - cellShift) | std::size_t(value >> cellShift);
    return cell;
}

struct ColourCell {
    double count = 0;
    std::array<double, 3> sum{};
    double mean(std::size_t channel) const { return sum[channel] / count; }
};

std::vector<ColourCell> countColours(const Bitmap& picture)
{
    std::vector<ColourCell> cells;
    std::vector<std::uint32_t> place(cellCount,
                                     0); // in `cells`, and one more; 0 for a cell that is not there
    for (std::size_t i = 0; i < picture.planeSize(); ++i) {
        const Colour colour = colourAt(picture, i);
        std::uint32_t& at = place[cellOf(colour)];
        if (at == 0) {
            cells.emplace_back();
            at = std::uint32_t(cells.size());
        }
        ColourCell& cell = cells[at - 1];
        ++cell.count;
        for (std::size_t c = 0; c < 3; ++c)
            cell.sum[c] += colour[c];
    }
    return cells;
}

/// Some of the cells, which share one colour.
struct ColourBox {
    std::vector<ColourCell>::iterator begin;
    std::vector<ColourCell>::iterator end;
    std::array<double, 3> mean{};
    double error = 0;        ///< how much the channel that varies most varies, over all its pixels
    std::size_t channel = 0; ///< that channel

    ColourBox(std::vector<ColourCell>::iterator first, std::vector<ColourCell>::iterator last)
        : begin(first), end(last)
    {
        double count = 0;
        for (auto cell = begin; cell != end; ++cell) {
            count += cell->count;
            for (std::size_t c = 0; c < 3; ++c)
                mean[c] += cell->sum[c];
        }
        for (std::size_t c = 0; c < 3; ++c) {
            mean[c] /= count;
            double square = 0;
            for (auto cell = begin; cell != end; ++cell)
                square += cell->count * (cell->mean(c) - mean[c]) * (cell->mean(c) - mean[c]);
            if (square > error) {
                error = square;
                channel = c;
            }
        }
    }
};

std::vector<Colour> chooseColours(const Bitmap& picture)
{
    std::vector<ColourCell> cells = countColours(picture);
    std::vector<ColourBox> boxes{ColourBox(cells.begin(), cells.end())};
    while (boxes.size() < mostColours) {
        const auto worst =
            std::max_element(boxes.begin(), boxes.end(),
                             [](const ColourBox& a, const ColourBox& b) { return a.error < b.error; });
        const ColourBox box = *worst;
        const auto middle = std::partition(box.begin, box.end, [&](const ColourCell& cell) {
            return cell.mean(box.channel) < box.mean[box.channel];
        });
        if (middle == box.begin || middle == box.end)
            break;
        *worst = ColourBox(box.begin, middle);
        boxes.emplace_back(middle, box.end);
    }
    std::vector<Colour> colours;
    colours.reserve(boxes.size());
    for (const ColourBox& box : boxes)
        colours.push_back(
            {int(std::lround(box.mean[0])), int(std::lround(box.mean[1])), int(std::lround(box.mean[2]))});
    return colours;
}

/// Finds the nearest of some colours, and remembers what it found for every cell.
class NearestColour {
public:
    explicit NearestColour(const std::vector<Colour>& colours) : _colours(colours), _known(cellCount, -1) {}

    std::uint8_t operator()(const Colour& wanted)
    {
        std::int16_t& known = _known[cellOf(wanted)];
        if (known < 0)
            known = search(wanted);
        return static_cast<std::uint8_t>(known);
    }

private:
    std::int16_t search(const Colour& wanted) const
    {
        Colour middle = wanted; // of its cell, so that the answer does not depend on what was asked first
        for (int& value : middle)
            value = (value >> cellShift << cellShift) + (1 << cellShift) / 2;
        const auto distance = [&](const Colour& colour) {
            int sum = 0;
            for (std::size_t c = 0; c < 3; ++c)
                sum += (colour[c] - middle[c]) * (colour[c] - middle[c]);
            return sum;
        };
        const auto nearest =
            std::min_element(_colours.begin(), _colours.end(),
                             [&](const Colour& a, const Colour& b) { return distance(a) < distance(b); });
        return std::int16_t(nearest - _colours.begin());
    }

    const std::vector<Colour>& _colours;
    std::vector<std::int16_t> _known;
};

/// Spreads the errors of a row to the right and downwards, in sixteenths.
class ErrorDiffusion {
public:
    explicit ErrorDiffusion(int width) : _here(std::size_t(width) + 2), _below(std::size_t(width) + 2) {}

    Colour wanted(int x, Colour colour) const
    {
        for (std::size_t c = 0; c < 3; ++c)
            colour[c] = std::clamp(colour[c] + _here[std::size_t(x) + 1][c] / 16, 0, 255);
        return colour;
    }
    void spread(int x, const Colour& wanted, const Colour& got)
    {
        const std::size_t at = std::size_t(x) + 1;
        for (std::size_t c = 0; c < 3; ++c) {
            const int error = wanted[c] - got[c];
            _here[at + 1][c] += 7 * error;
            _below[at - 1][c] += 3 * error;
            _below[at][c] += 5 * error;
            _below[at + 1][c] += error;
        }
    }
    void nextRow()
    {
        _here.swap(_below);
        std::fill(_below.begin(), _below.end(), Colour{});
    }

private:
    std::vector<Colour> _here, _below; // one more at either end
};

PalettedPicture reducedColours(const Bitmap& picture, bool dither)
{
    const std::vector<Colour> colours = chooseColours(picture);
    PalettedPicture result;
    std::transform(colours.begin(), colours.end(), result.colours.begin(), packed);
    result.pixels.resize(picture.planeSize());
    NearestColour nearest(colours);
    ErrorDiffusion errors(picture.width);
    std::size_t pixel = 0;
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x, ++pixel) {
            const Colour colour = colourAt(picture, pixel);
            const Colour wanted = dither ? errors.wanted(x, colour) : colour;
            result.pixels[pixel] = nearest(wanted);
            if (dither)
                errors.spread(x, wanted, colours[result.pixels[pixel]]);
        }
        errors.nextRow();
    }
    return result;
}

} // namespace

PalettedPicture toPalette(const Bitmap& picture, bool dither)
{
    if (picture.channels == 1)
        return greys(picture);
    if (auto exact = exactColours(picture))
        return *std::move(exact);
    return reducedColours(picture, dither);
}

} // namespace flipside
