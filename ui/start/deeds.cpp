// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/deeds.h"

#include "core/variation/latent_axes.h"
#include "ui/workspace/workspace.h"

#include <cstdlib>
#include <utility>

namespace flipside {
namespace {

/// Of a model with directions, moving along one leaves the others where they were, but for rounding.
constexpr float unmoved = 1e-3f;

bool isSameModels(const Moment& before, const Moment& now)
{
    return before.recipe.model == now.recipe.model && before.recipe.z.size() == now.recipe.z.size() &&
           before.axes.size() == now.axes.size();
}

std::size_t movedAxes(const Moment& before, const Moment& now)
{
    std::size_t moved = 0;
    for (std::size_t i = 0; i < now.axes.size(); ++i)
        moved += std::abs(before.axes[i] - now.axes[i]) > unmoved ? 1 : 0;
    return moved;
}

bool isMostlyOther(const std::vector<float>& before, const std::vector<float>& now)
{
    std::size_t moved = 0;
    for (std::size_t i = 0; i < now.size(); ++i)
        moved += before[i] != now[i] ? 1 : 0;
    return 2 * moved > now.size();
}

bool hasOtherLatent(const Moment& before, const Moment& now)
{
    return isSameModels(before, now) && movedAxes(before, now) > 1 &&
           isMostlyOther(before.recipe.z, now.recipe.z);
}

bool hasMovedLatent(const Moment& before, const Moment& now)
{
    return isSameModels(before, now) && before.recipe.z != now.recipe.z && !hasOtherLatent(before, now);
}

bool hasOtherFlips(const Recipe& before, const Recipe& now)
{
    return before.model == now.model && before.z == now.z && before.edits != now.edits;
}

} // namespace

bool isDone(Deed deed, const Moment& before, const Moment& now)
{
    const bool isWalk = now.step < before.step;
    const auto flipsBefore = std::ptrdiff_t(before.recipe.edits.size());
    const auto flipsNow = std::ptrdiff_t(now.recipe.edits.size());
    switch (deed) {
    case Deed::Another:
        return !isWalk && hasOtherLatent(before, now);
    case Deed::Slide:
        return !isWalk && hasMovedLatent(before, now);
    case Deed::Wake:
        return !isWalk && hasOtherFlips(before.recipe, now.recipe) && now.recipe.scheme && flipsNow > 0;
    case Deed::Click:
        return !isWalk && hasOtherFlips(before.recipe, now.recipe) && !now.recipe.scheme && flipsNow > 0 &&
               std::abs(flipsNow - flipsBefore) == 1;
    case Deed::Keep:
        return now.kept > before.kept;
    case Deed::TakeBack:
        return isWalk;
    }
    return false;
}

DeedWatch::DeedWatch(Workspace& workspace, QObject* parent) : QObject(parent), _workspace(workspace)
{
    _last = present();
    _soon.setSingleShot(true);
    connect(&_soon, &QTimer::timeout, this, &DeedWatch::look);
    const auto lookSoon = [this] { _soon.start(0); };
    connect(&workspace.document(), &Document::recipeChanged, this, lookSoon);
    connect(&workspace.document().undoStack(), &QUndoStack::indexChanged, this, lookSoon);
    connect(&workspace.gallery(), &Gallery::changed, this, lookSoon);
}

Moment DeedWatch::present() const
{
    Document& document = _workspace.document();
    Moment moment{document.recipe(), {}, _workspace.gallery().items().size(), document.undoStack().index()};
    const bool isWhereItWas =
        moment.recipe.model == _last.recipe.model && moment.recipe.z == _last.recipe.z && !_last.axes.empty();
    if (isWhereItWas)
        moment.axes = _last.axes;
    else if (const auto model = document.model())
        moment.axes = LatentAxes(model->card).values(moment.recipe.z);
    return moment;
}

void DeedWatch::look()
{
    const Moment before = std::exchange(_last, present());
    for (const Deed deed : {Deed::Another, Deed::Wake, Deed::Click, Deed::Slide, Deed::Keep, Deed::TakeBack})
        if (isDone(deed, before, _last))
            emit done(deed);
}

} // namespace flipside
