// SPDX-License-Identifier: GPL-3.0-or-later
#include "schemes/scheme.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

constexpr double largestGamma = 1000.0;

std::string shortNumber(double number)
{
    std::string text = std::to_string(number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return text;
}

void checkCall(const SchemeCall& call, const Scheme& scheme)
{
    if (call.neurons < 0)
        throw ArgumentError("the number of neurons to flip must be 0 or more, not " +
                            std::to_string(call.neurons));
    if (!std::isfinite(call.gamma) || call.gamma < 0.0 || call.gamma > largestGamma)
        throw ArgumentError("gamma must be between 0 and " + shortNumber(largestGamma));
    const auto known = scheme.parameters();
    for (const auto& [name, value] : call.parameters) {
        const auto found =
            std::find_if(known.begin(), known.end(),
                         [&name = name](const SchemeParameter& one) { return one.name == name; });
        if (found == known.end())
            throw ArgumentError("the scheme " + scheme.name() + " has no parameter \"" + name + "\"");
        if (!(value >= found->minimum && value <= found->maximum))
            throw ArgumentError("the scheme " + scheme.name() + "'s parameter \"" + name +
                                "\" must be between " + shortNumber(found->minimum) + " and " +
                                shortNumber(found->maximum));
    }
}

} // namespace

double SchemeInput::parameter(const SchemeParameter& parameter) const
{
    const auto given = call.parameters.find(parameter.name);
    return given == call.parameters.end() ? parameter.standard : given->second;
}

bool SchemeInput::isOff(int unit) const
{
    return activations[std::size_t(unit)] <= threshold && !profile.dead(unit);
}

std::vector<int> SchemeInput::offUnits() const
{
    std::vector<int> units;
    for (int unit = 0; unit < profile.units(); ++unit)
        if (isOff(unit))
            units.push_back(unit);
    return units;
}

const Scheme& findScheme(const std::string& name)
{
    std::string known;
    for (const Scheme* scheme : allSchemes()) {
        if (scheme->name() == name)
            return *scheme;
        known += (known.empty() ? "" : ", ") + scheme->name();
    }
    throw ArgumentError("unknown scheme \"" + name + "\": use one of " + known);
}

std::vector<Edit> edits(const SchemeInput& input)
{
    const Scheme& scheme = findScheme(input.call.name);
    checkCall(input.call, scheme);
    Random random(input.call.seed);
    std::vector<Edit> edits;
    for (const int unit : scheme.choose(input, random))
        edits.push_back({input.profile.id, unit, EditAction::On,
                         input.profile.onValue(unit, input.call.gamma, input.call.statistic)});
    return edits;
}

} // namespace flipside
