// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/novelty_rank.h"

namespace flipside {

double shareLessNovel(const Metric& metric, const TypicalRange& regular, double value)
{
    const double below = regular.shareBelow(value);
    return metric.higherIsNovel ? below : 1.0 - below;
}

std::optional<NoveltyRank> noveltyRank(const std::map<std::string, double>& measured,
                                       const TypicalRanges& typical)
{
    for (const Metric& metric : allMetrics()) {
        const auto found = !metric.comparesPictures ? measured.end() : measured.find(metric.name);
        if (found == measured.end())
            continue;
        NoveltyRank rank{&metric, found->second, {}};
        if (const auto schemes = typical.find(metric.name); schemes != typical.end())
            if (const auto regular = schemes->second.find("regular"); regular != schemes->second.end())
                rank.shareLessNovel = shareLessNovel(metric, regular->second, rank.value);
        return rank;
    }
    return std::nullopt;
}

bool isLessNovel(const NoveltyRank& one, const NoveltyRank& other)
{
    if (one.shareLessNovel && other.shareLessNovel)
        return *one.shareLessNovel < *other.shareLessNovel;
    if (one.shareLessNovel || other.shareLessNovel)
        return !one.shareLessNovel;
    if (one.metric != other.metric)
        return one.metric->name < other.metric->name;
    return one.metric->higherIsNovel ? one.value < other.value : one.value > other.value;
}

} // namespace flipside
