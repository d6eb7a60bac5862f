// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/player.h"
#include "ui/work/file_tasks.h"

#include <QObject>

#include <atomic>
#include <memory>
#include <optional>

namespace flipside {

/// A model that is to be opened, and why. What becomes of the undo history follows from why.
struct ModelWish {
    enum class Cause {
        Model,   ///< a person opens a model: a step
        Recipe,  ///< a person opens a recipe from elsewhere: a step
        Session, ///< the undo history of a session that was opened stands at this recipe
        History, ///< undo or redo leads to this recipe
        Again    ///< the model on screen is read once more, and nobody did anything
    };
    Cause cause = Cause::Model;
    QString model; ///< of Model and Again: an id or a folder; empty for the first model there is
    Recipe recipe; ///< of the others
    QString where; ///< names the recipe's source in the sentence of a refusal

    /// A deed that is a step once the model is there.
    bool isStep() const { return cause == Cause::Model || cause == Cause::Recipe; }
};

/// Why a recipe cannot be played on a model with this card; empty where it can.
QString problemOf(const Recipe& recipe, const ModelCard& card);

/// Has the player open models, one wish at a time: a newer one takes the place of the older, of which nothing
/// is heard any more. Whatever the player answers carries the number of what it was asked, and answers to
/// older questions are told as strayed().
class ModelOpening : public QObject {
    Q_OBJECT
public:
    enum class State {
        Idle,
        Looking, ///< at the model's card, in the background; the player still has what it had
        Waiting  ///< for the player's answer
    };

    /// A model that the player has been asked for already is a wish like any other.
    explicit ModelOpening(Player& player, QObject* parent = nullptr);

    State state() const { return _state; }
    /// Null where there is none.
    const ModelWish* wish() const { return _wish ? &*_wish : nullptr; }
    /// `place` is where the model of a recipe was last; it may be empty.
    void ask(const ModelWish& wish, const QString& place = {});
    void callOff();

    /// The model that the player opened last; null before the first.
    std::shared_ptr<const OpenedModel> played() const { return _played; }
    /// Whether the player has this model, and is not about to change it for another.
    bool plays(const std::shared_ptr<const OpenedModel>& model) const;

signals:
    void opened(const flipside::ModelWish& wish, std::shared_ptr<const flipside::OpenedModel> model);
    /// The player keeps what it had, or what it strayed to. `isMissing`: there is no such model.
    void refused(const flipside::ModelWish& wish, const QString& sentence, bool isMissing);
    /// The player has answered what is not wished for any more.
    void strayed();

private:
    void lookAtCard(const QString& place);
    void askPlayer(const QString& model);
    void refuse(quint64 number, const QString& sentence, bool isMissing);
    void takeModel(std::shared_ptr<const OpenedModel> model, quint64 opening);
    void takeFailure(const QString& sentence, quint64 opening);
    ModelWish end();

    Player& _player;
    State _state = State::Idle;
    std::optional<ModelWish> _wish;
    std::atomic<quint64> _number = 0; ///< of the newest wish
    quint64 _asked = 0;               ///< the player's newest opening
    quint64 _answered = 0;            ///< the newest that it has answered
    std::shared_ptr<const OpenedModel> _played;
    FileTasks _files; ///< last, so that it is done before the rest goes
};

} // namespace flipside
