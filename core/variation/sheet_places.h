// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace flipside {

/// A cell of a square sheet around its centre.
struct SheetPlace {
    int row = 0;
    int column = 0;
    double distance = 0.0; ///< from the sheet's centre: above 0, 1 in the corners

    bool operator==(const SheetPlace&) const = default;
};

/// The cells of a sheet of `side` × `side`, nearest to the centre first, equally near ones row by row. The
/// centre of an odd sheet is not among them: there is what the others vary. A side is at least 2.
std::vector<SheetPlace> sheetPlaces(int side);

} // namespace flipside
