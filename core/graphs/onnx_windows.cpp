// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/onnx_windows.h"

#include "core/blueprint/layer_modules.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr std::int64_t mostOfWindow = 1 << 20;

std::vector<std::int64_t> forEachSide(const OnnxCall& call, const char* name, std::size_t sides,
                                      std::int64_t usual, std::int64_t least)
{
    std::vector<std::int64_t> numbers = call.integers(name);
    if (numbers.empty())
        numbers.assign(sides, usual);
    if (numbers.size() != sides || !std::ranges::all_of(numbers, [&](std::int64_t number) {
            return number >= least && number <= mostOfWindow;
        }))
        call.refuse("has " + std::string(name) + " that do not fit its input");
    return numbers;
}

} // namespace

Windows windowsOf(const OnnxCall& call, const Sizes& input, const std::vector<std::int64_t>& kernel,
                  bool isTransposed)
{
    if (input.size() < 3 || input.size() > 5)
        call.refuse("takes a tensor of " + describeSizes(input) + ", which is no map");
    const std::size_t sides = input.size() - 2;
    Windows windows;
    windows.kernel = kernel.empty() ? forEachSide(call, "kernel_shape", sides, 1, 1) : kernel;
    if (windows.kernel.size() != sides)
        call.refuse("has a weight that does not fit its input");
    for (std::size_t i = 0; i < sides; ++i)
        if (input[2 + i].perPicture || windows.kernel[i] < 1 || windows.kernel[i] > mostOfWindow)
            call.refuse("takes a tensor of " + describeSizes(input) + ", which is no map");
    windows.strides = forEachSide(call, "strides", sides, 1, 1);
    windows.dilations = forEachSide(call, "dilations", sides, 1, 1);
    const std::vector<std::int64_t> pads = forEachSide(call, "pads", 2 * sides, 0, -mostOfWindow);
    windows.begins.assign(pads.begin(), pads.begin() + std::ptrdiff_t(sides));
    windows.ends.assign(pads.begin() + std::ptrdiff_t(sides), pads.end());
    const std::string_view automatic = call.text("auto_pad", "NOTSET");
    if (automatic == "VALID") {
        windows.begins.assign(sides, 0);
        windows.ends.assign(sides, 0);
    } else if ((automatic == "SAME_UPPER" || automatic == "SAME_LOWER") && !isTransposed) {
        for (std::size_t i = 0; i < sides; ++i) {
            const std::int64_t size = input[2 + i].count;
            const std::int64_t output = (size + windows.strides[i] - 1) / windows.strides[i];
            const std::int64_t all =
                std::max<std::int64_t>(0, (output - 1) * windows.strides[i] + windows.reach(i) - size);
            windows.begins[i] = automatic == "SAME_UPPER" ? all / 2 : all - all / 2;
            windows.ends[i] = all - windows.begins[i];
        }
    }
    return windows;
}

GraphValue padded(const OnnxCall& call, const GraphValue& map, const Windows& windows, double number)
{
    std::vector<std::int64_t> pads; // LibTorch begins with the last side
    Sizes shape = map.shape;
    for (std::size_t i = windows.sides(); i-- > 0;) {
        pads.push_back(windows.begins[i]);
        pads.push_back(windows.ends[i]);
        shape[2 + i].count += windows.begins[i] + windows.ends[i];
    }
    if (std::ranges::all_of(pads, [](std::int64_t pad) { return pad == 0; }))
        return map;
    return call.let("torch.constant_pad_nd(" + call.textOf(map) + ", " + listText(pads) + ", " +
                        floatText(number) + ")",
                    shape);
}

} // namespace flipside
