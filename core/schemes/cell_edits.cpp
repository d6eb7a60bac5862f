// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/cell_edits.h"

#include <algorithm>

namespace flipside {

std::vector<Edit> channelEdits(const std::vector<Edit>& cellEdits, int height, int width)
{
    std::vector<Edit> edits;
    for (const Edit& cell : cellEdits) {
        const int channel = cell.unit / (height * width);
        const int place = cell.unit % (height * width);
        auto found = std::find_if(edits.begin(), edits.end(),
                                  [channel](const Edit& edit) { return edit.unit == channel; });
        if (found == edits.end())
            found = edits.insert(edits.end(), {cell.layer, channel, cell.action, cell.value, Region{}});
        // The edit has its first cell's value, and cells of another one their own.
        const bool alike = cell.value == found->value;
        found->region->cells.push_back({place / width, place % width, alike ? std::nullopt : cell.value});
    }
    return edits;
}

} // namespace flipside
