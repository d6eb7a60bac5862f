// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/deeds.h"

#include "ui/workspace/workspace.h"

#include <cstdlib>
#include <utility>

namespace flipside {
namespace {

/// How many numbers of the latent differ; none where it is another model's.
std::size_t movedNumbers(const Recipe& before, const Recipe& now)
{
    std::size_t moved = 0;
    if (before.model == now.model && before.z.size() == now.z.size())
        for (std::size_t i = 0; i < now.z.size(); ++i)
            moved += before.z[i] != now.z[i] ? 1 : 0;
    return moved;
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
        return !isWalk && movedNumbers(before.recipe, now.recipe) > 1;
    case Deed::Slide:
        return !isWalk && movedNumbers(before.recipe, now.recipe) == 1;
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

DeedWatch::DeedWatch(Workspace& workspace, QObject* parent)
    : QObject(parent), _workspace(workspace), _last(present())
{
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
    return {document.recipe(), _workspace.gallery().items().size(), document.undoStack().index()};
}

void DeedWatch::look()
{
    const Moment before = std::exchange(_last, present());
    for (const Deed deed : {Deed::Another, Deed::Wake, Deed::Click, Deed::Slide, Deed::Keep, Deed::TakeBack})
        if (isDone(deed, before, _last))
            emit done(deed);
}

} // namespace flipside
