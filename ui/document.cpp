// SPDX-License-Identifier: GPL-3.0-or-later
#include "document.h"

#include "base/error.h"
#include "base/random.h"
#include "model/find_model.h"
#include "model/prior.h"
#include "neuron_lookup.h"
#include "recipe_command.h"
#include "study/check_playable.h"

#include <QLocale>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace flipside {
namespace {

/// Why the recipe cannot be played on a model with this card; empty where it can.
QString problemOf(const Recipe& recipe, const ModelCard& card)
{
    try {
        checkPlayable(recipe, card);
        return {};
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
}

/// Whether what was done to the one model can be done to the other.
bool haveSameNeurons(const ModelCard& a, const ModelCard& b)
{
    return a.id == b.id && a.latentLength() == b.latentLength() &&
           std::ranges::equal(a.layers, b.layers, [](const LayerInfo& one, const LayerInfo& other) {
               return one.id == other.id && one.units == other.units;
           });
}

} // namespace

Document::Document(Player& player, QObject* parent) : QObject(parent), _player(player)
{
    connect(&player, &Player::modelOpened, this, &Document::adoptModel);
    connect(&player, &Player::rendered, this, &Document::adoptRendering);
    connect(&player, &Player::coactivated, this, &Document::adoptChoice);
    connect(&player, &Player::measured, this, [this](const NoveltyValues& values, quint64 sequence) {
        if (sequence != _shownSequence)
            return;
        _novelty = values;
        emit noveltyChanged();
    });
    connect(&_files, &FileTasks::failed, this, &Document::failed);
    connect(&player, &Player::failed, this, [this](const QString& sentence, bool openingFailed) {
        if (openingFailed)
            _waiting.reset();
        emit failed(sentence);
    });
}

void Document::openModel(const QString& idOrPath)
{
    ++_openings;
    _waiting.reset();
    _player.openModel(idOrPath);
}

void Document::openRecipe(const Recipe& recipe, const QString& where)
{
    ++_openings;
    if (!_model || recipe.model != _model->card.id) {
        openOtherModel({recipe, where, {}});
        return;
    }
    const QString problem = problemOf(recipe, _model->card);
    if (problem.isEmpty())
        change(tr("Open recipe"), recipe);
    else
        emit failed(tr("%1: %2").arg(where, problem));
}

void Document::openSession(const Recipe& recipe, const History& history, const QString& where)
{
    ++_openings;
    const bool isOpen = _model && recipe.model == _model->card.id;
    if (!isOpen || !problemOf(recipe, _model->card).isEmpty()) {
        openOtherModel({recipe, where, history});
        return;
    }
    _undoStack.clear();
    adopt(recipe);
    restore(history);
}

void Document::startOver()
{
    _undoStack.clear();
    _left.clear();
    if (_model)
        adopt(firstRecipe());
}

void Document::rememberPlace(const QString& id, const QString& folder)
{
    _places[id] = folder;
}

void Document::openOtherModel(const Waiting& waiting)
{
    // The player gives up the model it has for the one it opens, so the card is looked at first.
    const QString id = QString::fromStdString(waiting.recipe.model);
    _files.run([this, waiting, id, place = placeOf(id), opening = _openings]() -> FileTasks::Afterwards {
        try {
            const ModelFolder model = findModelAgain(id.toStdString(), place.toStdString());
            const QString problem = problemOf(waiting.recipe, model.card());
            if (!problem.isEmpty())
                throw std::runtime_error(tr("%1: %2").arg(waiting.where, problem).toStdString());
            return [this, waiting, opening, folder = QString::fromStdString(model.path().string())] {
                if (opening != _openings)
                    return;
                _waiting = waiting;
                _player.openModel(folder);
            };
        } catch (const ArgumentError& error) {
            return [this, waiting, sentence = QString::fromUtf8(error.what())] {
                emit failed(sentence);
                emit modelMissing(waiting.recipe);
            };
        }
    });
}

History Document::history(int longest) const
{
    History history;
    const int first = std::max(0, _undoStack.index() - longest);
    const int end = std::min(_undoStack.count(), _undoStack.index() + longest);
    for (int i = first; i < end; ++i) {
        const auto* command = dynamic_cast<const RecipeCommand*>(_undoStack.command(i));
        if (!command)
            continue;
        if (!history.start)
            history.start = command->before();
        history.steps.push_back({command->text().toStdString(), command->after()});
        if (i < _undoStack.index())
            history.done = history.steps.size();
    }
    return history;
}

void Document::restore(const History& history)
{
    if (!history.start)
        return;
    const auto fits = [this](const Recipe& recipe) { return problemOf(recipe, _model->card).isEmpty(); };
    if (!fits(*history.start) ||
        !std::ranges::all_of(history.steps, fits, [](const History::Step& step) { return step.recipe; }))
        return;
    const Recipe* before = &*history.start;
    for (const History::Step& step : history.steps) {
        _undoStack.push(new RecipeCommand(*this, QString::fromStdString(step.text), *before, step.recipe));
        before = &step.recipe;
    }
    _undoStack.setIndex(int(history.done));
}

void Document::adoptModel(std::shared_ptr<const OpenedModel> model)
{
    const bool isSame =
        _model && !_waiting && _model->folder == model->folder && haveSameNeurons(_model->card, model->card);
    if (_model)
        _left[_model->folder] = _recipe;
    _model = std::move(model);
    rememberPlace(QString::fromStdString(_model->card.id), _model->folder);
    _choosing.reset();
    if (isSame) {
        begin(_recipe);
        return;
    }
    _undoStack.clear();
    _rendering.reset();
    _novelty.clear();
    _hovered.reset();
    _selected.reset();
    begin(firstRecipe());
}

Recipe Document::firstRecipe()
{
    const auto fits = [this](const Recipe& recipe) { return problemOf(recipe, _model->card).isEmpty(); };
    if (_waiting && fits(_waiting->recipe))
        return _waiting->recipe;
    const auto left = _left.find(_model->folder);
    if (left != _left.end() && fits(left->second))
        return left->second;
    Random random(startSeed);
    return {_model->card.id, drawLatent(_model->card, random), {}, {}};
}

void Document::begin(const Recipe& recipe)
{
    _recipe = _model->profile ? withOnValues(recipe, *_model->profile) : recipe;
    const std::optional<Waiting> waiting = std::exchange(_waiting, {});
    emit modelChanged();
    adopt(_recipe);
    if (waiting && waiting->history && waiting->recipe == recipe)
        restore(*waiting->history);
    const QString problem = waiting ? problemOf(waiting->recipe, _model->card) : QString();
    if (!problem.isEmpty())
        emit failed(tr("%1: %2").arg(waiting->where, problem));
}

void Document::adoptRendering(std::shared_ptr<const Rendering> rendering, quint64 sequence)
{
    if (!_model || rendering->recipe.model != _model->card.id || sequence <= _shownSequence)
        return;
    _rendering = std::move(rendering);
    _shownSequence = sequence;
    emit renderingChanged();
}

void Document::adopt(const Recipe& recipe)
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
    if (!_model || !problemOf(recipe, _model->card).isEmpty())
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
    if (next != _recipe)
        _undoStack.push(new RecipeCommand(*this, text, std::move(next), gesture));
    else
        endPreview();
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
