// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>

#include <vector>

namespace flipside {

/// Rectangles for one heatmap per layer, in reading order, that fill `area` so that all are visible at once
/// and the smallest cell of any is as large as possible. `units` are the layers' sizes, `headerHeight` what
/// each heatmap needs above its cells, `spacing` the room between them.
std::vector<QRect> arrangedHeatmaps(const QRect& area, const std::vector<int>& units, int headerHeight,
                                    int spacing);

} // namespace flipside
