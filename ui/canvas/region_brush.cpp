// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/region_brush.h"

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

/// Distance of dabs along a stroke, in radii: their edges blend.
constexpr double dabSpacing = 0.35;
const auto strokeGesture = QStringLiteral("region");

} // namespace

RegionBrush::RegionBrush(Document& document, QObject* parent) : QObject(parent), _document(document)
{
    connect(&document, &Document::modelChanged, this, [this] {
        _painting = false;
        if (!hasChannels())
            setActive(false);
        emit changed();
    });
    // Out of use it costs nothing: a flip's way to the screen is short.
    for (const auto change : {&Document::recipeChanged, &Document::selectedChanged})
        connect(&document, change, this, [this] {
            if (_active)
                emit changed();
        });
}

void RegionBrush::setActive(bool active)
{
    _active = active && hasChannels();
    emit changed();
}

void RegionBrush::setSize(int percent)
{
    _size = std::clamp(percent, smallest, largest);
    emit changed();
}

void RegionBrush::setSoftness(int percent)
{
    _softness = std::clamp(percent, 0, 100);
    emit changed();
}

void RegionBrush::setTarget(Target target)
{
    _target = target;
    emit changed();
}

void RegionBrush::setErases(bool erases)
{
    _erases = erases;
    emit changed();
}

bool RegionBrush::hasChannels() const
{
    const auto model = _document.model();
    return model && std::ranges::any_of(model->card.layers,
                                        [](const LayerInfo& layer) { return layer.kind == LayerKind::Conv; });
}

bool RegionBrush::isChannel(const std::string& layer) const
{
    const auto& layers = _document.model()->card.layers;
    const auto found = std::ranges::find(layers, layer, &LayerInfo::id);
    return found != layers.end() && found->kind == LayerKind::Conv;
}

std::optional<NeuronRef> RegionBrush::selectedChannel() const
{
    const auto selected = _document.selected();
    if (!selected || !isChannel(_document.model()->card.layers[std::size_t(selected->layer)].id))
        return {};
    return selected;
}

bool RegionBrush::isTarget(const Edit& edit) const
{
    if (!isChannel(edit.layer))
        return false;
    if (_target == Target::AllFlips)
        return true;
    const auto selected = selectedChannel();
    return selected && edit.unit == selected->unit &&
           edit.layer == _document.model()->card.layers[std::size_t(selected->layer)].id;
}

std::vector<const Edit*> RegionBrush::targets(const Recipe& recipe) const
{
    std::vector<const Edit*> found;
    for (const Edit& edit : recipe.edits)
        if (isTarget(edit))
            found.push_back(&edit);
    return found;
}

Dab RegionBrush::dabAt(QPointF point) const
{
    return {float(point.x()), float(point.y()), float(_size) / 200.0f, float(_softness) / 100.0f};
}

void RegionBrush::flipSelectedWhereNeeded(Recipe& recipe, const Dab& first) const
{
    const auto selected = selectedChannel();
    if (_erasing || !selected || !targets(recipe).empty())
        return;
    const std::string& layer = _document.model()->card.layers[std::size_t(selected->layer)].id;
    recipe = recipe.withEdit({layer, selected->unit, EditAction::On, {}, Region{{first}, {}}});
}

void RegionBrush::touch(const std::vector<Dab>& dabs)
{
    if (dabs.empty())
        return;
    const ModelCard& card = _document.model()->card;
    Recipe next = _document.recipe();
    flipSelectedWhereNeeded(next, dabs.front());
    const auto isMeant = [this](const Edit& edit) { return isTarget(edit); };
    next = _erasing ? withoutPaint(next, isMeant, dabs, card.height, card.width)
                    : withPaint(next, isMeant, dabs);
    if (next.edits != _document.recipe().edits)
        _document.change(_erasing ? tr("Erase places") : tr("Paint places"), next, strokeGesture);
}

void RegionBrush::begin(QPointF point, bool other)
{
    if (!_document.model())
        return;
    _erasing = _erases != other;
    const bool nothing = targets(_document.recipe()).empty();
    if (nothing && (_erasing || !selectedChannel())) {
        const bool wantsSelected = _target == Target::Selected && !_document.recipe().edits.empty();
        emit refused(_erasing ? tr("There is nothing to erase: no neuron with a map is flipped")
                     : wantsSelected
                         ? tr("The brush paints where the selected neuron applies, and none with a map is "
                              "selected; click one in a layer that has maps first")
                         : tr("The brush paints where flips of neurons with a map apply, and none is "
                              "flipped; click one, or co‑activate in a layer that has maps"));
        return;
    }
    if (nothing && !_document.knowsOnValues())
        return;
    _painting = true;
    _last = point;
    touch({dabAt(point)});
}

void RegionBrush::moveTo(QPointF point)
{
    if (!_painting)
        return;
    const ModelCard& card = _document.model()->card;
    const double longer = std::max(card.width, card.height);
    const QPointF way((point.x() - _last.x()) * card.width / longer,
                      (point.y() - _last.y()) * card.height / longer);
    const int steps = int(std::hypot(way.x(), way.y()) / (dabSpacing * _size / 200.0));
    std::vector<Dab> dabs;
    const QPointF from = _last;
    for (int i = 1; i <= steps; ++i) {
        _last = from + (point - from) * (double(i) / steps);
        dabs.push_back(dabAt(_last));
    }
    touch(dabs);
}

void RegionBrush::end()
{
    if (!_painting)
        return;
    _painting = false;
    _document.endGesture();
    emit changed();
}

void RegionBrush::fillEverything()
{
    Recipe next = _document.recipe();
    for (Edit& edit : next.edits)
        if (isTarget(edit))
            edit.region.reset();
    _document.change(tr("Apply everywhere"), next);
}

bool RegionBrush::hasPlaces() const
{
    return _document.model() && std::ranges::any_of(targets(_document.recipe()),
                                                    [](const Edit* edit) { return bool(edit->region); });
}

Region RegionBrush::places() const
{
    Region all;
    if (!_document.model())
        return all;
    const Region* last = nullptr;
    for (const Edit* edit : targets(_document.recipe())) {
        // Flips that are painted together share their dabs.
        if (!edit->region || (last && edit->region->dabs == last->dabs))
            continue;
        last = &*edit->region;
        all.dabs.insert(all.dabs.end(), last->dabs.begin(), last->dabs.end());
    }
    return all;
}

} // namespace flipside
