// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decoder/decoder.h"
#include "core/recipe/flips.h"
#include "core/recipe/recipe.h"
#include "core/session/session.h"
#include "ui/document/model_library.h"
#include "ui/document/model_opening.h"
#include "ui/document/picture_comparison.h"
#include "ui/document/undo_history.h"
#include "ui/document/undoable_value.h"
#include "ui/player/player.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace flipside {

class LiveScheme;

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

    /// A model starts at what its card says is to be seen first (core/model/first_sight.h), or else at the
    /// latent of this seed, so that two people who open it see the same picture.
    static constexpr std::uint64_t startSeed = 16;
    /// Of the open model's first latent.
    std::uint64_t firstSeed() const;

    /// Opens a model by id or folder; empty for the first there is. The one that is open already is read
    /// again, and recipe and undo history stay. Another one is a step, taken when it is there: it begins with
    /// the recipe that it was left with, or else with its first one, and undo opens the one before again.
    /// Undo meanwhile calls it off: openingCalledOff().
    void openModel(const QString& idOrPath);
    /// Reads the open model's files again. Nobody did anything: recipe and undo history stay, and nothing
    /// happens where another model is on its way.
    void readModelAgain();
    /// Makes a recipe from elsewhere the present one, on the model that it names: a step. A recipe that
    /// cannot be played leaves everything as it is; `where` names its source in what failed() says.
    void openRecipe(const Recipe& recipe, const QString& where);
    /// The same for the recipe of a session that is opened: no step. `restoreHistory` fills the empty undo
    /// history, which stands at this recipe from then on, shown or not.
    void openSession(const Recipe& recipe, const std::function<void()>& restoreHistory, const QString& where);
    /// Goes on with what was refused as modelMissing() said, now that models() remembers where that is.
    void openFound(const Recipe& recipe);
    /// What is being opened; null while nothing is.
    const ModelWish* opening() const { return _opening.wish(); }
    ModelLibrary& models() { return _models; }
    const ModelLibrary& models() const { return _models; }

    /// A first recipe of the open model, and no history.
    void startOver();
    /// No history, and it stands at what is shown.
    void forgetHistory();
    /// Takes back the last deed: a model that is still on its way is called off.
    void undo();
    void redo();
    /// Where the undo history stands: the present recipe, or the one whose model is being opened or cannot be
    /// found. Null before the first model.
    const Recipe* historyRecipe() const;

    /// How the open model's latent is held. What a model is left with is there when it is opened again.
    const LatentHold& latentHold() const;
    void setLatentHold(const LatentHold& hold);
    /// The same of all models, by id, where they are not as at first.
    const std::map<std::string, LatentHold>& latentHolds() const { return _latentHolds; }
    /// Those of a session that is opened.
    void restoreLatentHolds(const std::map<std::string, LatentHold>& holds);

    /// A step from recipe to recipe that has been taken already.
    void pushTaken(const QString& text, const Recipe& before, const Recipe& after)
    {
        _steps.pushTaken(
            text, [&] { return before; }, after);
    }
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
    UndoHistory& undoStack() { return _undoStack; }

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

    // Flips by hand (core/recipe/flips.h), each one step. Nothing happens where the open model has no such
    // neurons.
    /// What flipping this neuron would do: release it where it is flipped, otherwise the opposite of what it
    /// is now. Empty before the first rendering.
    std::optional<Flip> flipOf(NeuronRef neuron) const;
    /// Does that.
    void flip(NeuronRef neuron);
    void flip(int layer, const std::vector<int>& units, Flip flip, const QString& gesture = {});
    void hold(int layer, const std::vector<int>& units, float value);
    /// One place of a channel's map.
    void flipPlace(NeuronRef neuron, Cell place, bool isOn);
    void clearFlips();
    /// Says so, and returns false, where there is no profile to tell what "on" is.
    bool knowsOnValues();

    /// Lets the scheme choose edits for the present z; arrives a moment later as one undoable step. A
    /// non-empty gesture merges it with the one before (a parameter being dragged).
    void coactivate(const SchemeCall& call, const QString& gesture = {});
    /// What a scheme was asked for is not there yet.
    bool isChoosing() const { return _choosing.has_value(); }

    /// What co-activation is made with, as the controls say.
    LiveScheme& scheme() { return *_scheme; }

    /// Null while the picture on screen is the one that is played, beside its regular one. Another model ends
    /// it.
    const PictureComparison* comparison() const { return _comparison ? &*_comparison : nullptr; }
    void compare(const PictureComparison& comparison);
    void stopComparing();

    std::optional<NeuronRef> hovered() const { return _hovered; }
    std::optional<NeuronRef> selected() const { return _selected; }
    void setHovered(std::optional<NeuronRef> neuron);
    void setSelected(std::optional<NeuronRef> neuron);

    Player& player() { return _player; }

