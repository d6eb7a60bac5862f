// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/scheme.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

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

std::string namesOf(const std::vector<SchemeParameter>& parameters)
{
    std::string names;
    for (const SchemeParameter& parameter : parameters)
        names += (names.empty() ? "" : ", ") + parameter.name;
    return names;
}

void checkNeeds(const SchemeInput& input, const Scheme& scheme)
{
    if (input.call.cells && !scheme.canChooseCells())
        throw Error("the scheme \"" + scheme.label() +
                    "\" chooses whole neurons only; choose another scheme, or do not ask for single places");
    const char* missing = nullptr;
    if (scheme.needs() == SchemeNeed::ClassActivation && input.profile.classActivation.empty())
        missing = "class activations";
    if (scheme.needs() == SchemeNeed::References && (!input.references || input.references->count() == 0))
        missing = "reference latents";
    if (missing)
        throw Error("this model has no " + std::string(missing) + ", which the scheme \"" + scheme.label() +
                    "\" needs; profile the model");
}

} // namespace

double parameterOf(const SchemeCall& call, const SchemeParameter& parameter)
{
    const auto given = call.parameters.find(parameter.name);
    return given == call.parameters.end() ? parameter.standard : given->second;
}

double SchemeInput::parameter(const SchemeParameter& parameter) const
{
    return parameterOf(call, parameter);
}

float SchemeInput::correlation(int a, int b) const
{
    return cellCorrelation ? cellCorrelation->of(a, b) : profile.correlation(a, b);
}

std::vector<double> SchemeInput::correlationSums(std::span<const int> units,
                                                 std::span<const int> others) const
{
    if (cellCorrelation)
        return cellCorrelation->sums(units, others);
    std::vector<double> sums;
    sums.reserve(units.size());
    for (const int unit : units) {
        double sum = 0.0;
        for (const int other : others)
            sum += double(profile.correlation(unit, other));
        sums.push_back(sum);
    }
    return sums;
}

std::vector<int> SchemeInput::onUnits() const
{
    std::vector<int> units;
    for (int unit = 0; unit < profile.units(); ++unit)
        if (isOn(unit) && !profile.dead(unit))
            units.push_back(unit);
    return units;
}

std::vector<int> SchemeInput::offUnits() const
{
    std::vector<int> units;
    for (int unit = 0; unit < profile.units(); ++unit)
        if (isOff(unit))
            units.push_back(unit);
    return units;
}

Edit SchemeInput::flipOn(int unit) const
{
    Edit edit{profile.id, unit, EditAction::On, profile.onValue(unit, call.gamma, call.statistic)};
    edit.pattern = call.pattern.value_or(Pattern::Constant);
    if (edit.pattern == Pattern::Exemplar)
        edit.exemplar = exemplarFor(call.seed, unit);
    return edit;
}

Edit SchemeInput::flipOff(int unit) const
{
    return {profile.id, unit, EditAction::Off, {}};
}

std::vector<Edit> SchemeInput::flipOn(std::span<const int> units) const
{
    std::vector<Edit> edits;
    edits.reserve(units.size());
    for (const int unit : units)
        edits.push_back(flipOn(unit));
    return edits;
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

void setParameter(SchemeCall& call, const std::string& setting)
{
    const std::size_t equals = setting.find('=');
    std::istringstream number(equals == std::string::npos ? "" : setting.substr(equals + 1));
    double value = 0.0;
    if (!(number >> value) || !number.eof())
        throw ArgumentError("a scheme's parameter is NAME=NUMBER, not \"" + setting + "\"");
    call.parameters[setting.substr(0, equals)] = value;
}

void checkCall(const SchemeCall& call)
{
    const Scheme& scheme = findScheme(call.name);
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
            throw ArgumentError("the scheme " + scheme.name() + " has no parameter \"" + name + "\"; " +
                                (known.empty() ? "leave it out" : "use one of " + namesOf(known)));
        if (!(value >= found->minimum && value <= found->maximum))
            throw ArgumentError("the scheme " + scheme.name() + "'s parameter \"" + name +
                                "\" must be between " + shortNumber(found->minimum) + " and " +
                                shortNumber(found->maximum));
        if (found->whole && value != std::floor(value))
            throw ArgumentError("the scheme " + scheme.name() + "'s parameter \"" + name +
                                "\" must be a whole number");
    }
}

Coactivation coactivate(const SchemeInput& input)
{
    checkCall(input.call);
    const Scheme& scheme = findScheme(input.call.name);
    checkNeeds(input, scheme);
    Random random(input.call.seed);
    return scheme.apply(input, random);
}

int flippedNeurons(const Recipe& recipe)
{
    int count = 0;
    for (const Edit& edit : recipe.edits)
        count += edit.region && edit.region->dabs.empty() ? int(edit.region->cells.size()) : 1;
    return count;
}

int missingNeurons(const Recipe& recipe)
{
    if (!recipe.scheme || !findScheme(recipe.scheme->name).choosesNeurons())
        return 0;
    return std::max(0, recipe.scheme->neurons - flippedNeurons(recipe));
}

std::vector<int> drawUnits(std::vector<int> units, int wanted, Random& random)
{
    const std::size_t count = std::min(units.size(), std::size_t(std::max(wanted, 0)));
    // The first steps of a Fisher-Yates shuffle draw without replacement.
    for (std::size_t i = 0; i < count; ++i)
        std::swap(units[i], units[i + random.below(units.size() - i)]);
    units.resize(count);
    return units;
}

std::vector<int> withMostCorrelated(const SchemeInput& input, int first, const std::vector<int>& candidates,
                                    int count)
{
    if (count <= 0)
        return {};
    std::vector<std::pair<float, int>> others;
    others.reserve(candidates.size());
    for (const int unit : candidates)
        if (unit != first)
            others.emplace_back(-input.correlation(first, unit), unit);
    const std::size_t more = std::min(others.size(), std::size_t(count - 1));
    std::partial_sort(others.begin(), others.begin() + std::ptrdiff_t(more), others.end());
    std::vector<int> chosen{first};
    for (std::size_t i = 0; i < more; ++i)
        chosen.push_back(others[i].second);
    return chosen;
}

} // namespace flipside
