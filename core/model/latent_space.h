// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace flipside {

/// Rows of equally many numbers, each row in steps of its own 32767th part of its largest number.
struct PackedRows {
    std::vector<float> steps;          ///< [row]
    std::vector<std::int16_t> numbers; ///< [row][number]

    /// `all` is rows × length.
    static PackedRows of(std::span<const float> all, std::size_t length);
    std::size_t count() const { return steps.size(); }
    std::span<const std::int16_t> row(std::size_t i) const
    {
        const std::size_t length = numbers.size() / steps.size();
        return std::span(numbers).subspan(i * length, length);
    }
};

/// Where the latents of a model lie whose z is too long to be drawn or moved number by number: latents of
/// whole pictures to start from, and the principal directions in which the latents of its training pictures
/// differ. A z has a coordinate along each direction, in standard deviations of the training pictures and 0
/// for their mean; what of it lies in no direction stays as it is when it is moved.
class LatentSpace {
public:
    /// `starts` is n × length, `middle` the mean of the training latents, `directions` k × length and
    /// orthonormal, `spreads` the k standard deviations, above 0. `reach`: how far draws go from a start, as
    /// a share of those. There is a start at least. Throws Error where these do not fit together.
    LatentSpace(std::vector<std::string> startNames, PackedRows starts, PackedRows middle,
                PackedRows directions, std::vector<float> spreads, float reach);

    std::size_t length() const { return _length; }
    std::size_t startCount() const { return _starts.count(); }
    std::size_t directionCount() const { return _directions.count(); }
    const std::vector<std::string>& startNames() const { return _startNames; }
    std::vector<float> start(std::size_t i) const;

    /// One of the starts, moved along every direction by a normal number times `truncation`.
    std::vector<float> drawn(Random& random, double truncation) const;
    /// Of a z of length().
    std::vector<float> coordinates(std::span<const float> z) const;
    /// z moved along the directions until it has these coordinates.
    std::vector<float> placed(std::span<const float> z, std::span<const float> coordinates) const;

    void write(const std::filesystem::path& file) const;
    /// Of a file's content; throws Error, with `name` in it, where it is damaged.
    static LatentSpace parsed(const std::string& content, const std::string& name);

private:
    /// Adds a direction times so many standard deviations.
    void move(std::vector<float>& z, std::size_t direction, double deviations) const;

    std::vector<std::string> _startNames;
    PackedRows _starts;
    PackedRows _middle;
    PackedRows _directions;
    std::vector<float> _spreads;
    float _reach;
    std::size_t _length;
    std::vector<double> _middleAlong; ///< of the middle, along each direction
};

} // namespace flipside
