// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/style_inputs.h"

#include <cstddef>
#include <utility>

namespace flipside {

namespace {

constexpr std::size_t sampledLatents = 1024;
constexpr std::size_t mostDirections = 32;

std::vector<double> zeros(int count)
{
    return std::vector<double>(std::size_t(count), 0.0);
}

} // namespace

StyleInputs styleInputs(const StyleMapping& mapping, bool hasNoise)
{
    using Kind = NetworkInput::Kind;
    StyleInputs all;
    const auto add = [&](NetworkInput input) {
        all.total += input.shape[0];
        all.inputs.push_back(std::move(input));
    };
    add({"z", Kind::Latent, {mapping.latent}});
    if (mapping.classes > 0)
        add({"class", Kind::Class, {mapping.classes}});
    add({"psi", Kind::Setting, {1}, {1.0}});
    add({"psiLayers", Kind::Setting, {1}, {double(mapping.styles)}});
    if (hasNoise) {
        add({"noise", Kind::Setting, {1}, {1.0}});
        add({"noiseSeed", Kind::Setting, {1}, {0.0}});
    }
    add({"space", Kind::Setting, {1}, {0.0}});
    add({"w", Kind::Setting, {mapping.width}, zeros(mapping.width)});

    all.directions = principalStyleDirections(sampledStyles(mapping, sampledLatents),
                                              std::size_t(mapping.width), mostDirections);
    const int directions = int(all.directions.count);
    if (directions > 0)
        add({"directions", Kind::Setting, {directions}, zeros(directions)});
    all.mixes = canRunTwice(mapping);
    if (!all.mixes)
        return all;
    add({"mixFrom", Kind::Setting, {1}, {0.0}});
    add({"mixTo", Kind::Setting, {1}, {0.0}});
    add({"mixZ", Kind::Setting, {mapping.latent}, zeros(mapping.latent)});
    if (mapping.classes > 0)
        add({"mixClass", Kind::Setting, {mapping.classes}, zeros(mapping.classes)});
    add({"mixSpace", Kind::Setting, {1}, {0.0}});
    add({"mixW", Kind::Setting, {mapping.width}, zeros(mapping.width)});
    if (directions > 0)
        add({"mixDirections", Kind::Setting, {directions}, zeros(directions)});
    return all;
}

std::string StyleInputs::of(std::string_view name) const
{
    int begin = 0;
    for (const NetworkInput& input : inputs) {
        if (input.name == name)
            return "x[:, " + std::to_string(begin) + ":" + std::to_string(begin + input.shape[0]) + "]";
        begin += input.shape[0];
    }
    return {};
}

} // namespace flipside
