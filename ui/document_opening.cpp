// SPDX-License-Identifier: GPL-3.0-or-later
// Opening models, recipes and sessions, and the undo history across them.
#include "base/error.h"
#include "base/random.h"
#include "document.h"
#include "model/find_model.h"
#include "model/prior.h"
#include "study/check_playable.h"
#include "value_command.h"

#include <algorithm>
#include <exception>
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

void Document::openModel(const QString& idOrPath)
{
    stopWaiting();
    _player.openModel(idOrPath);
}

void Document::openRecipe(const Recipe& recipe, const QString& where)
{
    ++_openings;
    if (!_model || recipe.model != _model->card.id) {
        openOtherModel({recipe, where, {}, false});
        return;
    }
    const QString problem = problemOf(recipe, _model->card);
    if (problem.isEmpty())
        change(tr("Open recipe"), recipe);
    else
        emit failed(tr("%1: %2").arg(where, problem));
}

void Document::openSession(const Recipe& recipe, const std::function<void()>& shown, const QString& where)
{
    ++_openings;
    if (_isReturning || !canPlay(recipe)) {
        openOtherModel({recipe, where, shown, false});
        return;
    }
    _undoStack.clear();
    adopt(recipe);
    shown();
}

void Document::startOver()
{
    _undoStack.clear();
    _left.clear();
    if (_model)
        adopt(firstRecipe());
}

const LatentHold& Document::latentHold() const
{
    static const LatentHold first;
    const auto found = _model ? _latentHolds.find(_model->card.id) : _latentHolds.end();
    return found == _latentHolds.end() ? first : found->second;
}

void Document::setLatentHold(const LatentHold& hold)
{
    if (!_model || hold == latentHold())
        return;
    if (hold == LatentHold{})
        _latentHolds.erase(_model->card.id);
    else
        _latentHolds[_model->card.id] = hold;
    emit latentHoldChanged();
}

void Document::restoreLatentHolds(const std::map<std::string, LatentHold>& holds)
{
    _latentHolds = holds;
    emit latentHoldsRestored();
}

void Document::rememberPlace(const QString& id, const QString& folder)
{
    _places[id] = folder;
}

bool Document::canPlay(const Recipe& recipe) const
{
    return _model && recipe.model == _model->card.id && problemOf(recipe, _model->card).isEmpty();
}

void Document::stopWaiting()
{
    ++_openings;
    _waiting.reset();
    _isReturning = false;
}

void Document::returnTo(const Recipe& recipe)
{
    ++_openings;
    openOtherModel({recipe, tr("the undo history"), {}, true});
}

void Document::openOtherModel(const Waiting& waiting)
{
    _isReturning = waiting.isTaken;
    // The player gives up the model it has for the one it opens, so the card is looked at first.
    const QString id = QString::fromStdString(waiting.recipe.model);
    _files.run([this, waiting, id, place = placeOf(id), opening = _openings]() -> FileTasks::Afterwards {
        const auto refuse = [this, opening](const QString& sentence) {
            if (opening == _openings)
                stopWaiting();
            emit failed(sentence);
        };
        try {
            const ModelFolder model = findModelAgain(id.toStdString(), place.toStdString());
            // A card may leave its layers to be found in the decoder.
            const ModelCard card = model.card().layers.empty() ? Decoder(model).card() : model.card();
            if (const QString problem = problemOf(waiting.recipe, card); !problem.isEmpty())
                return [refuse, sentence = tr("%1: %2").arg(waiting.where, problem)] { refuse(sentence); };
            return [this, waiting, opening, folder = QString::fromStdString(model.path().string())] {
                if (opening != _openings)
                    return;
                _waiting = waiting;
                _player.openModel(folder);
            };
        } catch (const ArgumentError& error) {
            return [this, refuse, waiting, sentence = QString::fromUtf8(error.what())] {
                refuse(sentence);
                emit modelMissing(waiting.recipe);
            };
        } catch (const std::exception& error) {
            return [refuse, sentence = QString::fromUtf8(error.what())] { refuse(sentence); };
        }
    });
}

void Document::setRestoredSteps(int done)
{
    _isRestoring = true;
    _undoStack.setIndex(done);
    _isRestoring = false;
}

void Document::adoptModel(std::shared_ptr<const OpenedModel> model)
{
    const std::shared_ptr<const OpenedModel> left = std::exchange(_model, std::move(model));
    const Recipe leftWith = _recipe;
    const bool isSame =
        left && !_waiting && left->folder == _model->folder && haveSameNeurons(left->card, _model->card);
    if (left)
        _left[left->folder] = leftWith;
    const QString id = QString::fromStdString(_model->card.id);
    rememberPlace(id, _model->folder);
    _modelNames.add({{id, QString::fromStdString(_model->card.name)}}, {{id, _model->card.typical}});
    _choosing.reset();
    _isReturning = false;
    if (isSame) {
        begin(_recipe);
        return;
    }
    _rendering.reset();
    _novelty.clear();
    _hovered.reset();
    _selected.reset();
    const std::optional<Waiting> waiting = std::exchange(_waiting, {});
    const Recipe first = waiting && canPlay(waiting->recipe) ? waiting->recipe : firstRecipe();
    const bool isAsked = waiting && waiting->recipe == first;
    // A step says by its recipe's id which model it is of, so two of one id do not share a history.
    const bool goesOn = left && left->card.id != _model->card.id && !(waiting && waiting->shown);
    if (!goesOn)
        _undoStack.clear();
    begin(first);
    if (goesOn && !(isAsked && waiting->isTaken))
        pushTaken(isAsked ? tr("Open recipe") : tr("Open %1").arg(QString::fromStdString(_model->card.name)),
                  leftWith, _recipe);
    if (isAsked && waiting->shown)
        waiting->shown();
    if (const QString problem = waiting ? problemOf(waiting->recipe, _model->card) : QString();
        !problem.isEmpty())
        emit failed(tr("%1: %2").arg(waiting->where, problem));
}

Recipe Document::firstRecipe() const
{
    const auto left = _left.find(_model->folder);
    if (left != _left.end() && canPlay(left->second))
        return left->second;
    Random random(startSeed);
    return {_model->card.id, drawLatent(_model->card, random), {}, {}};
}

void Document::begin(const Recipe& recipe)
{
    _recipe = _model->profile ? withOnValues(recipe, *_model->profile) : recipe;
    emit modelChanged();
    adopt(_recipe);
}

} // namespace flipside
