// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/motion/latent_walk.h"
#include "core/recipe/recipe.h"
#include "core/variation/latent_axes.h"
#include "ui/motion/frame_clock.h"

#include <QObject>

#include <cstdint>
#include <optional>
#include <vector>

namespace flipside {

class Document;

/// Walks endlessly through latent space from the present recipe on, as the document's preview. Flips made
/// meanwhile come along; another latent (undo, a slider) ends the walk there. Stopping keeps the place as one
/// undoable step.
class LatentWalker : public QObject {
    Q_OBJECT
public:
    /// `widget` is on the screen whose rate it is.
    LatentWalker(Document& document, const QWidget& widget, QObject* parent = nullptr);

    bool isRunning() const { return _walk.has_value(); }
    /// From the same start, the same seed takes the same way. Nothing without a model.
    void start(std::uint64_t seed);
    void stop();
    /// How often a second it gets somewhere else, above 0.
    void setSpeed(double placesPerSecond) { _speed = placesPerSecond; }
    /// The present recipe at the place where the walk is.
    Recipe recipe() const;

signals:
    void runningChanged();

private:
    void advance(double seconds);
    void takeRecipe();
    void end();

    Document& _document;
    FrameClock _clock;
    std::optional<LatentWalk> _walk;
    LatentAxes _axes;
    std::vector<float> _start;
    std::vector<double> _times; ///< [axis]
    double _speed = 0.3;
};

} // namespace flipside
