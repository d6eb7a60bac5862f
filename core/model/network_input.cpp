// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/network_input.h"

#include <cstddef>
#include <functional>
#include <numeric>

namespace flipside {

int NetworkInput::length() const
{
    return std::accumulate(shape.begin(), shape.end(), 1, std::multiplies<>());
}

std::vector<float> NetworkInput::standardNumbers() const
{
    std::vector<float> numbers(standard.begin(), standard.end());
    numbers.resize(std::size_t(length()));
    if (kind == Kind::Class && standard.empty() && !numbers.empty())
        numbers.front() = 1.0f;
    return numbers;
}

std::string toString(NetworkInput::Kind kind)
{
    switch (kind) {
    case NetworkInput::Kind::LatentMap:
        return "latent-map";
    case NetworkInput::Kind::Class:
        return "class";
    case NetworkInput::Kind::Setting:
        return "setting";
    default:
        return "latent";
    }
}

std::vector<float> numbersOf(const NetworkInput& input, const RecipeInputs& given)
{
    const auto own = given.find(input.name);
    return own != given.end() && own->second.size() == std::size_t(input.length()) ? own->second
                                                                                   : input.standardNumbers();
}

RecipeInputs completed(const RecipeInputs& given, const std::vector<NetworkInput>& beside)
{
    RecipeInputs all = given;
    for (const NetworkInput& input : beside)
        all[input.name] = numbersOf(input, given);
    return all;
}

std::vector<float> packedInputs(std::span<const float> z, const std::vector<NetworkInput>& beside,
                                const RecipeInputs& given)
{
    std::vector<float> all(z.begin(), z.end());
    for (const NetworkInput& input : beside) {
        const std::vector<float> numbers = numbersOf(input, given);
        all.insert(all.end(), numbers.begin(), numbers.end());
    }
    return all;
}

RecipeInputs drawInputs(const std::vector<NetworkInput>& beside, Random& random)
{
    RecipeInputs drawn;
    for (const NetworkInput& input : beside)
        if (input.kind == NetworkInput::Kind::Class) {
            std::vector<float>& weights = drawn[input.name];
            weights.assign(std::size_t(input.length()), 0.0f);
            weights[std::size_t(random.below(weights.size()))] = 1.0f;
        }
    return drawn;
}

} // namespace flipside
