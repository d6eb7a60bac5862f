// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/recipe/recipe_inputs.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// What a command line says of the inputs beside z.
struct InputArguments {
    std::string classes;               ///< --class: "3", or "3:0.5,7:0.5"
    std::vector<std::string> settings; ///< --input: "psi=0.7"
    std::optional<double> psi;         ///< --psi, StyleGAN's truncation ψ
    std::optional<int> psiLayers;      ///< --psi-layers, how many layers ψ is for
    std::string noise;                 ///< --noise: "none", "fixed" or a seed
    std::string mix;                   ///< --mix, a file with the recipe of another picture
    std::string mixLayers;             ///< --mix-layers: "4-9"
};

void addInputOptions(CLI::App& command, const std::shared_ptr<InputArguments>& given);

/// As the model takes them; only those that were given. Throws ArgumentError for an input that the model has
/// not, a class that there is not, or numbers that are none.
RecipeInputs inputsFrom(const InputArguments& given, const ModelCard& card);

} // namespace flipside
