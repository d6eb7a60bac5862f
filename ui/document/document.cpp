// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include "ui/document/neuron_lookup.h"
#include "ui/document/value_command.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace flipside {
Document::Document(Player& player, QObject* parent) : QObject(parent), _player(player), _opening(player)
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
    _undoStack.push([&] {
        auto* command = step(text, *historyRecipe(), next, gesture);
        command->setTaken();
        return command;
    });
    if (std::exchange(_away, {}))
        _opening.callOff(); // the history has gone on from there
    show(next);
    bringModelBack();
}

ValueCommand<Recipe>* Document::step(const QString& text, Recipe before, Recipe after, const QString& gesture)
{
    return new ValueCommand<Recipe>(
        text, std::move(before), std::move(after), [this](const Recipe& recipe) { walkTo(recipe); }, gesture);
}

void Document::pushTaken(const QString& text, const Recipe& before, const Recipe& after)
{
    _undoStack.push([&] {
        auto* command = step(text, before, after, {});
        command->setTaken();
        return command;
    });
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
    change(tr("Move z %1").arg(dimension + 1), next, gesture);
}

void Document::changeByHand(const QString& text, Recipe next, const QString& gesture)
{
    // The scheme says how all the edits were chosen; after a change by hand it would say something untrue.
    next.scheme.reset();
    change(text, next, gesture);
}

bool Document::holds(NeuronRef neuron) const
{
    return _model && neuron.layer >= 0 && std::size_t(neuron.layer) < _model->card.layers.size() &&
           neuron.unit >= 0 && neuron.unit < _model->card.layers[std::size_t(neuron.layer)].units;
}

void Document::flip(NeuronRef neuron)
{
    if (!holds(neuron))
        return;
    if (_recipe.findEdit(_model->card.layers[std::size_t(neuron.layer)].id, neuron.unit))
        release(neuron);
    else if (_rendering)
        setEdit(neuron, _rendering->isOn(neuron.layer, neuron.unit) ? EditAction::Off : EditAction::On);
}

void Document::setEdit(NeuronRef neuron, EditAction action, std::optional<float> value,
                       const QString& gesture)
{
    if (!holds(neuron))
        return;
    if (action == EditAction::On && !value && !knowsOnValues())
        return;
    const std::string& layer = _model->card.layers[std::size_t(neuron.layer)].id;
    const QString name = neuronTitle(_model->card, neuron.layer, neuron.unit);
    QString text = tr("Set %1");
    if (action != EditAction::Value)
        text = action == EditAction::On ? tr("Flip %1 on") : tr("Flip %1 off");
    changeByHand(text.arg(name), _recipe.withEdit(Edit{layer, neuron.unit, action, value}), gesture);
    if (action == EditAction::On && !value)
        mentionNeverOn(neuron.layer, {&neuron.unit, 1});
}

bool Document::knowsOnValues()
{
    if (_model->profile)
        return true;
    emit failed(tr("This model has no activation profile, so the neuron's on value is unknown; make one with "
                   "flipside-cli profile --model %1, or give the neuron a value of your own.")
                    .arg(QString::fromStdString(_model->card.id)));
    return false;
}

void Document::flipCell(NeuronRef neuron, Cell cell, bool isOn)
{
    if (!holds(neuron))
        return;
    const std::string& layer = _model->card.layers[std::size_t(neuron.layer)].id;
    const Edit* present = _recipe.findEdit(layer, neuron.unit);
    Edit edit =
        present ? *present : Edit{layer, neuron.unit, isOn ? EditAction::Off : EditAction::On, {}, Region{}};
    if (!present && !isOn && !knowsOnValues())
        return;
    if (!edit.region)
        edit.region.emplace();
    const auto isIt = [&](const Cell& other) { return other.row == cell.row && other.column == cell.column; };
    if (std::erase_if(edit.region->cells, isIt) == 0) {
        const LayerProfile* profile = _model->profile ? _model->profile->find(layer) : nullptr;
        const SchemeCall standard;
        if (edit.action == EditAction::On && profile)
            cell.value = profile->cellOnValue(neuron.unit, cell, standard.gamma, standard.statistic);
        edit.region->cells.push_back(cell);
    }
    changeByHand(tr("Flip a place of %1").arg(neuronTitle(_model->card, neuron.layer, neuron.unit)),
                 edit.region->isEmpty() ? _recipe.withoutEdit(layer, neuron.unit) : _recipe.withEdit(edit));
}

void Document::mentionNeverOn(int layer, std::span<const int> units)
{
    const LayerProfile* profile = nullptr;
    if (_model && _model->profile && layer >= 0 && std::size_t(layer) < _model->card.layers.size())
        profile = _model->profile->find(_model->card.layers[std::size_t(layer)].id);
    if (!profile || units.empty() ||
        !std::all_of(units.begin(), units.end(), [&](int unit) { return profile->dead(unit); }))
        return;
    const int unit = units.front();
    const SchemeCall standard;
    emit failed(tr("%1 was never on over the training data, so its on value is %2 and flipping it on changes "
                   "nothing. Give it a value of your own with Exact value… in its menu.")
                    .arg(neuronTitle(_model->card, layer, unit),
                         QLocale().toString(
                             double(profile->onValue(unit, standard.gamma, standard.statistic)), 'g', 3)));
}

void Document::release(NeuronRef neuron)
{
    if (!holds(neuron))
        return;
    const std::string& layer = _model->card.layers[std::size_t(neuron.layer)].id;
    changeByHand(tr("Release %1").arg(neuronTitle(_model->card, neuron.layer, neuron.unit)),
                 _recipe.withoutEdit(layer, neuron.unit));
}

void Document::clearEdits()
{
    Recipe next = _recipe;
    next.edits.clear();
    changeByHand(tr("Clear flips"), next);
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
    push(tr("Co-activate"), next, choosing.gesture);
}

void Document::setHovered(std::optional<NeuronRef> neuron)
{
    if (neuron && !holds(*neuron))
        neuron.reset();
    if (_hovered == neuron)
        return;
    _hovered = neuron;
    emit hoveredChanged();
}

void Document::setSelected(std::optional<NeuronRef> neuron)
{
    if (neuron && !holds(*neuron))
        neuron.reset();
    if (_selected == neuron)
        return;
    _selected = neuron;
    emit selectedChanged();
}

} // namespace flipside
