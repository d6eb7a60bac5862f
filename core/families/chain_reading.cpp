// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/chain_reading.h"

#include "core/families/chain_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace flipside {

namespace {

using Kind = LayerWeights::Kind;

constexpr std::int64_t largestSize = std::int64_t{1} << 24;
constexpr std::size_t mostLayers = 200;

struct NamedExpression {
    const char* words;
    const char* expression;
};

constexpr std::array activations{
    NamedExpression{"ReLU", "torch.relu(x)"},
    NamedExpression{"leaky ReLU of 0.2", "torch.leaky_relu(x, 0.2)"},
    NamedExpression{"leaky ReLU of 0.01", "torch.leaky_relu(x, 0.01)"},
    NamedExpression{"ELU", "torch.elu(x)"},
    NamedExpression{"SELU", "torch.selu(x)"},
    NamedExpression{"tanh", "torch.tanh(x)"},
    NamedExpression{"SiLU", "torch.silu(x)"},
    NamedExpression{"GELU", "torch.gelu(x)"},
    NamedExpression{"sigmoid", "torch.sigmoid(x)"},
};

struct NamedEnd {
    const char* words;
    const char* expression;
    std::optional<std::pair<double, double>> range;
};

constexpr std::array ends{
    NamedEnd{"tanh", "torch.tanh(x)", std::pair(-1.0, 1.0)},
    NamedEnd{"sigmoid", "torch.sigmoid(x)", std::pair(0.0, 1.0)},
    NamedEnd{endChoice::none, "x", std::nullopt},
};

/// What is added to variances: PyTorch's own; Keras's; and what PyTorch-GAN's generators take by a slip,
/// their second argument being this and not the momentum (Linder-Norén, gan.py, dcgan.py).
struct Epsilons {
    const char* words;
    double first;
    double others;
};

constexpr std::array epsilons{
    Epsilons{"0.00001", 1e-5, 1e-5},
    Epsilons{"0.00001 in the first, 0.8 in the others", 1e-5, 0.8},
    Epsilons{"0.8", 0.8, 0.8},
    Epsilons{"0.001", 1e-3, 1e-3},
};

/// Groups of a normalisation without running statistics; none: each channel is one.
struct Groups {
    const char* words;
    int count;
};

constexpr std::array groupings{
    Groups{"each channel by itself", 0},
    Groups{"32 groups", 32},
    Groups{"16 groups", 16},
    Groups{"8 groups", 8},
    Groups{"4 groups", 4},
    Groups{"all channels together", 1},
};

template <typename Named>
std::vector<std::string> wordsOf(const Named& named)
{
    std::vector<std::string> words;
    words.reserve(named.size());
    for (const auto& each : named)
        words.emplace_back(each.words);
    return words;
}

int sideOf(std::int64_t numbers, std::int64_t channels)
{
    if (channels <= 0 || numbers % channels != 0)
        return 0;
    const std::int64_t places = numbers / channels;
    const auto side = std::int64_t(std::lround(std::sqrt(double(places))));
    return side * side * channels == numbers ? int(side) : 0;
}

/// Follows the sizes from layer to layer.
class Sizes {
public:
    /// False where a layer does not fit.
    bool follow(std::span<const LayerWeights> layers)
    {
        for (const LayerWeights& layer : layers) {
            Chain::Link link;
            link.layer = layer;
            const bool follows = layer.kind == Kind::Linear        ? followLinear(layer)
                                 : layer.kind == Kind::Convolution ? followConvolution(link)
                                 : layer.kind == Kind::Norm        ? followNorm(link)
                                 : layer.kind == Kind::Slope       ? !links.empty()
                                                                   : false;
            if (!follows || channels < 1 || channels > largestSize)
                return false;
            links.push_back(std::move(link));
        }
        return !links.empty();
    }

    std::vector<Chain::Link> links;
    std::vector<int> latent;
    std::int64_t channels = 0; ///< of the map, or the length of the row of numbers
    bool isMap = false;

private:
    bool followLinear(const LayerWeights& layer)
    {
        if (links.empty())
            latent = {int(std::min(layer.size(1), largestSize))};
        else if (isMap || layer.size(1) != channels)
            return false;
        channels = layer.size(0);
        return layer.size(1) > 0 && layer.size(1) <= largestSize;
    }

    bool makeMap(Chain::Link& link, std::int64_t mapChannels)
    {
        const int side = sideOf(channels, mapChannels);
        if (side == 0)
            return false;
        link.mapChannels = int(mapChannels);
        link.mapSide = side;
        channels = mapChannels;
        isMap = true;
        return true;
    }

    bool followConvolution(Chain::Link& link)
    {
        const LayerWeights& layer = link.layer;
        const std::int64_t rows = layer.size(0);
        const std::int64_t columns = layer.size(1);
        const std::int64_t kernel = layer.size(2);
        const std::int64_t biases = layer.bias && layer.bias->shape.size() == 1 ? layer.bias->shape[0] : 0;
        if (kernel != layer.size(3) || kernel < 1 || kernel > 64 || rows < 1 || columns < 1)
            return false;
        const bool isFirst = links.empty();
        // Even kernels have no middle, so nobody leaves a map's size alone with them.
        link.isTransposed = isFirst ? biases != rows || rows == columns
                            : isMap ? (rows == channels && (columns != channels || kernel % 2 == 0))
                                    : columns == 0 || (kernel % 2 == 0 && sideOf(channels, rows) > 0);
        const std::int64_t inputs = link.isTransposed ? rows : columns;
        const std::int64_t outputs = link.isTransposed ? columns : rows;
        if (biases > 0 && biases != outputs)
            return false;
        if (isFirst) {
            // Of a single place a map is made by a transposed convolution alone.
            if (!link.isTransposed || inputs > largestSize)
                return false;
            latent = {int(inputs), 1, 1};
            isMap = true;
            channels = inputs;
        } else if (!isMap && !makeMap(link, inputs)) {
            return false;
        }
        if (channels == 4 * inputs && !link.isTransposed && !links.empty()) {
            links.back().isShuffled = true;
            channels = inputs;
        }
        if (channels != inputs)
            return false;
        if (!link.isTransposed)
            link.steps.padding = int((kernel - 1) / 2);
        channels = outputs;
        return true;
    }

