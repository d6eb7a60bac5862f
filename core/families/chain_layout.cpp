// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/chain_layout.h"

#include <algorithm>
#include <array>
#include <utility>

namespace flipside {

namespace {

using Kind = LayerWeights::Kind;

constexpr std::size_t mostLayouts = 12;
constexpr int mostTried = 20'000;
constexpr int largestSide = 4096;
constexpr int smallestPicture = 8;

/// How odd a side is for a picture.
double oddnessOf(int side)
{
    for (const int usual : {28, 32, 64, 128, 256, 512, 1024})
        if (side == usual)
            return 0.0;
    return side == 16 || side % 16 == 0 ? 1.0 : 4.0;
}

struct Steps {
    ConvolutionSteps steps;
    double oddness;
};

/// How a transposed convolution with such a kernel may grow its map: as in DCGAN (Radford et al., 2016) and
/// its descendants by two, or from one place to as many as the kernel has; without a margin, as in the course
/// notes that many learn from.
std::vector<Steps> transposedSteps(int kernel, int side)
{
    std::vector<Steps> all;
    const auto add = [&](int stride, int padding, int outputPadding, double oddness) {
        all.push_back({{stride, padding, outputPadding, 1, 1}, oddness});
    };
    const bool isPoint = side == 1;
    if (isPoint)
        add(1, 0, 0, 0.0);
    if (kernel == 1)
        return all;
    const int margin = (kernel - 1) / 2;
    if (kernel % 2 == 0)
        add(2, margin, 0, isPoint ? 2.0 : 0.0);
    else {
        add(2, margin, 1, isPoint ? 2.0 : 0.0);
        add(2, margin, 0, isPoint ? 3.0 : 1.0);
        add(1, margin, 0, 1.5);
    }
    if (margin > 0 || kernel == 2)
        add(2, 0, 0, 2.0);
    if (!isPoint)
        add(1, 0, 0, 2.0);
    return all;
}

/// What may stand between two layers.
struct Between {
    bool isActivated;
    bool isDoubled;
    double oddness;
};

std::vector<Between> between(const Chain::Link& link, const Chain::Link* next, int side, bool growsOtherwise)
{
    // The picture's own function is not one of these, and slopes are an activation themselves.
    if (!next)
        return {{false, false, 0.0}};
    const bool isActivation = link.layer.kind == Kind::Slope;
    const bool activationFollows = next->layer.kind == Kind::Slope;
    const bool mayDouble =
        side > 0 && !growsOtherwise && !link.isShuffled && next->layer.kind == Kind::Convolution;
    std::optional<int> free;
    if (link.layer.place() && next->layer.place() && link.layer.parent() == next->layer.parent())
        free = *next->layer.place() - *link.layer.place() - 1;
    if (isActivation || activationFollows) {
        std::vector<Between> ways{{false, false, 0.0}};
        if (mayDouble && isActivation && free.value_or(1) > 0)
            ways.push_back({false, true, 0.5});
        return ways;
    }
    if (free && *free <= 0)
        return {{false, false, 0.0}};
    if (!free && next->layer.kind == Kind::Norm)
        return {{false, false, 0.0}, {true, false, 1.0}};
    std::vector<Between> ways;
    ways.push_back({true, false, free.value_or(0) > 1 && mayDouble ? 1.0 : 0.5});
    if (mayDouble && free == 1)
        ways.push_back({false, true, 1.0});
    else if (mayDouble)
        ways.push_back({true, true, free ? 0.0 : 0.5});
    return ways;
}

/// Tries all ways, one layer after the other.
class Search {
public:
    Search(const std::vector<Chain::Link>& links, std::vector<ChainLayout>& found)
        : _links(links), _growsOtherwise(std::ranges::any_of(links, &Chain::Link::isTransposed)),
          _found(found)
    {
    }

    void from(std::size_t index, int side, double oddness)
    {
        if (++_tried > mostTried || side > largestSide)
            return;
        if (index == _links.size()) {
            if (side == 0 || side >= smallestPicture)
                _found.push_back({_chosen, side, oddness + (side > 0 ? oddnessOf(side) : 0.0)});
            return;
        }
        Chain::Link link = _links[index];
        if (link.mapChannels > 0)
            side = link.mapSide;
        std::vector<Steps> steps{{link.steps, 0.0}};
        if (link.isTransposed)
            steps = transposedSteps(int(link.layer.size(2)), side);
        for (const Steps& way : steps) {
            link.steps = way.steps;
            int after = side;
            if (link.isTransposed)
                after = (side - 1) * way.steps.stride - 2 * way.steps.padding + int(link.layer.size(2)) +
                        way.steps.outputPadding;
            if (link.isShuffled)
                after *= 2;
            if (side > 0 && after < 1)
                continue;
            const Chain::Link* next = index + 1 < _links.size() ? &_links[index + 1] : nullptr;
            for (const Between& follows : between(link, next, after, _growsOtherwise)) {
                link.isActivated = follows.isActivated;
                link.isDoubled = follows.isDoubled;
                link.activationPath = follows.isActivated ? pathAfter(link, next) : std::string();
                _chosen.push_back(link);
                from(index + 1, follows.isDoubled ? 2 * after : after,
                     oddness + way.oddness + follows.oddness);
                _chosen.pop_back();
            }
        }
    }

private:
    /// The module behind a layer, where both stand in one Sequential and there is a free place.
    static std::string pathAfter(const Chain::Link& link, const Chain::Link* next)
    {
        if (!link.layer.place() || !next || !next->layer.place() ||
            link.layer.parent() != next->layer.parent())
            return {};
        const std::string name = std::to_string(*link.layer.place() + 1);
        return link.layer.parent().empty() ? name : std::string(link.layer.parent()) + "." + name;
    }

    const std::vector<Chain::Link>& _links;
    bool _growsOtherwise;
    std::vector<ChainLayout>& _found;
    std::vector<Chain::Link> _chosen;
    int _tried = 0;
};

} // namespace

std::string ChainLayout::words() const
{
    std::string text = std::to_string(side) + "×" + std::to_string(side);
    std::string doubled;
    std::string sides;
    std::string plain; // where an activation could be
    for (std::size_t i = 0; i < links.size(); ++i) {
        if (links[i].isDoubled && i + 1 < links.size())
            doubled += (doubled.empty() ? "" : ", ") + links[i + 1].layer.path;
        const ConvolutionSteps& steps = links[i].steps;
        if (!links[i].isActivated && i + 1 < links.size() && links[i + 1].layer.kind != Kind::Norm &&
            links[i + 1].layer.kind != Kind::Slope && links[i].layer.kind != Kind::Slope)
            plain += (plain.empty() ? "" : ", ") + links[i].layer.path;
        if (links[i].isTransposed)
            sides += (sides.empty() ? "" : ", ") + std::to_string(steps.stride) + "/" +
                     std::to_string(steps.padding) +
                     (steps.outputPadding > 0 ? "+" + std::to_string(steps.outputPadding) : "");
    }
    if (!doubled.empty())
        text += ", doubled before " + doubled;
    if (!plain.empty())
        text += ", nothing else behind " + plain;
    if (!sides.empty())
        text += ", strides and margins " + sides;
    return text;
}

std::vector<ChainLayout> layoutsOf(const std::vector<Chain::Link>& links, int firstSide)
{
    std::vector<ChainLayout> found;
    Search(links, found).from(0, firstSide, 0.0);
    std::ranges::stable_sort(found, {}, &ChainLayout::oddness);
    if (found.size() > mostLayouts)
        found.resize(mostLayouts);
    return found;
}

} // namespace flipside
