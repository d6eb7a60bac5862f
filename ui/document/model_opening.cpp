// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/model_opening.h"

#include "core/base/error.h"
#include "core/instrument/check_playable.h"
#include "core/model/find_model.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace flipside {

QString problemOf(const Recipe& recipe, const ModelCard& card)
{
    try {
        checkPlayable(recipe, card);
        return {};
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
}

ModelOpening::ModelOpening(Player& player, QObject* parent)
    : QObject(parent), _player(player), _asked(player.pendingOpening())
{
    if (_asked != 0) {
        _wish = {ModelWish::Cause::Model, player.askedModel(), {}, {}};
        _state = State::Waiting;
    }
    connect(&player, &Player::modelOpened, this, &ModelOpening::takeModel);
    connect(&player, &Player::failed, this, &ModelOpening::takeFailure);
}

void ModelOpening::ask(const ModelWish& wish, const QString& place)
{
    ++_number;
    _wish = wish;
    if (wish.cause == ModelWish::Cause::Model || wish.cause == ModelWish::Cause::Again)
        askPlayer(wish.model);
    else
        lookAtCard(place);
}

void ModelOpening::callOff()
{
    ++_number;
    _wish.reset();
    _state = State::Idle;
}

bool ModelOpening::plays(const std::shared_ptr<const OpenedModel>& model) const
{
    return _played == model && _answered == _asked;
}

void ModelOpening::askPlayer(const QString& model)
{
    _state = State::Waiting;
    _asked = _player.openModel(model);
}

void ModelOpening::lookAtCard(const QString& place)
{
    _state = State::Looking;
    // The player gives up the model it has for the one it opens, so the card is looked at first.
    _files.run([this, wish = *_wish, place, number = _number.load()]() -> FileTasks::Afterwards {
        if (number != _number)
            return {}; // a key that repeats asks faster than anyone can look
        try {
            const ModelFolder model = findModelAgain(wish.recipe.model, place.toStdString());
            // A card may leave its layers to be found in the decoder.
            const ModelCard card = model.card().layers.empty() ? Decoder(model).card() : model.card();
            if (const QString problem = problemOf(wish.recipe, card); !problem.isEmpty())
                return [this, number, sentence = tr("%1: %2").arg(wish.where, problem)] {
                    refuse(number, sentence, false);
                };
            return [this, number, folder = QString::fromStdString(model.path().string())] {
                if (number == _number)
                    askPlayer(folder);
            };
        } catch (const ArgumentError& error) {
            return [this, number, sentence = QString::fromUtf8(error.what())] {
                refuse(number, sentence, true);
            };
        } catch (const std::exception& error) {
            return [this, number, sentence = QString::fromUtf8(error.what())] {
                refuse(number, sentence, false);
            };
        }
    });
}

void ModelOpening::refuse(quint64 number, const QString& sentence, bool isMissing)
{
    if (number == _number)
        emit refused(end(), sentence, isMissing);
}

void ModelOpening::takeModel(std::shared_ptr<const OpenedModel> model, quint64 opening)
{
    _played = std::move(model);
    _answered = std::max(_answered, opening);
    if (_state == State::Waiting && opening == _asked)
        emit opened(end(), _played);
    else
        emit strayed();
}

void ModelOpening::takeFailure(const QString& sentence, quint64 opening)
{
    _answered = std::max(_answered, opening);
    if (opening == 0)
        return; // it was something else
    if (_state == State::Waiting && opening == _asked)
        emit refused(end(), sentence, false);
    else
        emit strayed();
}

ModelWish ModelOpening::end()
{
    _state = State::Idle;
    return *std::exchange(_wish, {});
}

} // namespace flipside
