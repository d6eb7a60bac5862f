// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "decoder/decoder.h"
#include "file_tasks.h"
#include "model_names.h"
#include "player.h"
#include "recipe/recipe.h"
#include "session/session.h"

#include <QHash>
#include <QObject>
#include <QUndoStack>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace flipside {

template <typename Value>
class ValueCommand;

/// A neuron that the user points at or has chosen: index of the layer (from z to image), unit in it.
struct NeuronRef {
    int layer = 0;
    int unit = 0;
    bool operator==(const NeuronRef&) const = default;
};

/// What the window works on: the model, the present recipe with its undo history, the newest rendering, and
/// the neuron in focus. Views change it and listen to it; they never talk to each other. Lives on the
/// interface thread and never waits: decoding happens in the Player, whose answers arrive as signals.
class Document : public QObject {
    Q_OBJECT
public:
    explicit Document(Player& player, QObject* parent = nullptr);

    /// Every model starts at the latent of this seed, so that two people who open it see the same picture.
    static constexpr std::uint64_t startSeed = 16;

    /// Opens a model by id or folder; empty for the first there is. The one that is open already is read
    /// again, and recipe and undo history stay. Another one is a step: it begins with the recipe that it was
    /// left with, or else at its first latent with nothing flipped, and undo opens the one before again.
    void openModel(const QString& idOrPath);
    /// Makes a recipe from elsewhere the present one, on the model that it names: a step. A recipe that
    /// cannot be played leaves everything as it is; `where` names its source in what failed() says.
    void openRecipe(const Recipe& recipe, const QString& where);
    /// The same for the recipe of a session that is opened: no step. The undo history is empty, and `shown`
    /// is called for it to be restored, once the recipe is the present one.
    void openSession(const Recipe& recipe, const std::function<void()>& shown, const QString& where);
    /// Where a model is that findModel() does not find by its id.
    void rememberPlace(const QString& id, const QString& folder);
    QString placeOf(const QString& id) const { return _places.value(id); }
    ModelNames& modelNames() { return _modelNames; }

    /// A first recipe of the open model, and no history.
    void startOver();

    /// How the open model's latent is held. What a model is left with is there when it is opened again.
    const LatentHold& latentHold() const;
    void setLatentHold(const LatentHold& hold);
    /// The same of all models, by id, where they are not as at first.
    const std::map<std::string, LatentHold>& latentHolds() const { return _latentHolds; }
    /// Those of a session that is opened.
    void restoreLatentHolds(const std::map<std::string, LatentHold>& holds);

    /// A step from recipe to recipe of a history that is restored; it has been taken already.
    void pushTaken(const QString& text, const Recipe& before, const Recipe& after);
    /// How many steps of a history that has been restored are done; the recipe stays what it is.
    void setRestoredSteps(int done);
    /// Whether the recipe is one of the open model that it can play.
    bool canPlay(const Recipe& recipe) const;

    /// Null until the first model is open.
    std::shared_ptr<const OpenedModel> model() const { return _model; }
    const Recipe& recipe() const { return _recipe; }
    /// The newest rendering; it may belong to an older recipe while the decoder is busy. Null before the
    /// first.
    std::shared_ptr<const Rendering> rendering() const { return _rendering; }
    /// True where the newest rendering is of the present recipe.
    bool isShown() const { return !_previewing && !isDecoding(); }
    /// True while the picture that was asked for last is not there yet.
    bool isDecoding() const { return _shownSequence != _sequence; }
    /// Metrics of the newest picture that they are known of; empty before the first, and for models without
    /// encoder.
    const NoveltyValues& novelty() const { return _novelty; }
    /// Metrics of the newest rendering itself; empty until they are known.
    NoveltyValues noveltyOfRendering() const;
    QUndoStack& undoStack() { return _undoStack; }

    /// Makes `next` the present recipe as one undoable step called `text`. Successive changes with the same
    /// non-empty `gesture` (a slider's drag, a paint stroke) become one step, until endGesture().
    void change(const QString& text, const Recipe& next, const QString& gesture = {});
    void endGesture();

    /// Shows another recipe for the moment, as a film that plays does: the present one and the undo history
    /// stay what they are. It lasts until endPreview() or the next change. False, and nothing happens, where
    /// the open model cannot play it.
    bool preview(const Recipe& recipe);
    /// Shows the present recipe again.
    void endPreview();
    bool isPreviewing() const { return _previewing; }

