// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"

#include <QObject>
#include <QTimer>

#include <cstddef>
#include <vector>

namespace flipside {

class Workspace;

/// What somebody new learns to do.
enum class Deed {
    Another,  ///< another latent, and so another picture
    Wake,     ///< a scheme chose neurons
    Click,    ///< one neuron was flipped, or let go, by hand
    Slide,    ///< one axis of the latent was moved, or a part of its maps painted on
    Keep,     ///< a picture was kept
    TakeBack, ///< the last step was undone
};

/// What deeds are told from.
struct Moment {
    Recipe recipe;
    std::vector<float> axes{}; ///< where its latent stands (LatentAxes)
    std::size_t kept = 0;      ///< pictures in the gallery
    int step = 0;              ///< where the undo history stands
};

/// Whether this deed leads from the one moment to the other.
bool isDone(Deed deed, const Moment& before, const Moment& now);

/// Tells what a person does, however they do it: by keys, buttons, menus or in panels.
class DeedWatch : public QObject {
    Q_OBJECT
public:
    explicit DeedWatch(Workspace& workspace, QObject* parent = nullptr);

signals:
    void done(flipside::Deed deed);

private:
    Moment present() const;
    void look();

    Workspace& _workspace;
    Moment _last;
    QTimer _soon; ///< once a deed is whole: the history stands elsewhere a moment after the recipe changes
};

} // namespace flipside
