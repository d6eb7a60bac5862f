// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include "ui/document/display_names.h"
#include "ui/document/live_scheme.h"
#include "ui/document/neuron_lookup.h"
#include "ui/words/numbers.h"

#include <algorithm>
#include <utility>

namespace flipside {
Document::Document(Player& player, QObject* parent)
    : QObject(parent), _player(player), _scheme(new LiveScheme(*this)), _opening(player)
{
    connect(&_opening, &ModelOpening::opened, this, &Document::takeOpened);
    connect(&_opening, &ModelOpening::refused, this, &Document::takeRefusal);
    connect(&_opening, &ModelOpening::strayed, this, &Document::bringModelBack);
    connect(&_undoStack, &UndoHistory::walked, this, &Document::callOffDeeds);
    connect(&_undoStack, &UndoHistory::aboutToPush, this, [this] {
        stay();
        _refused.reset();
        bringModelBack();
    });
    connect(&player, &Player::rendered, this, &Document::adoptRendering);
    connect(&player, &Player::sketched, this,
            [this](const std::shared_ptr<const Image>& sketch, quint64 sequence) {
                if (_model && sequence > _shownSequence && sketch->width == _model->card.width)
                    emit sketched(sketch);
            });
    connect(&player, &Player::coactivated, this, &Document::adoptChoice);
    connect(&player, &Player::measured, this, [this](const NoveltyValues& values, quint64 sequence) {
        if (sequence != _shownSequence)
            return;
        _novelty = values;
        _measuredSequence = sequence;
        emit noveltyChanged();
    });
    connect(&player, &Player::failed, this, [this](const QString& sentence, quint64 opening) {
        if (opening == 0)
            emit failed(sentence);
    });
}

NoveltyValues Document::noveltyOfRendering() const
{
    return _measuredSequence == _shownSequence ? _novelty : NoveltyValues();
}

void Document::adoptRendering(std::shared_ptr<const Rendering> rendering, quint64 sequence)
{
    if (!_model || rendering->recipe.model != _model->card.id || sequence <= _shownSequence)
        return;
    _rendering = std::move(rendering);
    _shownSequence = sequence;
    emit renderingChanged();
}

void Document::show(const Recipe& recipe)
{
    _recipe = recipe;
    _sequence = _player.show(_recipe);
    const bool previewed = std::exchange(_previewing, false);
    emit recipeChanged();
    if (previewed)
        emit previewEnded();
}

bool Document::preview(const Recipe& recipe)
{
    if (!canPlay(recipe))
        return false;
    _previewing = true;
    _sequence = _player.show(recipe);
    return true;
}

void Document::endPreview()
{
    if (!std::exchange(_previewing, false))
        return;
    _sequence = _player.show(_recipe);
    emit previewEnded();
}

void Document::push(const QString& text, Recipe next, const QString& gesture)
{
    if (!_model)
        return;
    if (_model->profile)
        next = withOnValues(next, *_model->profile);
    if (next == _recipe) {
        endPreview();
        return;
    }
    _steps.pushTaken(
        text, [this] { return *historyRecipe(); }, next, gesture);
    if (std::exchange(_away, {}))
        _opening.callOff(); // the history has gone on from there
    show(next);
    bringModelBack();
}

void Document::change(const QString& text, const Recipe& next, const QString& gesture)
{
    push(text, next, gestureKey(gesture));
}

void Document::endGesture()
{
    ++_gestures;
}

QString Document::gestureKey(const QString& gesture) const
{
    return gesture.isEmpty() ? QString() : QStringLiteral("%1 %2").arg(_gestures).arg(gesture);
}

void Document::setLatent(int dimension, float value, const QString& gesture)
{
    if (dimension < 0 || std::size_t(dimension) >= _recipe.z.size())
        return;
    Recipe next = _recipe;
    next.z[std::size_t(dimension)] = value;
    change(tr("Move number %1").arg(dimension + 1), next, gesture);
}

bool Document::holds(int layer, const std::vector<int>& units) const
{
    return _model && layer >= 0 && std::size_t(layer) < _model->card.layers.size() && !units.empty() &&
           std::all_of(units.begin(), units.end(), [&](int unit) {
               return unit >= 0 && unit < _model->card.layers[std::size_t(layer)].units;
           });
}

const std::string& Document::layerId(int layer) const
{
    return _model->card.layers[std::size_t(layer)].id;
}

QString Document::named(int layer, const std::vector<int>& units) const
{
    return units.size() == 1 ? neuronTitle(_model->card, layer, units.front())
                             : tr("%n neuron(s)", nullptr, int(units.size()));
}

std::optional<Flip> Document::flipOf(NeuronRef neuron) const
{
    if (!holds(neuron.layer, {neuron.unit}))
        return {};
    if (_recipe.findEdit(layerId(neuron.layer), neuron.unit))
        return Flip::Release;
    const auto layer = std::size_t(neuron.layer);
    if (!_rendering || layer >= _rendering->activations.size() ||
        std::size_t(neuron.unit) >= _rendering->activations[layer].size())
        return {};
    return _rendering->isOn(neuron.layer, neuron.unit) ? Flip::Off : Flip::On;
}

void Document::flip(NeuronRef neuron)
{
    if (const auto flip = flipOf(neuron))
        this->flip(neuron.layer, {neuron.unit}, *flip);
}

Spread Document::spreadIn(int layer) const
{
    const bool hasPatterns = _model->profile && _model->profile->layers[std::size_t(layer)].patterns;
    const SchemeCall& call = _scheme->call();
    return hasPatterns ? Spread{call.pattern.value_or(Pattern::Constant), call.seed} : Spread{};
}

void Document::flip(int layer, const std::vector<int>& units, Flip flip, const QString& gesture)
{
    if (!holds(layer, units) || (flip == Flip::On && !knowsOnValues()))
        return;
    QString text = tr("Release %1");
    if (flip != Flip::Release)
        text = flip == Flip::On ? tr("Flip %1 on") : tr("Flip %1 off");
    change(text.arg(named(layer, units)), withFlips(_recipe, layerId(layer), units, flip, spreadIn(layer)),
           gesture);
    if (flip == Flip::On)
        mentionNeverOn(layer, units);
}

void Document::hold(int layer, const std::vector<int>& units, float value)
{
    if (holds(layer, units))
        change(tr("Set %1 to %2").arg(named(layer, units), roundedText(double(value), 4)),
               withValues(_recipe, layerId(layer), units, value));
}

bool Document::knowsOnValues()
{
    if (_model && _model->profile)
        return true;
    if (_model)
        emit failed(
            tr("It is not known yet how often the neurons of this model are on, so neither is what to set "
               "this one "
               "to. Tools › Profile this model finds it out; Exact value… in its menu sets it meanwhile."));
    return false;
}

void Document::flipPlace(NeuronRef neuron, Cell place, bool isOn)
{
    if (!holds(neuron.layer, {neuron.unit}))
        return;
    const std::string& layer = layerId(neuron.layer);
    const Edit* present = _recipe.findEdit(layer, neuron.unit);
    if (!present && !isOn && !knowsOnValues())
        return;
    const bool goesOn = present ? present->action == EditAction::On : !isOn;
    const LayerProfile* profile = _model->profile ? _model->profile->find(layer) : nullptr;
    const SchemeCall standard;
    if (goesOn && profile)
        place.value = profile->cellOnValue(neuron.unit, place, standard.gamma, standard.statistic);
    change(tr("Flip a place of %1").arg(named(neuron.layer, {neuron.unit})),
           withFlippedPlace(_recipe, layer, neuron.unit, place, isOn));
}

void Document::mentionNeverOn(int layer, const std::vector<int>& units)
{
    const LayerProfile* profile = nullptr;
    if (_model->profile)
        profile = _model->profile->find(layerId(layer));
    if (!profile || !std::all_of(units.begin(), units.end(), [&](int unit) { return profile->dead(unit); }))
        return;
    const int unit = units.front();
    const SchemeCall standard;
    emit failed(tr("%1 was never on over the training data, so its on value is %2 and flipping it on changes "
                   "nothing. Give it a value of your own with Exact value… in its menu.")
                    .arg(neuronTitle(_model->card, layer, unit),
                         roundedText(double(profile->onValue(unit, standard.gamma, standard.statistic)), 3)));
}

void Document::clearFlips()
{
    change(tr("Clear flips"), withoutFlips(_recipe));
}

void Document::coactivate(const SchemeCall& call, const QString& gesture)
{
    if (!_model)
        return;
    _choosing = Choosing{0, call, gestureKey(gesture), {}};
    requestChoice();
}

void Document::requestChoice()
{
    _choosing->ticket = ++_ticket;
    _choosing->z = _recipe.z;
    _player.coactivate(_recipe, _choosing->call, _ticket);
}

void Document::adoptChoice(const Recipe& chosen, quint64 ticket)
{
    if (!_choosing || _choosing->ticket != ticket)
        return;
    if (_choosing->z != _recipe.z || chosen.model != _recipe.model) {
        // The latent has moved since: what is off there is not what is off here.
        requestChoice();
        return;
    }
    const Choosing choosing = *std::exchange(_choosing, {});
    Recipe next = _recipe;
    next.z = chosen.z; // some schemes choose a latent
    next.edits = chosen.edits;
    next.scheme = chosen.scheme;
    push(tr("Wake"), next, choosing.gesture);
}

void Document::compare(const PictureComparison& comparison)
{
    _comparison = comparison;
    emit comparisonChanged();
}

void Document::stopComparing()
{
    if (std::exchange(_comparison, {}))
        emit comparisonChanged();
}

void Document::setHovered(std::optional<NeuronRef> neuron)
{
    if (neuron && !holds(neuron->layer, {neuron->unit}))
        neuron.reset();
    if (_hovered == neuron)
        return;
    _hovered = neuron;
    emit hoveredChanged();
}

void Document::setSelected(std::optional<NeuronRef> neuron)
{
    if (neuron && !holds(neuron->layer, {neuron->unit}))
        neuron.reset();
    if (_selected == neuron)
        return;
    _selected = neuron;
    emit selectedChanged();
}

} // namespace flipside
