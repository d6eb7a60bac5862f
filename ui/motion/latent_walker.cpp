// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion/latent_walker.h"

#include "ui/document/document.h"

namespace flipside {

LatentWalker::LatentWalker(Document& document, const QWidget& widget, QObject* parent)
    : QObject(parent), _document(document), _clock(widget)
{
    connect(&_clock, &FrameClock::ticked, this, &LatentWalker::advance);
    connect(&document, &Document::recipeChanged, this, &LatentWalker::takeRecipe);
}

void LatentWalker::start(std::uint64_t seed)
{
    if (isRunning() || !_document.model())
        return;
    _start = _document.recipe().z;
    _axes = LatentAxes(_document.model()->card);
    const std::vector<float> values = _axes.values(_start);
    _times.assign(values.size(), 0.0);
    _walk.emplace(values, seed);
    _clock.start();
    emit runningChanged();
}

void LatentWalker::stop()
{
    if (!isRunning())
        return;
    const Recipe place = recipe();
    end();
    _document.change(tr("Walk"), place);
}

void LatentWalker::end()
{
    _clock.stop();
    _walk.reset();
    emit runningChanged();
}

Recipe LatentWalker::recipe() const
{
    Recipe recipe = _document.recipe();
    if (_walk)
        recipe.z = _axes.placed(_start, _walk->at(_times));
    return recipe;
}

void LatentWalker::advance(double seconds)
{
    // Those that are locked hold the number that they have, and go on from there afterwards.
    const std::vector<bool> locked = _document.latentHold().mask();
    for (std::size_t i = 0; i < _times.size(); ++i)
        if (!(i < locked.size() && locked[i]))
            _times[i] += _speed * seconds;
    // A decoder that is slower than the screen finishes what it is at.
    if (!_document.isDecoding())
        _document.preview(recipe());
}

void LatentWalker::takeRecipe()
{
    if (isRunning() && _document.recipe().z != _start)
        end();
}

} // namespace flipside
