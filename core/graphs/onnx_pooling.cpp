// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/onnx_windows.h"

#include <algorithm>

namespace flipside {

namespace {

using Values = std::vector<GraphValue>;

const char* sidesOfPool(const Windows& windows)
{
    return windows.sides() == 1 ? "1d" : windows.sides() == 2 ? "2d" : "3d";
}

Values pool(const OnnxCall& call)
{
    const bool isMax = call.op() == "MaxPool";
    GraphValue map = call.plain(call.input(0));
    Windows windows = windowsOf(call, map.shape, {}, false);
    const bool ceiled = call.integer("ceil_mode", 0) != 0;
    bool countsPadding = call.integer("count_include_pad", 0) != 0;
    // LibTorch pads alike on both sides, with up to half of the window.
    bool fits = windows.isSymmetric();
    for (std::size_t i = 0; i < windows.sides(); ++i)
        fits = fits && windows.begins[i] >= 0 && 2 * windows.begins[i] <= windows.kernel[i];
    if (!fits) {
        if (!isMax && !countsPadding)
            call.refuse("averages over padding that is not the same on both sides");
        map = padded(call, map, windows, isMax ? -mostFinite : 0);
        windows.begins.assign(windows.sides(), 0);
        windows.ends = windows.begins;
    }
    if (!isMax && std::ranges::any_of(windows.dilations, [](std::int64_t gap) { return gap != 1; }))
        call.refuse("averages over a window with gaps");
    Sizes shape{map.shape[0], map.shape[1]};
    for (std::size_t i = 0; i < windows.sides(); ++i) {
        const std::int64_t size = map.shape[2 + i].count + 2 * windows.begins[i];
        const std::int64_t room = size - windows.reach(i);
        if (room < 0)
            call.refuse("has a window that is larger than its input");
        std::int64_t count = (room + (ceiled ? windows.strides[i] - 1 : 0)) / windows.strides[i] + 1;
        // The last window begins inside of the map, or in the padding before it.
        if (ceiled && (count - 1) * windows.strides[i] >= map.shape[2 + i].count + windows.begins[i])
            --count;
        shape.push_back({count, false});
    }
    std::string text = "torch." + std::string(isMax ? "max" : "avg") + "_pool" + sidesOfPool(windows) + "(" +
                       call.textOf(map) + ", " + listText(windows.kernel) + ", " + listText(windows.strides) +
                       ", " + listText(windows.begins) + ", ";
    if (isMax)
        text += listText(windows.dilations) + ", " + (ceiled ? "True" : "False") + ")";
    else
        text += std::string(ceiled ? "True" : "False") + ", " + (countsPadding ? "True" : "False") + ")";
    return {call.let(text, shape)};
}

Values globalPool(const OnnxCall& call)
{
    const GraphValue map = call.plain(call.input(0));
    if (map.rank() < 3)
        call.refuse("takes a tensor of " + describeSizes(map.shape));
    std::vector<std::int64_t> dimensions;
    Sizes shape = map.shape;
    for (std::size_t i = 2; i < map.rank(); ++i) {
        if (shape[i].perPicture)
            call.refuse("mixes the pictures of a batch");
        dimensions.push_back(std::int64_t(i));
        shape[i] = {};
    }
    return {call.let(std::string(call.op() == "GlobalMaxPool" ? "torch.amax(" : "torch.mean(") +
                         call.textOf(map) + ", " + listText(dimensions) + ", True)",
                     shape)};
}

} // namespace

std::span<const OnnxOperator> poolingOperators()
{
    static constexpr OnnxOperator operators[] = {
        {"MaxPool", &pool},
        {"AveragePool", &pool},
        {"GlobalAveragePool", &globalPool},
        {"GlobalMaxPool", &globalPool},
    };
    return operators;
}

} // namespace flipside
