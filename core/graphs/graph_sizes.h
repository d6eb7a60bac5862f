// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace flipside {

/// A side of a tensor in a graph: `count`, or `count` times the number of pictures in the batch.
struct Size {
    std::int64_t count = 1;
    bool perPicture = false;

    bool operator==(const Size&) const = default;
};

/// All sides of a tensor; at most one of them has the batch in it.
using Sizes = std::vector<Size>;

/// How many numbers such a tensor has, for each picture where the batch is in it. Throws Error where a side
/// is below 1, there are more than 16, or the tensor has more than 2³¹ numbers.
std::int64_t countOf(const Sizes& sizes);

/// Whether one of them has the batch in it.
bool hasBatch(const Sizes& sizes);

Sizes fixedSizes(const std::vector<std::int64_t>& counts);

/// The sizes of a tensor computed from two others number by number. Throws Error where they do not fit
/// together.
Sizes broadcastSizes(const Sizes& one, const Sizes& other);

/// "[-1, 3, 64]" for reshape: the batch follows from the rest.
std::string reshapeText(const Sizes& sizes);
/// "[n, 3, 64]": with the number of pictures as the name `n`.
std::string sizesText(const Sizes& sizes);
/// "[1, 2]"
std::string listText(const std::vector<std::int64_t>& numbers);

/// "B×3×64×64", for people.
std::string describeSizes(const Sizes& sizes);

} // namespace flipside
