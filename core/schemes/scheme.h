// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/random.h"
#include "profile/activation_profile.h"
#include "recipe/recipe.h"

#include <span>
#include <string>
#include <vector>

namespace flipside {

/// One of a scheme's own parameters. The window and the command line build their controls from it.
struct SchemeParameter {
    std::string name;  ///< as in a recipe's "parameters" and after --set
    std::string label; ///< for people
    std::string unit;  ///< "%", or empty
    double minimum = 0.0;
    double maximum = 1.0;
    double standard = 0.0; ///< the default
};

/// What a scheme may look at: the chosen layer as it is for this z, and what it did over the training data.
struct SchemeInput {
    const LayerProfile& profile;
    std::span<const float> activations; ///< [unit], the layer's natural activations for this z
    float threshold = 1e-7f;            ///< τ: above it a unit is on
    const SchemeCall& call;

    /// A parameter of the call, or its default.
    double parameter(const SchemeParameter& parameter) const;
    /// D of the paper: off now, and not dead.
    bool isOff(int unit) const;
    /// All units of D, in their order.
    std::vector<int> offUnits() const;
};

/// A way of choosing which neurons to flip (METHOD, Schemes). Stateless; one file each.
class Scheme {
public:
    virtual ~Scheme() = default;
    virtual std::string name() const = 0;        ///< "low-active"
    virtual std::string label() const = 0;       ///< "Low-active"
    virtual std::string description() const = 0; ///< one sentence for people
    virtual std::vector<SchemeParameter> parameters() const { return {}; }
    /// The units to flip on, at most call.neurons of them: fewer where there are not so many candidates.
    virtual std::vector<int> choose(const SchemeInput& input, Random& random) const = 0;
};

/// All schemes, in the order in which they are offered.
std::span<const Scheme* const> allSchemes();
/// Throws ArgumentError for an unknown name, listing the known ones.
const Scheme& findScheme(const std::string& name);

/// The call's edits: chosen units with their on values γ · s. Throws ArgumentError where the count, γ or a
/// parameter is out of range.
std::vector<Edit> edits(const SchemeInput& input);

} // namespace flipside