signals:
    void modelChanged();
    void recipeChanged();
    void renderingChanged();
    /// The next rendering's picture, as far as it is.
    void sketched(std::shared_ptr<const flipside::Image> sketch);
    void noveltyChanged();
    void latentHoldChanged();
    void latentHoldsRestored();
    /// By endPreview(), or because something has become the present recipe.
    void previewEnded();
    void hoveredChanged();
    void selectedChanged();
    void comparisonChanged();
    /// A person's deed, before anything of it is there.
    void openingBegan(const flipside::ModelWish& wish);
    /// After modelChanged(): why it has. The open model's files may only have been read again.
    void modelOpened(const flipside::ModelWish& wish);
    /// A person's opening came to nothing because they went back in the history.
    void openingCalledOff();
    /// A model that a person asked for could not be opened; failed() has said why.
    void openingFailed(const flipside::ModelWish& wish);
    /// A recipe is of a model that is not there; failed() has said this sentence.
    void modelMissing(const flipside::Recipe& recipe, const QString& sentence);
    /// Something the user asked for could not be done; one sentence.
    void failed(const QString& sentence);

private:
    void push(const QString& text, Recipe next, const QString& gesture);
    void show(const Recipe& recipe);
    /// Undo or redo leads to a recipe; where it is of another model, that is opened for it.
    void walkTo(const Recipe& recipe);
    /// What a person asked for and has not come yet does not come any more: they went elsewhere.
    void callOffDeeds();
    /// A walk that has not arrived ends: the history is again where the recipe on screen belongs.
    void stay();
    /// The player may have changed models for something that came to nothing.
    void bringModelBack();
    void openSessionRecipe();
    void takeOpened(const ModelWish& wish, const std::shared_ptr<const OpenedModel>& model);
    void takeRefusal(const ModelWish& wish, const QString& sentence, bool isMissing);
    /// Makes it the open model; what belonged to another one goes.
    void changeModel(const std::shared_ptr<const OpenedModel>& model);
    void beginStep(const std::shared_ptr<const OpenedModel>& model, const QString& text,
                   const Recipe& recipe);
    /// Shows a model at its first recipe, which is nowhere in the history.
    void drift(const std::shared_ptr<const OpenedModel>& model);
    /// To the model that the player has.
    void driftBack();
    void begin(const Recipe& recipe);
    bool isOnScreen(const OpenedModel& model) const;
    /// What it was left with, or what its card says.
    Recipe firstRecipe(const OpenedModel& model) const;
    void adoptRendering(std::shared_ptr<const Rendering> rendering, quint64 sequence);
    void adoptChoice(const Recipe& chosen, quint64 ticket);
    void requestChoice();
    QString gestureKey(const QString& gesture) const;
    bool holds(int layer, const std::vector<int>& units) const;
    /// How a flip by hand spreads: as the scheme's, where the profile knows it.
    Spread spreadIn(int layer) const;
    const std::string& layerId(int layer) const;
    /// The neuron's name, or how many they are.
    QString named(int layer, const std::vector<int>& units) const;
    /// Says so where none of these neurons was ever on over the training data: flipping them on changes
    /// nothing.
    void mentionNeverOn(int layer, const std::vector<int>& units);

    Player& _player;
    UndoHistory _undoStack;
    ValueSteps<Recipe> _steps{_undoStack, [this](const Recipe& recipe) { walkTo(recipe); }};
    std::shared_ptr<const OpenedModel> _model;
    std::shared_ptr<const Rendering> _rendering;
    Recipe _recipe;
    ModelLibrary _models;
    std::map<QString, Recipe> _left; ///< [folder], what models that are not open now were left with
    std::map<std::string, LatentHold> _latentHolds; ///< [id]
    LiveScheme* _scheme;
    std::optional<PictureComparison> _comparison;
    std::optional<NeuronRef> _hovered;
    std::optional<NeuronRef> _selected;

    struct Choosing {
        quint64 ticket = 0;
        SchemeCall call;
        QString gesture;
        std::vector<float> z; ///< the latent that it was asked for
    };
    /// The undo history stands at a recipe that is not the one on screen.
    struct Away {
        Recipe recipe;
        QString where;
        /// Where in the history the recipe on screen belongs; nothing where it is none of its recipes.
        std::optional<int> from;
    };
    struct Refused {
        Recipe recipe;
        int index = 0;
    };
    std::optional<Choosing> _choosing; ///< the co-activation that is under way
    std::optional<Away> _away;
    std::optional<Refused> _refused; ///< where the history was to go last, and could not
    NoveltyValues _novelty;
    bool _previewing = false;
    quint64 _sequence = 0;         ///< of the picture that was asked for last
    quint64 _shownSequence = 0;    ///< of the newest rendering
    quint64 _measuredSequence = 0; ///< of the rendering that the metrics are of
    quint64 _ticket = 0;
    quint64 _gestures = 0; ///< how many have ended: what comes after one is another step
    ModelOpening _opening; ///< last, so that it is done before the rest goes
};

} // namespace flipside
