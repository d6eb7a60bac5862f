// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decoder/decoder.h"
#include "core/profile/activation_profile.h"
#include "core/recipe/recipe.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace flipside {

/// Metrics of one picture, by name ("dr"; novelty/metric.h).
using NoveltyValues = std::map<std::string, double>;

/// What the interface may know of an open model. Shared, const.
struct OpenedModel {
    ModelCard card;
    std::shared_ptr<const ActivationProfile> profile; ///< null where the model has none
    QString folder;
    bool hasEncoder = false;
    bool hasGauges = false;        ///< something can be measured of its pictures
    std::vector<float> offValues;  ///< [layer]
    std::vector<float> thresholds; ///< [layer], τ
};

/// The picture with only one neuron flipped, for the inspector.
struct InspectedNeuron {
    int layer = 0;
    int unit = 0;
    Image image; ///< the recipe's z, no other edit than this neuron's flip
    Image map;   ///< a channel's activations at each place, with the recipe's edits; empty for a neuron
};

/// Owns the decoder's thread. The interface sends it requests, which return at once, and hears answers as
/// signals on its own thread. Pictures go through a mailbox that holds one recipe: a newer one replaces it,
/// and an older decode under way is abandoned (unless it is done in a blink anyway; without that a long drag
/// on a middling model would show nothing until its end), so the last recipe sent is always the one shown in
/// the end. In order of importance: opening a model, the picture, a scheme's choice, a layer's maps, the
/// gauge, an inspected neuron, latent effects; the less important ones wait for the more important and are
/// dropped when something newer of their kind arrives.
class Player : public QObject {
    Q_OBJECT
public:
    /// Decodes on `device`, or on the processor where there is no such device.
    explicit Player(Device device = Device::Cpu, QObject* parent = nullptr);
    /// Abandons what is under way and joins the thread.
    ~Player() override;

    /// An id or a folder; empty for the first model there is. Returns the opening's number, above 0, which
    /// `modelOpened` or `failed` will carry; neither comes where a newer opening takes its place.
    virtual quint64 openModel(const QString& idOrPath);
    /// The opening that has not been answered yet, or 0.
    quint64 pendingOpening() const;
    /// What openModel() was given last.
    const QString& askedModel() const { return _askedModel; }
    /// Returns the sequence number that `rendered` will carry.
    virtual quint64 show(const Recipe& recipe);
    void coactivate(const Recipe& recipe, const SchemeCall& call, quint64 ticket);
    void inspect(const Recipe& recipe, int layer, int unit);
    void readMaps(const Recipe& recipe, int layer);
    /// How much each latent dimension changes the picture (L2 distance for a step of +1 at this z).
    void rankLatents(const Recipe& recipe);

signals:
    void modelOpened(std::shared_ptr<const flipside::OpenedModel> model, quint64 opening);
    void rendered(std::shared_ptr<const flipside::Rendering> rendering, quint64 sequence);
    /// The picture that will be rendered with this sequence number, as far as it is.
    void sketched(std::shared_ptr<const flipside::Image> sketch, quint64 sequence);
    /// The metrics of the picture with this sequence number; not sent for models without encoder.
    void measured(flipside::NoveltyValues values, quint64 sequence);
    void coactivated(flipside::Recipe recipe, quint64 ticket);
    void mapsRead(std::shared_ptr<const flipside::LayerMaps> maps);
    void inspected(std::shared_ptr<const flipside::InspectedNeuron> neuron);
    void latentsRanked(std::vector<float> effects);
    /// One sentence; `opening` says which one it was where no model could be opened, and is 0 otherwise.
    void failed(QString sentence, quint64 opening);

private:
    void takeAnswers();

    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
    QString _askedModel;
};

} // namespace flipside
