// SPDX-License-Identifier: GPL-3.0-or-later
// Opening models, recipes and sessions, and the undo history across them.
#include "core/base/random.h"
#include "core/model/prior.h"
#include "ui/document/document.h"

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

using Cause = ModelWish::Cause;

/// Whether what was done to the one model can be done to the other.
bool haveSameNeurons(const ModelCard& a, const ModelCard& b)
{
    return a.id == b.id && a.latentLength() == b.latentLength() &&
           std::ranges::equal(a.layers, b.layers, [](const LayerInfo& one, const LayerInfo& other) {
               return one.id == other.id && one.units == other.units;
           });
}

/// The recipe as it is on a model: edits that leave their values to it get them.
Recipe filledIn(const Recipe& recipe, const OpenedModel& model)
{
    return model.profile ? withOnValues(recipe, *model.profile) : recipe;
}

QString idOf(const Recipe& recipe)
{
    return QString::fromStdString(recipe.model);
}

} // namespace

void Document::openModel(const QString& idOrPath)
{
    stay();
    _opening.ask({Cause::Model, idOrPath, {}, {}});
    emit openingBegan(*_opening.wish());
}

void Document::readModelAgain()
{
    if (_model && !_opening.wish())
        _opening.ask({Cause::Again, _model->folder, {}, {}});
}

void Document::openRecipe(const Recipe& recipe, const QString& where)
{
    stay();
    emit openingBegan({Cause::Recipe, {}, recipe, where});
    if (!_model || recipe.model != _model->card.id) {
        _opening.ask({Cause::Recipe, {}, recipe, where}, _models.placeOf(idOf(recipe)));
        return;
    }
    if (const QString problem = problemOf(recipe, _model->card); !problem.isEmpty()) {
        bringModelBack();
        emit failed(tr("%1: %2").arg(where, problem));
        return;
    }
    if (_opening.wish() && _opening.wish()->isStep())
        _opening.callOff(); // the last wish counts
    change(tr("Open recipe"), recipe);
    bringModelBack();
}

void Document::openSession(const Recipe& recipe, const std::function<void()>& restoreHistory,
                           const QString& where)
{
    forgetHistory();
    _away = Away{recipe, where, {}};
    restoreHistory();
    openSessionRecipe();
}

void Document::openSessionRecipe()
{
    const Away away = *_away;
    if (canPlay(away.recipe) && _opening.plays(_model)) {
        _opening.callOff();
        _away.reset();
        show(filledIn(away.recipe, *_model));
        return;
    }
    _opening.ask({Cause::Session, {}, away.recipe, away.where}, _models.placeOf(idOf(away.recipe)));
}

void Document::openFound(const Recipe& recipe)
{
    if (_away && !_away->from && _away->recipe == recipe)
        openSessionRecipe();
    else if (_refused && _refused->recipe == recipe)
        _undoStack.walkTo(_refused->index);
    else
        openRecipe(recipe, tr("the recipe"));
}

void Document::startOver()
{
    forgetHistory();
    _left.clear();
    if (_model)
        show(firstRecipe(*_model));
}

void Document::forgetHistory()
{
    _undoStack.clear();
    _refused.reset();
    if (std::exchange(_away, {}))
        _opening.callOff();
    bringModelBack();
}

void Document::undo()
{
    if (_model && _opening.wish() && _opening.wish()->isStep())
        callOffDeeds();
    else
        _undoStack.undo();
}

void Document::redo()
{
    _undoStack.redo();
}

const Recipe* Document::historyRecipe() const
{
    if (_away)
        return &_away->recipe;
    return _model ? &_recipe : nullptr;
}

void Document::callOffDeeds()
{
    _choosing.reset();
    if (!_model || !_opening.wish() || !_opening.wish()->isStep())
        return;
    _opening.callOff();
    bringModelBack();
    emit openingCalledOff();
}

void Document::walkTo(const Recipe& recipe)
{
    if (_undoStack.isBeingPut())
        return;
    callOffDeeds();
    if (canPlay(recipe)) {
        if (std::exchange(_away, {}))
            _opening.callOff();
        show(recipe);
        bringModelBack();
        return;
    }
    std::optional<int> from;
    if (_away)
        from = _away->from;
    else if (_model)
        from = _undoStack.index();
    _away = Away{recipe, tr("the undo history"), from};
    _opening.ask({Cause::History, {}, recipe, _away->where}, _models.placeOf(idOf(recipe)));
}

void Document::stay()
{
    if (!_away || !_away->from)
        return;
    const int index = *_away->from;
    _away.reset();
    _opening.callOff();
    _undoStack.putAt(index);
}