    void setLatent(int dimension, float value, const QString& gesture);
    /// Off units go on, on units go off, flipped units are released.
    void flip(NeuronRef neuron);
    void setEdit(NeuronRef neuron, EditAction action, std::optional<float> value = {},
                 const QString& gesture = {});
    /// Flips one place of a channel's map: on where it `isOn` not, else off. Where it is flipped already it
    /// is released; a flip of the whole map shrinks to this place.
    void flipCell(NeuronRef neuron, Cell cell, bool isOn);
    void release(NeuronRef neuron);
    void clearEdits();
    /// Says so where none of these neurons was ever on over the training data: flipping them on changes
    /// nothing.
    void mentionNeverOn(int layer, std::span<const int> units);
    /// Lets the scheme choose edits for the present z; arrives a moment later as one undoable step. A
    /// non-empty gesture merges it with the one before (a parameter being dragged).
    void coactivate(const SchemeCall& call, const QString& gesture = {});

    std::optional<NeuronRef> hovered() const { return _hovered; }
    std::optional<NeuronRef> selected() const { return _selected; }
    void setHovered(std::optional<NeuronRef> neuron);
    void setSelected(std::optional<NeuronRef> neuron);

    Player& player() { return _player; }

signals:
    void modelChanged();
    void recipeChanged();
    void renderingChanged();
    void noveltyChanged();
    void latentHoldChanged();
    void latentHoldsRestored();
    /// By endPreview(), or because something has become the present recipe.
    void previewEnded();
    void hoveredChanged();
    void selectedChanged();
    /// A recipe is of a model that is not there; failed() has said so.
    void modelMissing(const flipside::Recipe& recipe);
    /// Something the user asked for could not be done; one sentence.
    void failed(const QString& sentence);

private:
    ValueCommand<Recipe>* step(const QString& text, Recipe before, Recipe after, const QString& gesture);
    void push(const QString& text, Recipe next, const QString& gesture);
    void adopt(const Recipe& recipe);
    /// The undo history leads to a recipe of another model, which is opened for it.
    void returnTo(const Recipe& recipe);
    void adoptModel(std::shared_ptr<const OpenedModel> model);
    void begin(const Recipe& recipe);
    Recipe firstRecipe() const;
    void adoptRendering(std::shared_ptr<const Rendering> rendering, quint64 sequence);
    void adoptChoice(const Recipe& chosen, quint64 ticket);
    void requestChoice();
    void changeByHand(const QString& text, Recipe next, const QString& gesture = {});
    QString gestureKey(const QString& gesture) const;
    bool holds(NeuronRef neuron) const;
    /// Says so, and returns false, where there is no profile to tell what "on" is.
    bool knowsOnValues();

    Player& _player;
    QUndoStack _undoStack;
    std::shared_ptr<const OpenedModel> _model;
    std::shared_ptr<const Rendering> _rendering;
    Recipe _recipe;
    QHash<QString, QString> _places; ///< [id], folder
    ModelNames _modelNames;
    std::map<QString, Recipe> _left; ///< [folder], what models that are not open now were left with
    std::map<std::string, LatentHold> _latentHolds; ///< [id]
    std::optional<NeuronRef> _hovered;
    std::optional<NeuronRef> _selected;

    struct Choosing {
        quint64 ticket = 0;
        SchemeCall call;
        QString gesture;
        std::vector<float> z; ///< the latent that it was asked for
    };
    struct Waiting {
        Recipe recipe;
        QString where;
        std::function<void()> shown; ///< of a session
        bool isTaken = false;        ///< a step of the undo history that is there already
    };
    void openOtherModel(const Waiting& waiting);
    void stopWaiting();
    std::optional<Choosing> _choosing; ///< the co-activation that is under way
    std::optional<Waiting> _waiting;   ///< the recipe whose model is being opened
    NoveltyValues _novelty;
    bool _isReturning = false; ///< what waits is a step of the undo history
    bool _isRestoring = false;
    bool _previewing = false;
    quint64 _sequence = 0;         ///< of the picture that was asked for last
    quint64 _shownSequence = 0;    ///< of the newest rendering
    quint64 _measuredSequence = 0; ///< of the rendering that the metrics are of
    quint64 _ticket = 0;
    quint64 _openings = 0; ///< how often something was to be opened: the last wish counts
    quint64 _gestures = 0; ///< how many have ended: what comes after one is another step
    FileTasks _files;      ///< last, so that it is done before the rest goes
};

} // namespace flipside
