// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/instrument/variation_sheet.h"
#include "core/model/model_card.h"
#include "ui/pictures/picture_grid.h"

#include <memory>
#include <vector>

namespace flipside {

/// A variation with its picture for the screen.
struct ShownVariation {
    int cell = 0; ///< of the grid, row by row
    std::shared_ptr<const Variation> variation;
    QImage picture;
};

/// A sheet of variations: a cell that is pointed at shows its difference to the present picture, which is in
/// the middle of odd sheets. A click or Enter chooses.
class VariationGrid : public PictureGrid {
    Q_OBJECT
public:
    explicit VariationGrid(QWidget* parent = nullptr);

    /// A new sheet of this model's is to come; until then what there is stays in sight, if it has as many
    /// cells.
    void begin(int side, const ModelCard& card);
    /// Empties all cells.
    void clear();
    /// `present` goes to the middle of an odd sheet, whatever its cell.
    void take(const ShownVariation& present, const std::vector<ShownVariation>& placed);

    /// Null where the cell is empty; the present one in the middle.
    std::shared_ptr<const Variation> variation(int cell) const { return _variations[std::size_t(cell)]; }
    /// The middle of an odd sheet; -1 for an even one.
    int centre() const;
    QString cellText(int cell) const override;

signals:
    void chosen(const flipside::Recipe& recipe);

protected:
    QImage pointedPicture(int cell) override;
    void changeEvent(QEvent* event) override;

private:
    void choose(int cell);

    int _side = smallestSheet;
    ModelCard _card;
    std::shared_ptr<const Variation> _present;
    std::vector<std::shared_ptr<const Variation>> _variations; ///< [cell]
    struct Difference {
        std::shared_ptr<const Variation> variation, present;
        QImage picture;
    };
    Difference _difference; ///< of the cell that was pointed at last
};

} // namespace flipside
