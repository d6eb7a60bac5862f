// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/variations/variation_grid.h"

#include "ui/pictures/canvas_images.h"
#include "ui/variations/variation_text.h"

#include <QEvent>

namespace flipside {

VariationGrid::VariationGrid(QWidget* parent) : PictureGrid(parent)
{
    setObjectName(QStringLiteral("variationGrid"));
    setAccessibleName(tr("Variations of the picture"));
    clear();
    connect(this, &PictureGrid::clicked, this, &VariationGrid::choose);
    connect(this, &PictureGrid::confirmed, this, &VariationGrid::choose);
}

int VariationGrid::centre() const
{
    return _side % 2 == 1 ? _side * _side / 2 : -1;
}

void VariationGrid::begin(int side, const ModelCard& card)
{
    _card = card;
    setNothing({});
    if (side != _side) {
        _side = side;
        clear();
    }
    age();
}

void VariationGrid::clear()
{
    setShape(_side, _side);
    _variations.assign(std::size_t(count()), nullptr);
    _present.reset();
    if (centre() >= 0) {
        setMarked({centre()});
        setCurrent(centre());
    }
}

void VariationGrid::take(const ShownVariation& present, const std::vector<ShownVariation>& placed)
{
    _present = present.variation;
    const auto put = [this](int cell, const ShownVariation& shown) {
        _variations[std::size_t(cell)] = shown.variation;
        setPicture(cell, shown.picture);
    };
    if (centre() >= 0)
        put(centre(), present);
    for (const ShownVariation& one : placed)
        put(one.cell, one);
    setAccessibleDescription(cellText(current()));
}

QImage VariationGrid::pointedPicture(int cell)
{
    const auto& variation = _variations[std::size_t(cell)];
    if (!variation || !_present || cell == centre())
        return {};
    if (_difference.variation != variation || _difference.present != _present)
        _difference = {variation, _present,
                       differenceImage(variation->image, _present->image,
                                       differenceRange(variation->image, _present->image))};
    return _difference.picture;
}

void VariationGrid::changeEvent(QEvent* event)
{
    PictureGrid::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        _difference = {};
}

QString VariationGrid::cellText(int cell) const
{
    if (std::size_t(cell) >= _variations.size())
        return {};
    const auto& variation = _variations[std::size_t(cell)];
    if (!variation || !_present)
        return {};
    if (cell == centre())
        return tr("The present picture");
    return variationText(*variation, _present->recipe, _card);
}

void VariationGrid::choose(int cell)
{
    const auto& variation = _variations[std::size_t(cell)];
    if (variation && cell != centre())
        emit chosen(variation->recipe);
}

} // namespace flipside
