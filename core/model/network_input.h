// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/recipe/recipe_inputs.h"

#include <span>
#include <string>
#include <vector>

namespace flipside {

/// What a network takes. Its compiled forward gets one tensor, B × all numbers of all inputs, in their order
/// and each flattened, the latent first; or, where the only input is a latent, B × shape.
struct NetworkInput {
    enum class Kind {
        Latent,    ///< drawn from N(0, I)
        LatentMap, ///< of channels × height × width, where pictures usually come from an encoder
        Class,     ///< a weight for each class, one of them 1 and the others 0, or a mixture
        Setting,   ///< numbers that a person sets, as StyleGAN's ψ
    };
    std::string name = "z";
    Kind kind = Kind::Latent;
    std::vector<int> shape;            ///< without the batch; {number of classes} of a class
    std::vector<double> standard{};    ///< of a setting, what it is unless set; as many numbers as it has
    std::vector<std::string> labels{}; ///< of a class, what people call each; may be empty

    int length() const; ///< product of its shape
    /// What it is unless a recipe says: its standard, or the first class.
    std::vector<float> standardNumbers() const;

    bool operator==(const NetworkInput&) const = default;
};

/// "latent", "latent-map", "class" or "setting".
std::string toString(NetworkInput::Kind kind);

/// What `given` says that an input is, or its standard.
std::vector<float> numbersOf(const NetworkInput& input, const RecipeInputs& given);
/// Every input beside z with its numbers, those that `given` leaves at their standard too: what can be mixed
/// with another (recipe_inputs.h, mixedInputs).
RecipeInputs completed(const RecipeInputs& given, const std::vector<NetworkInput>& beside);

/// z and, behind it, all inputs beside it: what `beside` are, from `given` or at their standard. Inputs must
/// be of the right length (check_recipe.h).
std::vector<float> packedInputs(std::span<const float> z, const std::vector<NetworkInput>& beside,
                                const RecipeInputs& given);

/// A class at random, each as likely; nothing where no input is a class.
RecipeInputs drawInputs(const std::vector<NetworkInput>& beside, Random& random);

} // namespace flipside