    bool followNorm(Chain::Link& link)
    {
        const LayerWeights& layer = link.layer;
        const std::int64_t size =
            layer.mean ? (layer.mean->shape.empty() ? 0 : layer.mean->shape[0]) : layer.size(0);
        if (links.empty() || size < 1)
            return false;
        if (!isMap && size != channels && !makeMap(link, size))
            return false;
        return size == channels;
    }
};

NetworkQuestion activationQuestion()
{
    return {"activation", "Which function stands between its layers?", wordsOf(activations)};
}

NetworkQuestion endQuestion(int usual)
{
    NetworkQuestion question{endChoice::id, "Which function makes its picture?", wordsOf(ends)};
    question.chosen = usual;
    return question;
}

/// Answers a question and notes it, unless there is nothing to choose.
int ask(NetworkQuestion question, const NetworkChoices& choices, std::vector<NetworkQuestion>& asked)
{
    if (question.choices.size() < 2)
        return 0;
    asked.push_back(answered(std::move(question), choices));
    return asked.back().chosen;
}

/// Of maps that are normalised picture by picture: which channels together. A row of numbers is one group.
void askForGroups(Chain& chain, const NetworkChoices& choices, std::vector<NetworkQuestion>& asked)
{
    bool isMap = chain.latent.size() == 3;
    std::vector<std::pair<Chain::Link*, int>> norms; // with their channels
    for (Chain::Link& link : chain.links) {
        isMap = isMap || link.mapChannels > 0;
        if (isMap && link.layer.kind == Kind::Norm && !link.layer.mean)
            norms.emplace_back(&link, int(link.layer.size(0)));
    }
    if (norms.empty())
        return;
    const Groups& chosen = groupings[std::size_t(
        ask({"groups", "Which channels are normalised together?", wordsOf(groupings)}, choices, asked))];
    for (const auto& [link, channels] : norms)
        link->groups = chosen.count == 0 || channels % chosen.count != 0 ? channels : chosen.count;
}

} // namespace

std::optional<ChainReading> readChain(std::span<const LayerWeights> layers, const NetworkChoices& choices,
                                      ChainEnd end, int usualEnd)
{
    Sizes sizes;
    if (layers.size() > mostLayers || !sizes.follow(layers))
        return std::nullopt;
    const int flatSide = std::max(sideOf(sizes.channels, 1), 0);
    const int colourSide = sideOf(sizes.channels, 3);
    const bool isPicture = sizes.isMap ? sizes.channels == 1 || sizes.channels == 3 || sizes.channels == 4
                                       : flatSide > 3 || colourSide > 3;
    if (end == ChainEnd::Picture && !isPicture)
        return std::nullopt;

    ChainReading reading;
    // What is hardest to tell without the others' answers comes first.
    const auto isBatchNorm = [](const Chain::Link& link) { return link.layer.mean != nullptr; };
    const Epsilons* added = nullptr;
    if (std::ranges::any_of(sizes.links, isBatchNorm)) {
        NetworkQuestion question{"epsilon", "What does batch normalisation add to variances?",
                                 wordsOf(epsilons)};
        added = &epsilons[std::size_t(ask(std::move(question), choices, reading.questions))];
    }
    const bool startsAsMap = sizes.latent.size() == 3;
    const std::vector<ChainLayout> layouts = layoutsOf(sizes.links, startsAsMap ? 1 : 0);
    if (layouts.empty())
        return std::nullopt;
    NetworkQuestion layout{"layout", "How large are its pictures, and where do they grow?", {}};
    layout.choices.reserve(layouts.size());
    for (const ChainLayout& each : layouts)
        layout.choices.push_back(each.words());
    const ChainLayout& chosen = layouts[std::size_t(ask(std::move(layout), choices, reading.questions))];
    Chain& chain = reading.chain;
    chain.links = chosen.links;
    chain.latent = sizes.latent;

    const bool isActivated = std::ranges::any_of(chain.links, &Chain::Link::isActivated);
    chain.activation =
        activations[isActivated ? std::size_t(ask(activationQuestion(), choices, reading.questions)) : 0]
            .expression;
    bool isFirst = true;
    for (Chain::Link& link : chain.links)
        if (added && isBatchNorm(link)) {
            link.epsilon = isFirst ? added->first : added->others;
            isFirst = false;
        }
    askForGroups(chain, choices, reading.questions);
    if (end == ChainEnd::Numbers) {
        chain.end = "x";
        chain.output = {int(sizes.channels)};
        return reading;
    }
    const NamedEnd& last = ends[std::size_t(ask(endQuestion(usualEnd), choices, reading.questions))];
    chain.end = last.expression;
    reading.range = last.range;
    if (sizes.isMap)
        chain.output = {int(sizes.channels), chosen.side, chosen.side};
    else
        chain.output =
            flatSide > 3 ? std::vector{1, flatSide, flatSide} : std::vector{3, colourSide, colourSide};
    return reading;
}

} // namespace flipside
