// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/graph_sizes.h"

#include "core/base/error.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr std::int64_t mostNumbers = std::int64_t{1} << 31;
constexpr std::size_t mostSides = 16;

template <typename Numbers, typename Text>
std::string bracketed(const Numbers& numbers, const Text& textOf)
{
    std::string text;
    for (const auto& number : numbers)
        text += (text.empty() ? "" : ", ") + textOf(number);
    return "[" + text + "]";
}

} // namespace

std::int64_t countOf(const Sizes& sizes)
{
    if (sizes.size() > mostSides)
        throw Error("it has a tensor of more than 16 dimensions");
    std::int64_t count = 1;
    bool batch = false;
    for (const Size& size : sizes) {
        if (size.count < 1 || size.count > mostNumbers || count * size.count > mostNumbers)
            throw Error("it has a tensor of no numbers, or of more than Flipside can hold");
        if (size.perPicture && batch)
            throw Error("it mixes the pictures of a batch with one another");
        batch = batch || size.perPicture;
        count *= size.count;
    }
    return count;
}

bool hasBatch(const Sizes& sizes)
{
    return std::ranges::any_of(sizes, &Size::perPicture);
}

Sizes fixedSizes(const std::vector<std::int64_t>& counts)
{
    Sizes sizes;
    sizes.reserve(counts.size());
    for (const std::int64_t count : counts)
        sizes.push_back({count, false});
    return sizes;
}

Sizes broadcastSizes(const Sizes& one, const Sizes& other)
{
    const std::size_t rank = std::max(one.size(), other.size());
    Sizes sizes(rank);
    for (std::size_t i = 0; i < rank; ++i) {
        const Size first = i < rank - one.size() ? Size{} : one[i - (rank - one.size())];
        const Size second = i < rank - other.size() ? Size{} : other[i - (rank - other.size())];
        if (first != second && first != Size{} && second != Size{})
            throw Error("tensors of " + describeSizes(one) + " and " + describeSizes(other) +
                        " do not fit together");
        sizes[i] = first == Size{} ? second : first;
    }
    (void)countOf(sizes);
    return sizes;
}

std::string reshapeText(const Sizes& sizes)
{
    return bracketed(sizes, [](const Size& size) {
        return size.perPicture ? std::string("-1") : std::to_string(size.count);
    });
}

std::string sizesText(const Sizes& sizes)
{
    return bracketed(sizes, [](const Size& size) {
        std::string count = std::to_string(size.count);
        if (!size.perPicture)
            return count;
        return size.count == 1 ? std::string("n") : "n * " + count;
    });
}

std::string listText(const std::vector<std::int64_t>& numbers)
{
    return bracketed(numbers, [](std::int64_t number) { return std::to_string(number); });
}

std::string describeSizes(const Sizes& sizes)
{
    std::string text;
    for (const Size& size : sizes)
        text += (text.empty() ? "" : "×") + (size.perPicture && size.count == 1
                                                 ? std::string("B")
                                                 : std::to_string(size.count) + (size.perPicture ? "B" : ""));
    return text.empty() ? "one number" : text;
}

} // namespace flipside
