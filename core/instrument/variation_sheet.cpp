// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/variation_sheet.h"

#include "core/base/error.h"
#include "core/model/check_recipe.h"
#include "core/novelty/reconstruction_distance.h"
#include "core/variation/latent_axes.h"
#include "core/variation/latent_steps.h"

#include <algorithm>
#include <span>
#include <stop_token>
#include <string>

namespace flipside {
namespace {

/// As many as the decoder takes at once.
constexpr std::size_t neuronsAtOnce = 64;
/// Maps of more pictures do not fit the processor's cache: 64 of the faces take six times as long at once as
/// in eights.
constexpr std::size_t channelsAtOnce = 8;

void check(const VariationWish& wish, const ModelCard& card)
{
    checkRecipe(wish.around, card);
    if (wish.side < smallestSheet || wish.side > largestSheet)
        throw ArgumentError("a sheet of variations has " + std::to_string(smallestSheet) + " to " +
                            std::to_string(largestSheet) + " rows, not " + std::to_string(wish.side));
    if (!(wish.strength >= 0.0 && wish.strength <= 1.0))
        throw ArgumentError("the strength of variations is between 0 and 1");
    if (wish.kind == VariationKind::SingleFlips &&
        (wish.layer < 0 || std::size_t(wish.layer) >= card.layers.size()))
        throw ArgumentError("the model " + card.id + " has no layer number " +
                            std::to_string(wish.layer + 1) + "; " + card.layerChoice());
}

/// A sheet that is being made.
class Sheet {
public:
    Sheet(Instrument& instrument, const VariationWish& wish, const TellVariations& tell,
          const std::stop_token& stop)
        : _instrument(instrument), _wish(wish), _tell(tell), _stop(stop), _places(sheetPlaces(wish.side)),
          _axes(instrument.card())
    {
        _natural = instrument.decoder().render(instrument.resolved(wish.around), stop);
        _around = _natural.recipe;
        _present = std::make_shared<Variation>(Variation{_around, _natural.image, 0.0, {}});
    }

    void makeCellByCell();
    void makeSingleFlips();

private:
    /// `units` are what single flips flip.
    std::vector<std::shared_ptr<const Variation>> rendered(std::span<const Recipe> recipes,
                                                           std::span<const int> units = {}) const;
    void roll(std::vector<Recipe>& recipes, std::span<const std::uint64_t> seeds) const;
    Recipe stepped(std::size_t index) const;
    /// z, and where axes are locked, `before`.
    std::vector<float> withLocked(const std::vector<float>& z, const std::vector<float>& before) const;
    std::optional<Recipe> flipped(int unit) const;
    void rank(const std::vector<std::shared_ptr<const Variation>>& some);

