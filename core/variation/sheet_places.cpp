// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/variation/sheet_places.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace flipside {

std::vector<SheetPlace> sheetPlaces(int side)
{
    if (side < 2)
        throw ArgumentError("a sheet of variations cannot have " + std::to_string(side) +
                            " rows; choose 2 or more");
    // Twice the offset from the centre, to stay with whole numbers: equal distances compare equal.
    const auto squared = [side](const SheetPlace& place) {
        const int down = 2 * place.row - side + 1;
        const int right = 2 * place.column - side + 1;
        return down * down + right * right;
    };
    std::vector<SheetPlace> places;
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column)
            if (squared({row, column}) > 0)
                places.push_back({row, column});
    std::stable_sort(places.begin(), places.end(), [&](const SheetPlace& one, const SheetPlace& other) {
        return squared(one) < squared(other);
    });
    const double corner = std::sqrt(double(squared(SheetPlace{})));
    for (SheetPlace& place : places)
        place.distance = std::sqrt(double(squared(place))) / corner;
    return places;
}

} // namespace flipside
