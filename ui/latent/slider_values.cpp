// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/latent/slider_values.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace flipside {

namespace {

/// More than a person sets in boxes, one by one.
constexpr int mostBoxes = 4;

} // namespace

bool hasSliders(const NetworkInput& input)
{
    return input.kind == NetworkInput::Kind::Setting && input.length() > mostBoxes && !isForFiles(input);
}

bool isForFiles(const NetworkInput& input)
{
    constexpr std::array names{"space", "w", "mixZ", "mixClass", "mixSpace", "mixW", "mixDirections"};
    return std::ranges::any_of(names, [&](const char* name) { return input.name == name; });
}

std::vector<float> SliderValues::of(const Recipe& recipe) const
{
    return _input ? numbersOf(*_input, recipe.inputs) : _axes.values(recipe.z);
}

Recipe SliderValues::placed(Recipe recipe, const std::vector<float>& values) const
{
    if (_input)
        recipe.inputs[_input->name] = values;
    else
        recipe.z = _axes.placed(recipe.z, values);
    return recipe;
}

QString SliderValues::step(int slider) const
{
    if (!_input || _input->name == "directions")
        return QCoreApplication::translate("flipside::LatentList", "Move direction %1").arg(slider + 1);
    return QCoreApplication::translate("flipside::LatentList", "Change %1")
        .arg(QString::fromStdString(_input->name));
}

} // namespace flipside
