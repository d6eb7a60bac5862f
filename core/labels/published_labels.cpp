// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/published_labels.h"

#include <algorithm>
#include <vector>

namespace flipside {

namespace {

using NumberOfEach = std::array<double, pictureLabels.size()>; ///< L1 to L4

struct PublishedShares {
    std::string model;
    std::string scheme;
    NumberOfEach shares;
};

const std::vector<PublishedShares>& table1Shares()
{
    static const std::vector<PublishedShares> all = {
        {"mnist", "low-active", {0.39, 0.50, 0.11, 0.00}},
        {"mnist", "noisy", {0.17, 0.07, 0.76, 0.00}},
        {"mnist", "random", {0.24, 0.46, 0.30, 0.00}},
        {"mnist", "regular", {0.10, 0.03, 0.85, 0.01}},
        {"fashion-mnist", "low-active", {0.27, 0.52, 0.14, 0.07}},
        {"fashion-mnist", "noisy", {0.19, 0.09, 0.71, 0.01}},
        {"fashion-mnist", "random", {0.17, 0.62, 0.16, 0.06}},
        {"fashion-mnist", "regular", {0.13, 0.08, 0.76, 0.03}},
        {"mnist-fashion", "low-active", {0.26, 0.54, 0.17, 0.04}},
        {"mnist-fashion", "noisy", {0.25, 0.22, 0.51, 0.01}},
        {"mnist-fashion", "random", {0.19, 0.61, 0.15, 0.05}},
        {"mnist-fashion", "regular", {0.23, 0.17, 0.55, 0.05}},
    };
    return all;
}

struct PublishedMeans {
    std::string model;
    std::string metric;
    NumberOfEach means;
};

const std::vector<PublishedMeans>& table2Means()
{
    static const std::vector<PublishedMeans> all = {
        {"mnist", "kns5", {1.305, 1.291, 1.100, 1.157}},
        {"mnist", "dr", {5.361, 5.486, 3.084, 4.171}},
        {"mnist", "ice", {0.215, 0.265, 0.100, 0.650}},
        {"mnist", "in-domain", {419.5, 434.8, 492.3, 691.5}},
        {"fashion-mnist", "kns5", {1.378, 1.367, 1.224, 1.309}},
        {"fashion-mnist", "dr", {5.650, 5.751, 3.667, 5.197}},
        {"fashion-mnist", "ice", {0.126, 0.218, 0.137, 0.289}},
        {"fashion-mnist", "in-domain", {341.6, 488.7, 434.9, 524.9}},
        {"mnist-fashion", "kns5", {1.429, 1.516, 1.263, 1.453}},
        {"mnist-fashion", "dr", {4.716, 5.207, 3.284, 5.453}},
        {"mnist-fashion", "ice:mnist", {0.251, 0.293, 0.273, 0.463}},
        {"mnist-fashion", "ice:fashion-mnist", {0.126, 0.199, 0.169, 0.228}},
        {"mnist-fashion", "in-domain", {279.1, 323.4, 415.6, 541.2}},
    };
    return all;
}

} // namespace

std::optional<double> publishedShare(const std::string& model, const std::string& scheme, PictureLabel label)
{
    const auto& rows = table1Shares();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const PublishedShares& one) {
        return one.model == model && one.scheme == scheme;
    });
    return row == rows.end() ? std::nullopt : std::optional(row->shares[std::size_t(label)]);
}

std::optional<double> publishedMean(const std::string& model, PictureLabel label, const std::string& metric)
{
    const auto& rows = table2Means();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const PublishedMeans& one) {
        return one.model == model && one.metric == metric;
    });
    return row == rows.end() ? std::nullopt : std::optional(row->means[std::size_t(label)]);
}

std::optional<PublishedAccuracy> publishedAccuracy(const std::string& model)
{
    if (model != "fashion-mnist")
        return std::nullopt;
    return PublishedAccuracy{0.710, 0.607};
}

} // namespace flipside