void Document::bringModelBack()
{
    if (_opening.wish() || !_opening.played() || _opening.plays(_model))
        return;
    if (_model)
        readModelAgain();
    else if (_opening.plays(_opening.played()))
        driftBack(); // better than nothing on screen
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

bool Document::canPlay(const Recipe& recipe) const
{
    return _model && recipe.model == _model->card.id && problemOf(recipe, _model->card).isEmpty();
}

bool Document::isOnScreen(const OpenedModel& model) const
{
    return _model && _model->folder == model.folder && haveSameNeurons(_model->card, model.card);
}

void Document::takeOpened(const ModelWish& wish, const std::shared_ptr<const OpenedModel>& model)
{
    const bool isOfARecipe = wish.cause != Cause::Model && wish.cause != Cause::Again;
    const QString problem = isOfARecipe ? problemOf(wish.recipe, model->card) : QString();
    switch (wish.cause) {
    case Cause::Again:
    case Cause::Model:
        if (isOnScreen(*model) && (wish.cause == Cause::Again || !_away)) {
            changeModel(model);
            begin(_recipe);
        } else if (wish.cause == Cause::Again) {
            drift(model);
        } else {
            beginStep(model, tr("Open %1").arg(QString::fromStdString(model->card.name)),
                      isOnScreen(*model) ? _recipe : firstRecipe(*model));
        }
        break;
    case Cause::Recipe:
        if (problem.isEmpty()) {
            beginStep(model, tr("Open recipe"), wish.recipe);
        } else {
            beginStep(model, tr("Open %1").arg(QString::fromStdString(model->card.name)),
                      firstRecipe(*model));
        }
        break;
    case Cause::Session:
    case Cause::History:
        if (problem.isEmpty()) {
            _away.reset();
            changeModel(model);
            begin(wish.recipe);
        } else {
            takeRefusal(wish, tr("%1: %2").arg(wish.where, problem), false);
            return;
        }
        break;
    }
    emit modelOpened(wish);
    if (wish.cause == Cause::Recipe && !problem.isEmpty())
        emit failed(tr("%1: %2").arg(wish.where, problem));
}

void Document::takeRefusal(const ModelWish& wish, const QString& sentence, bool isMissing)
{
    if (wish.cause == Cause::History && _away && _away->from) {
        const Refused refused{wish.recipe, _undoStack.index()};
        stay();
        _refused = refused;
    }
    if (wish.cause == Cause::Again && _opening.played() && !_opening.plays(_model))
        driftBack(); // it cannot be read any more
    bringModelBack();
    emit failed(sentence);
    if (isMissing)
        emit modelMissing(wish.recipe, sentence);
    else if (wish.isStep())
        emit openingFailed(wish);
}

void Document::changeModel(const std::shared_ptr<const OpenedModel>& model)
{
    const bool isSame = isOnScreen(*model);
    if (_model)
        _left[_model->folder] = _recipe;
    _model = model;
    _models.meet(model->card, model->folder);
    _choosing.reset();
    if (isSame)
        return;
    stopComparing();
    _rendering.reset();
    _novelty.clear();
    _hovered.reset();
    _selected.reset();
}

void Document::beginStep(const std::shared_ptr<const OpenedModel>& model, const QString& text,
                         const Recipe& recipe)
{
    std::optional<Recipe> before;
    if (const Recipe* known = historyRecipe())
        before = *known;
    if (before && !_away && before->model == model->card.id) {
        // A step says by its recipe's id which model it is of, so two of one id do not share a history.
        before.reset();
        _undoStack.clear();
        _refused.reset();
    }
    _away.reset();
    changeModel(model);
    begin(recipe);
    if (before)
        pushTaken(text, *before, _recipe);
}

void Document::driftBack()
{
    const auto played = _opening.played();
    drift(played);
    emit modelOpened({Cause::Again, played->folder, {}, {}});
}

void Document::drift(const std::shared_ptr<const OpenedModel>& model)
{
    if (const Recipe* recipe = historyRecipe(); recipe && !_away)
        _away = Away{*recipe, tr("the undo history"), {}};
    const Recipe first = firstRecipe(*model);
    changeModel(model);
    begin(first);
}

Recipe Document::firstRecipe(const OpenedModel& model) const
{
    const auto left = _left.find(model.folder);
    if (left != _left.end() && left->second.model == model.card.id &&
        problemOf(left->second, model.card).isEmpty())
        return left->second;
    const FirstSight sight = model.card.firstSight.value_or(FirstSight{startSeed, {}, {}});
    Random random(sight.seed);
    return {model.card.id, drawLatent(model.card, random), sight.edits, sight.scheme};
}

std::uint64_t Document::firstSeed() const
{
    return _model && _model->card.firstSight ? _model->card.firstSight->seed : startSeed;
}

void Document::begin(const Recipe& recipe)
{
    _recipe = filledIn(recipe, *_model);
    emit modelChanged();
    show(_recipe);
}

} // namespace flipside
