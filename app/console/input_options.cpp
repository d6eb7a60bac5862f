// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/input_options.h"

#include "core/base/error.h"
#include "core/recipe/recipe_json.h"
#include "core/variation/style_mixing.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>
#include <utility>

namespace flipside {

namespace {

constexpr float largestNoiseSeed = 16777216.0f; // a float holds every whole number up to it

using Kind = NetworkInput::Kind;

std::vector<std::string_view> parts(std::string_view text, char separator)
{
    std::vector<std::string_view> all;
    while (true) {
        const std::size_t at = text.find(separator);
        all.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return all;
        text.remove_prefix(at + 1);
    }
}

float numberFrom(std::string_view text, const std::string& option)
{
    float number = 0.0f;
    const char* const end = text.data() + text.size();
    if (std::from_chars(text.data(), end, number) != std::from_chars_result{end, std::errc()} ||
        !std::isfinite(number))
        throw ArgumentError(option + " takes numbers, not \"" + std::string(text) + "\"");
    return number;
}

/// A class by its number or its label.
std::size_t classFrom(std::string_view text, const NetworkInput& input)
{
    const auto label = std::ranges::find(input.labels, text);
    if (label != input.labels.end())
        return std::size_t(label - input.labels.begin());
    std::size_t number = 0;
    const char* const end = text.data() + text.size();
    if (std::from_chars(text.data(), end, number) != std::from_chars_result{end, std::errc()} ||
        number >= std::size_t(input.length()))
        throw ArgumentError("there is no class \"" + std::string(text) + "\"; the model has 0 to " +
                            std::to_string(input.length() - 1));
    return number;
}

std::vector<float> weightsFrom(const std::string& text, const NetworkInput& input)
{
    std::vector<float> weights(std::size_t(input.length()), 0.0f);
    for (const std::string_view entry : parts(text, ',')) {
        const std::size_t colon = entry.rfind(':');
        const float weight =
            colon == std::string_view::npos ? 1.0f : numberFrom(entry.substr(colon + 1), "--class");
        weights[classFrom(entry.substr(0, colon), input)] += weight;
    }
    return weights;
}

const NetworkInput& settingOf(const ModelCard& card, std::string_view name)
{
    const auto input = std::ranges::find(card.inputs, name, &NetworkInput::name);
    if (input != card.inputs.end())
        return *input;
    std::string names;
    for (const NetworkInput& each : card.inputs)
        names += (names.empty() ? "; use " : ", ") + each.name;
    throw ArgumentError("the model " + card.id + " has no input \"" + std::string(name) + "\" beside z" +
                        names);
}

/// "4-9", which is layers 4 to 9.
MixedLayers layersFrom(const std::string& text, const ModelCard& card)
{
    const int all = styleLayers(card);
    if (text.empty())
        return finerLayers(card);
    MixedLayers layers;
    const char* const end = text.data() + text.size();
    const std::from_chars_result first = std::from_chars(text.data(), end, layers.from);
    const bool isRange = first.ec == std::errc() && first.ptr != end && *first.ptr == '-' &&
                         std::from_chars(first.ptr + 1, end, layers.to) == std::from_chars_result{end, {}};
    if (!isRange || layers.to >= all)
        throw ArgumentError("--mix-layers is FIRST-LAST, from 0 to " + std::to_string(all - 1) + ", not \"" +
                            text + "\"");
    ++layers.to;
    return layers;
}

RecipeInputs mixedFrom(const InputArguments& given, const ModelCard& card)
{
    Recipe recipe;
    recipe.model = card.id;
    recipe.z.resize(std::size_t(card.latentLength()));
    const std::vector<Recipe> others = readRecipes(given.mix);
    if (others.empty())
        throw Error(given.mix + " holds no recipe; choose another file");
    if (!mixesStyles(card))
        throw ArgumentError("the model " + card.id +
                            " does not mix the styles of two pictures; leave --mix out");
    return withStyleOf(std::move(recipe), others.front(), layersFrom(given.mixLayers, card), card).inputs;
}

} // namespace

void addInputOptions(CLI::App& command, const std::shared_ptr<InputArguments>& given)
{
    command.add_option(
        "--class", given->classes,
        "of models that take one: its number or name, or a mixture, as 3:0.5,7:0.5 (default: at "
        "random)");
    command.add_option("--psi", given->psi,
                       "of StyleGANs: the truncation ψ, from 0, the average, to 1 (default) and beyond");
    command.add_option("--psi-layers", given->psiLayers,
                       "of StyleGANs: how many layers ψ is for, from the coarsest (default: all)");
    command.add_option("--noise", given->noise,
                       "of StyleGANs: fixed, the file's own noise (default), none, or a seed from 1 on for "
                       "other noise");
    command.add_option("--mix", given->mix,
                       "of StyleGANs: a recipe, or a picture that carries one, whose style some layers get");
    command
        .add_option("--mix-layers", given->mixLayers,
                    "FIRST-LAST, the layers that get it, from the coarsest, 0 (default: the finer half)")
        ->needs("--mix");
    command.add_option("--input", given->settings,
                       "NAME=NUMBER[,NUMBER…], an input beside z that the model's card lists");
}

RecipeInputs inputsFrom(const InputArguments& given, const ModelCard& card)
{
    RecipeInputs inputs;
    if (!given.mix.empty())
        inputs = mixedFrom(given, card);
    if (!given.classes.empty()) {
        const auto input = std::ranges::find(card.inputs, Kind::Class, &NetworkInput::kind);
        if (input == card.inputs.end())
            throw ArgumentError("the model " + card.id + " takes no class; leave --class out");
        inputs[input->name] = weightsFrom(given.classes, *input);
    }
    const auto set = [&](const char* option, const char* name, double number) {
        const auto input = std::ranges::find(card.inputs, name, &NetworkInput::name);
        if (input == card.inputs.end() || input->length() != 1)
            throw ArgumentError("the model " + card.id + " has no " + name + "; leave " + option + " out");
        inputs[name] = {float(number)};
    };
    if (given.psi)
        set("--psi", "psi", *given.psi);
    if (given.psiLayers)
        set("--psi-layers", "psiLayers", *given.psiLayers);
    if (given.noise == "none" || given.noise == "fixed") {
        set("--noise", "noise", given.noise == "fixed" ? 1.0 : 0.0);
    } else if (!given.noise.empty()) {
        const float seed = numberFrom(given.noise, "--noise");
        if (seed < 1.0f || seed > largestNoiseSeed || seed != std::floor(seed))
            throw ArgumentError("--noise is none, fixed, or a whole number from 1 to 16777216, not \"" +
                                given.noise + "\"");
        set("--noise", "noiseSeed", seed);
    }
    for (const std::string& text : given.settings) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos)
            throw ArgumentError("--input takes a name and numbers, as psi=0.7, not \"" + text + "\"");
        const NetworkInput& input = settingOf(card, std::string_view(text).substr(0, equals));
        std::vector<float>& numbers = inputs[input.name];
        numbers.clear();
        for (const std::string_view part : parts(std::string_view(text).substr(equals + 1), ','))
            numbers.push_back(numberFrom(part, "--input"));
        if (numbers.size() != std::size_t(input.length()))
            throw ArgumentError("the input \"" + input.name + "\" takes " + std::to_string(input.length()) +
                                " numbers, and --input gives it " + std::to_string(numbers.size()));
    }
    return inputs;
}

} // namespace flipside