    Instrument& _instrument;
    const VariationWish& _wish;
    const TellVariations& _tell;
    std::stop_token _stop;
    std::vector<SheetPlace> _places;
    LatentAxes _axes;
    Rendering _natural; ///< of the recipe in the middle
    Recipe _around;     ///< with its on values
    std::shared_ptr<const Variation> _present;
    std::vector<std::shared_ptr<const Variation>> _best; ///< single flips so far, at most one for each place
};

std::vector<std::shared_ptr<const Variation>> Sheet::rendered(std::span<const Recipe> recipes,
                                                              std::span<const int> units) const
{
    std::vector<Image> images = _instrument.decoder().renderImages(recipes, _stop);
    std::vector<std::shared_ptr<const Variation>> variations;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const double change = pictureDistance(images[i], _present->image);
        const std::optional<int> unit = units.empty() ? std::nullopt : std::optional(units[i]);
        variations.push_back(
            std::make_shared<Variation>(Variation{recipes[i], std::move(images[i]), change, unit}));
    }
    return variations;
}

Recipe Sheet::stepped(std::size_t index) const
{
    Recipe recipe = _around;
    const double size = _wish.strength * _places[index].distance;
    Random random(Random::derivedSeed(_wish.seed, index));
    const bool isStep = _wish.kind == VariationKind::LatentSteps;
    if (isStep || !_wish.keepLatent)
        recipe.z =
            _axes.placed(recipe.z, latentStep(_axes.values(recipe.z), size, random, _wish.lockedLatents));
    if (isStep && !_wish.keepEdits &&
        std::erase_if(recipe.edits, [&](const Edit&) { return random.uniform() < size / 2.0; }) > 0)
        recipe.scheme.reset();
    return recipe;
}

std::vector<float> Sheet::withLocked(const std::vector<float>& z, const std::vector<float>& before) const
{
    std::vector<float> values = _axes.values(z);
    const std::vector<float> held = _axes.values(before);
    for (std::size_t axis = 0; axis < std::min(values.size(), _wish.lockedLatents.size()); ++axis)
        if (_wish.lockedLatents[axis])
            values[axis] = held[axis];
    return _axes.placed(z, values);
}

void Sheet::roll(std::vector<Recipe>& recipes, std::span<const std::uint64_t> seeds) const
{
    SchemeCall call = _wish.call;
    call.gamma *= _wish.strength / standardStrength;
    const std::vector<Recipe> before = recipes;
    recipes = _instrument.coactivated(std::move(recipes), call, seeds, _stop);
    for (std::size_t i = 0; i < recipes.size(); ++i) {
        Recipe& rolled = recipes[i];
        rolled.z = _wish.keepLatent ? before[i].z : withLocked(rolled.z, before[i].z);
        if (!_wish.keepEdits || _around.edits.empty())
            continue;
        Recipe all = rolled;
        all.edits = _around.edits;
        for (const Edit& edit : rolled.edits)
            if (!_around.findEdit(edit.layer, edit.unit))
                all.edits.push_back(edit);
        all.scheme.reset(); // It did not choose all of them.
        rolled = _instrument.resolved(all);
    }
}

void Sheet::makeCellByCell()
{
    const auto row = std::size_t(_wish.side);
    for (std::size_t first = 0; first < _places.size(); first += row) {
        const std::size_t end = std::min(_places.size(), first + row);
        std::vector<Recipe> recipes;
        std::vector<std::uint64_t> seeds;
        for (std::size_t i = first; i < end; ++i) {
            recipes.push_back(stepped(i));
            // 31 bits are short enough to be typed in again.
            seeds.push_back(Random::derivedSeed(_wish.seed, i) >> 33);
        }
        if (_wish.kind == VariationKind::SchemeRolls)
            roll(recipes, seeds);
        const auto variations = rendered(recipes);
        std::vector<PlacedVariation> placed;
        for (std::size_t i = first; i < end; ++i)
            placed.push_back({_places[i], variations[i - first]});
        _tell(_present, placed);
    }
}

/// What a click on the unit makes of the recipe; nothing where that is not known or not wanted.
std::optional<Recipe> Sheet::flipped(int unit) const
{
    const std::string& layer = _instrument.card().layers[std::size_t(_wish.layer)].id;
    Recipe recipe = _around;
    recipe.scheme.reset();
    if (recipe.findEdit(layer, unit)) {
        if (_wish.keepEdits)
            return {};
        return recipe.withoutEdit(layer, unit);
    }
    if (_natural.isOn(_wish.layer, unit))
        return recipe.withEdit({layer, unit, EditAction::Off, {}});
    const auto profile = _instrument.profile();
    const LayerProfile* known = profile ? profile->find(layer) : nullptr;
    if (!known)
        return {};
    const SchemeCall standard;
    const double gamma = standard.gamma * _wish.strength / standardStrength;
    return recipe.withEdit({layer, unit, EditAction::On, known->onValue(unit, gamma, standard.statistic)});
}

void Sheet::makeSingleFlips()
{
    std::vector<int> units;
    std::vector<Recipe> recipes;
    for (int unit = 0; unit < _instrument.card().layers[std::size_t(_wish.layer)].units; ++unit)
        if (std::optional<Recipe> recipe = flipped(unit)) {
            units.push_back(unit);
            recipes.push_back(std::move(*recipe));
        }
    const bool hasMaps = std::ranges::any_of(
        _instrument.card().layers, [](const LayerInfo& layer) { return layer.kind == LayerKind::Conv; });
    const std::size_t atOnce = hasMaps ? channelsAtOnce : neuronsAtOnce;
    std::size_t count = std::size_t(_wish.side); // something is to be seen soon
    bool isStarted = false;
    for (std::size_t first = 0; first < recipes.size(); first += count, count = atOnce) {
        count = std::min(count, recipes.size() - first);
        if (count == atOnce && !isStarted) {
            // All have this z: what comes before the layer is run once.
            std::vector<float> zs;
            for (std::size_t i = 0; i < count; ++i)
                std::ranges::copy(_instrument.card().packed(_around), std::back_inserter(zs));
            (void)_instrument.decoder().observeLayer(zs, _wish.layer, ObservedDetail::Units, _stop);
            isStarted = true;
        }
        rank(rendered(std::span(recipes).subspan(first, count), std::span(units).subspan(first, count)));
    }
    if (recipes.empty())
        _tell(_present, {});
}

void Sheet::rank(const std::vector<std::shared_ptr<const Variation>>& some)
{
    const std::vector<std::shared_ptr<const Variation>> before = _best;
    _best.insert(_best.end(), some.begin(), some.end());
    // Stable: of equals the unit with the smaller number stays in front.
    std::stable_sort(_best.begin(), _best.end(),
                     [](const auto& one, const auto& other) { return one->change > other->change; });
    _best.resize(std::min(_best.size(), _places.size()));
    std::vector<PlacedVariation> placed;
    for (std::size_t i = 0; i < _best.size(); ++i)
        if (i >= before.size() || before[i] != _best[i])
            placed.push_back({_places[i], _best[i]});
    _tell(_present, placed);
}

} // namespace

void makeVariations(Instrument& instrument, const VariationWish& wish, const TellVariations& tell,
                    const std::stop_token& stop)
{
    check(wish, instrument.card());
    Sheet sheet(instrument, wish, tell, stop);
    if (wish.kind == VariationKind::SingleFlips)
        sheet.makeSingleFlips();
    else
        sheet.makeCellByCell();
}

} // namespace flipside
