// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recipe/statistic.h"

#include "core/base/error.h"

#include <array>
#include <charconv>

namespace flipside {

Statistic Statistic::percentile(double percent)
{
    if (!(percent > 0.0 && percent <= 100.0))
        throw ArgumentError("a percentile lies above 0 and goes up to 100");
    return {Kind::Percentile, percent};
}

std::string toString(Statistic statistic)
{
    if (statistic.kind != Statistic::Kind::Percentile)
        return statistic.kind == Statistic::Kind::Max ? "max" : "mean";
    std::array<char, 32> text{'p'};
    const auto [end, error] = std::to_chars(text.data() + 1, text.data() + text.size(), statistic.percent);
    return {text.data(), end};
}

Statistic statisticFrom(const std::string& text)
{
    if (text == "max")
        return Statistic::Max;
    if (text == "mean")
        return Statistic::Mean;
    double percent = 0.0;
    const char* const end = text.data() + text.size();
    if (text.starts_with('p')) {
        const auto [stop, error] = std::from_chars(text.data() + 1, end, percent);
        if (stop == end && error == std::errc())
            return Statistic::percentile(percent);
    }
    throw ArgumentError("unknown statistic \"" + text + "\": use max, mean or a percentile such as p95");
}

} // namespace flipside
