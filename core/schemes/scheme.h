// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/decoder/rendering.h"
#include "core/profile/cell_correlation.h"
#include "core/profile/layer_profile.h"
#include "core/profile/reference_latents.h"
#include "core/recipe/recipe.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace flipside {

/// One of a scheme's own parameters. The window and the command line build their controls from it.
struct SchemeParameter {
    std::string name;   ///< as in a recipe's "parameters" and after --set
    std::string label;  ///< for people, in plain words
    std::string symbol; ///< what the papers call it; empty where that is the label
    std::string term;   ///< the entry of the glossary (resources/glossary) that explains it
    std::string unit;   ///< "%", or empty
    double minimum = 0.0;
    double maximum = 1.0;
    double standard = 0.0; ///< the default
    bool whole = false;    ///< only whole numbers
};

/// What a scheme may look at: the chosen layer as it is for this z, and what it did over the training data.
/// Where the call asks for cells, a unit is a single place of a channel's map, counted through all channels.
struct SchemeInput {
    const LayerProfile& profile;
    std::span<const float> activations; ///< [unit], the layer's natural activations for this z
    std::span<const float> onShares;    ///< [unit], the share of its places that are on
    float offValue = 0.0f;              ///< the minimum of the layer's activation function
    const SchemeCall& call;
    /// Null where the model has none.
    const ReferenceLatents* references = nullptr;
    /// [unit], the cluster of each unit of the layer, 0 to k - 1; -1 for dead ones
    /// (profile/spectral_clustering.h).
    std::function<std::vector<int>(int k)> clusters;
    /// Of cells, which have no correlations in their profile; null for whole units.
    const CellCorrelation* cellCorrelation = nullptr;

    /// A parameter of the call, or its default.
    double parameter(const SchemeParameter& parameter) const;
    bool isOn(int unit) const { return onShares[std::size_t(unit)] >= onShareOfAnOnUnit; }
    /// D of the paper: off now, and not dead.
    bool isOff(int unit) const { return !isOn(unit) && !profile.dead(unit); }
    /// Pearson correlation of two units over the training data; 0 where it is not defined.
    float correlation(int a, int b) const;
    /// For each of `units` the sum of its correlations with all `others`.
    std::vector<double> correlationSums(std::span<const int> units, std::span<const int> others) const;
    /// All units of A, in their order: on now, and not dead.
    std::vector<int> onUnits() const;
    /// All units of D, in their order.
    std::vector<int> offUnits() const;

    Edit flipOn(int unit) const;  ///< to γ · s
    Edit flipOff(int unit) const; ///< to the minimum of the layer's activation function
    std::vector<Edit> flipOn(std::span<const int> units) const;
};

/// What a scheme makes of a latent: edits, and perhaps another latent to make them on.
struct Coactivation {
    std::vector<Edit> edits;
    std::optional<std::vector<float>> z;
};

/// What a scheme needs besides an activation profile.
enum class SchemeNeed {
    Nothing,
    ClassActivation, ///< of the profile: percent activation for each class
    References,      ///< reference latents with their classes
};

enum class SchemeFamily {
    NeuroInspired, ///< the papers' proposals
    Baseline,      ///< what they are compared with
};

/// A way of turning a latent into a creative recipe (METHOD, Schemes). Stateless. A scheme is one file in
/// schemes/kinds, called as its name, and nothing else: it defines `const Scheme& <file name>()` in the
/// namespace scheme_kinds, and the build finds it there.
class Scheme {
public:
    virtual ~Scheme() = default;
    virtual std::string name() const = 0;   ///< "low-active"
    virtual std::string label() const = 0;  ///< for people, in plain words: "Quiet neurons"
    virtual std::string symbol() const = 0; ///< what the papers call it: "low-active"
    /// One sentence for people, true of every model; what depends on the layer is for mostOftenOn() to say.
    virtual std::string description() const = 0;
    virtual SchemeFamily family() const = 0;
    virtual SchemeNeed needs() const { return SchemeNeed::Nothing; }
    /// False where it flips nothing by design.
    virtual bool choosesNeurons() const { return true; }
    /// False where it sets no neuron to its on value γ · s.
    virtual bool setsOnValues() const { return choosesNeurons(); }
    /// False where it needs what is only known of whole channels.
    virtual bool canChooseCells() const { return true; }
    virtual std::vector<SchemeParameter> parameters() const { return {}; }
    /// For a scheme that chooses among the neurons that are least often on: the highest percent activation, 0
    /// to 1, that one of them can have in this layer. A channel's may be high where every channel's is.
    /// Nothing for other schemes, and where the profile does not tell.
    virtual std::optional<double> mostOftenOn(const LayerProfile& /*layer*/, const SchemeCall& /*call*/) const
    {
        return std::nullopt;
    }
    /// At most call.neurons edits: fewer where there are not so many candidates.
    virtual Coactivation apply(const SchemeInput& input, Random& random) const = 0;
};

/// All schemes in the order in which they are offered: the papers' proposals, then the baselines.
std::span<const Scheme* const> allSchemes();
/// At most this percent activation is called almost always off.
inline constexpr double almostAlwaysOff = 0.05;

/// A parameter of the call, or its default.
double parameterOf(const SchemeCall& call, const SchemeParameter& parameter);

/// Throws ArgumentError for an unknown name, listing the known ones.
const Scheme& findScheme(const std::string& name);

/// Sets one of the call's own parameters from a text as "chosen=3". Throws ArgumentError for other text.
void setParameter(SchemeCall& call, const std::string& setting);

/// Throws ArgumentError where the scheme is unknown or the count, γ or a parameter is out of range.
void checkCall(const SchemeCall& call);

/// Applies the call's scheme with the call's seed. Throws ArgumentError as checkCall does, and Error where
/// the model lacks what the scheme needs.
Coactivation coactivate(const SchemeInput& input);

/// How many neurons the recipe flips: units or, of a channel with only some cells flipped, these.
int flippedNeurons(const Recipe& recipe);
/// How many fewer that is than the recipe's scheme was asked for, because no more qualified.
int missingNeurons(const Recipe& recipe);

// Choices that several schemes make.

/// `count` of the units in random order; all of them if there are not so many.
std::vector<int> drawUnits(std::vector<int> units, int count, Random& random);
/// `first` and the members of `candidates` most correlated with it, `count` in all; equal ones by their
/// number.
std::vector<int> withMostCorrelated(const SchemeInput& input, int first, const std::vector<int>& candidates,
                                    int count);

} // namespace flipside
