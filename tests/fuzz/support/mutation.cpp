// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/support/mutation.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace flipside {

namespace {

constexpr std::uint64_t mostChanges = 6;
constexpr std::size_t longestPart = 64;
constexpr std::size_t longestInput = std::size_t{1} << 20;
constexpr std::array<std::uint64_t, 8> awkwardNumbers{0,      1,          0x7F,       0xFF,
                                                      0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF};

/// A part of a text, perhaps an empty one.
std::string partOf(const std::string& text, Random& random)
{
    const std::size_t begin = random.below(text.size() + 1);
    return text.substr(begin, random.below(longestPart) + 1);
}

void change(std::string& input, const std::vector<std::string>& inputs, Random& random)
{
    const std::size_t place = random.below(input.size() + 1);
    switch (random.below(6)) {
    case 0:
        if (place < input.size())
            input[place] = char(input[place] ^ (1 << random.below(8)));
        break;
    case 1:
        if (place < input.size())
            input[place] = char(random.below(256));
        break;
    case 2: {
        const std::uint64_t number = awkwardNumbers[random.below(awkwardNumbers.size())];
        const std::size_t bytes = std::min(std::size_t{1} << random.below(4), input.size() - place);
        std::memcpy(input.data() + place, &number, bytes);
        break;
    }
    case 3:
        input.erase(place, random.below(longestPart) + 1);
        break;
    case 4:
        input.insert(place, partOf(input, random));
        break;
    default:
        input.insert(place, partOf(inputs[random.below(inputs.size())], random));
    }
}

} // namespace

std::string mutated(const std::vector<std::string>& inputs, Random& random)
{
    std::string input = inputs[random.below(inputs.size())];
    for (std::uint64_t changes = 1 + random.below(mostChanges); changes > 0; --changes)
        change(input, inputs, random);
    input.resize(std::min(input.size(), longestInput));
    return input;
}

} // namespace flipside
