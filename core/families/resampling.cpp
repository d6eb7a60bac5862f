// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/resampling.h"

#include "core/base/error.h"
#include "core/blueprint/made_tensor.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace flipside {

namespace {

constexpr int mostTaps = 64;
constexpr int largestResampledMap = 8192;
constexpr double productTolerance = 1e-6;

/// Finds the taps of rows and columns whose product a square is.
void factorise(ResamplingFilter& filter)
{
    const auto largest = std::ranges::max_element(filter.square, {}, [](float x) { return std::abs(x); });
    const double peak = *largest;
    const auto at = int(largest - filter.square.begin());
    const int row = at / filter.width;
    const int column = at % filter.width;
    if (peak == 0.0)
        return;
    const auto tap = [&](int y, int x) {
        return double(filter.square[std::size_t(y) * std::size_t(filter.width) + std::size_t(x)]);
    };
    const double root = std::sqrt(std::abs(peak));
    std::vector<float> down;
    std::vector<float> across;
    down.reserve(std::size_t(filter.height));
    across.reserve(std::size_t(filter.width));
    for (int y = 0; y < filter.height; ++y)
        down.push_back(float(tap(y, column) / root));
    for (int x = 0; x < filter.width; ++x)
        across.push_back(float(tap(row, x) / std::copysign(root, peak)));
    for (int y = 0; y < filter.height; ++y)
        for (int x = 0; x < filter.width; ++x)
            if (std::abs(double(down[std::size_t(y)]) * double(across[std::size_t(x)]) - tap(y, x)) >
                productTolerance * std::abs(peak))
                return;
    filter.down = std::move(down);
    filter.across = std::move(across);
}

ResamplingFilter filterOfTaps(std::vector<float> taps)
{
    ResamplingFilter filter;
    filter.height = filter.width = int(taps.size());
    for (const float y : taps)
        for (const float x : taps)
            filter.square.push_back(y * x);
    filter.down = taps;
    filter.across = std::move(taps);
    return filter;
}

std::string numberList(std::initializer_list<int> list)
{
    std::string text;
    for (const int number : list)
        text += (text.empty() ? "" : ", ") + std::to_string(number);
    return "[" + text + "]";
}

/// One convolution by itself for each channel.
std::string channelwise(const std::string& kernel, int channels, const std::string& steps,
                        const std::string& margins)
{
    return "torch.conv2d(x, " + kernel + ", None, " + steps + ", " + margins + ", [1, 1], " +
           std::to_string(channels) + ")";
}

/// The shape of taps along one side, as a convolution's kernels.
std::string expanded(const std::string& taps, bool across, int channels, int count)
{
    return taps + (across ? "" : ".unsqueeze(1)") + ".expand(" +
           (across ? numberList({channels, 1, 1, count}) : numberList({channels, 1, count, 1})) + ")";
}

/// Where the result lies in the full convolution, of which `margin` pixels are wanted beyond the taps.
struct Cut {
    std::int64_t begin;
    std::int64_t length;
};

Cut cutOf(std::int64_t pixels, std::int64_t taps, std::int64_t factor, std::int64_t before,
          std::int64_t after)
{
    const std::int64_t phases = (taps + factor - 1) / factor;
    const Cut cut{taps - 1 - before, pixels * factor + before + after - taps + 1};
    if (cut.begin < 0 || cut.length < 1 || cut.length > largestResampledMap ||
        cut.begin + cut.length > factor * (pixels + phases - 1))
        throw Error("the margins around one of its maps do not fit its filters");
    return cut;
}

std::string sliced(const Cut& cut)
{
    return std::to_string(cut.begin) + ":" + std::to_string(cut.begin + cut.length);
}

/// Along one side: tap f[phase + factor·d] meets the pixel that lies d behind.
std::string phasesText(BlueprintModule& module, const std::string& name, const std::vector<float>& taps,
                       int channels, int factor, const Cut& cut, bool across)
{
    const int count = int(taps.size());
    const int each = (count + factor - 1) / factor;
    std::vector<float> kernels;
    for (int phase = 0; phase < factor; ++phase)
        for (int k = each - 1; k >= 0; --k) {
            const int tap = phase + factor * k;
            kernels.push_back(tap < count ? taps[std::size_t(tap)] : 0.0F);
        }
    module.weights.push_back(madeTensor(name, {factor, each}, std::move(kernels)));
    std::string parts;
    for (int phase = 0; phase < factor; ++phase)
        parts +=
            (phase > 0 ? ", " : "") +
            channelwise(expanded("self." + name + "[" + std::to_string(phase) + "]", across, channels, each),
                        channels, "[1, 1]", across ? numberList({0, each - 1}) : numberList({each - 1, 0}));
    return "    x = torch.stack([" + parts + "], " +
           (across ? "4).flatten(3, 4)[:, :, :, " : "3).flatten(2, 3)[:, :, ") + sliced(cut) + "]\n";
}

/// The taps in the order in which a convolution of PyTorch's, which does not turn them round, needs them.
std::vector<float> reversed(std::vector<float> taps)
{
    std::ranges::reverse(taps);
    return taps;
}

} // namespace

ResamplingFilter resamplingFilter(const WeightTensor& tensor, double gain)
{
    const auto& shape = tensor.shape;
    const bool isOneRow = shape.size() == 1;
    const auto fits = [](std::int64_t size) { return size >= 1 && size <= mostTaps; };
    if ((!isOneRow && shape.size() != 2) || !std::ranges::all_of(shape, fits))
        throw Error("its filter “" + tensor.name + "” is " + tensor.description() +
                    ", which is none that pictures are resampled with");
    std::vector<float> taps = tensor.floats();
    if (!std::ranges::all_of(taps, [](float tap) { return std::isfinite(tap); }))
        throw Error("its filter “" + tensor.name + "” has numbers that are not finite");
    for (float& tap : taps)
        tap = float(double(tap) * (isOneRow ? std::sqrt(gain) : gain));
    if (isOneRow)
        return filterOfTaps(std::move(taps));
    ResamplingFilter filter;
    filter.height = int(shape[0]);
    filter.width = int(shape[1]);
    filter.square = std::move(taps);
    factorise(filter);
    return filter;
}

ResamplingFilter usualResamplingFilter(double gain)
{
    const float unit = float(std::sqrt(gain) / 8.0);
    return filterOfTaps({unit, 3.0F * unit, 3.0F * unit, unit});
}

std::string upsamplingText(BlueprintModule& module, const std::string& name, const ResamplingFilter& filter,
                           int channels, int factor, const MapMargins& margins, MapSize& size)
{
    if (factor < 1 || factor > mostTaps || size.width > largestResampledMap ||
        size.height > largestResampledMap)
        throw Error("one of its maps grows beyond all measure");
    const Cut across = cutOf(size.width, filter.width, factor, margins.left, margins.right);
    const Cut down = cutOf(size.height, filter.height, factor, margins.top, margins.bottom);
    size = {int(down.length), int(across.length)};
    if (!filter.across.empty())
        return phasesText(module, name + "_across", filter.across, channels, factor, across, true) +
               phasesText(module, name + "_down", filter.down, channels, factor, down, false);
    // Rare: a filter that is no product. A transposed convolution does not turn its kernel round either.
    module.weights.push_back(madeTensor(name, {filter.height, filter.width}, filter.square));
    return "    x = torch.conv_transpose2d(x, self." + name + ".expand(" +
           numberList({channels, 1, filter.height, filter.width}) + "), None, " +
           numberList({factor, factor}) + ", [0, 0], " + numberList({factor - 1, factor - 1}) + ", " +
           std::to_string(channels) + ", [1, 1])[:, :, " + sliced(down) + ", " + sliced(across) + "]\n";
}

std::string downsamplingText(BlueprintModule& module, const std::string& name, const ResamplingFilter& filter,
                             int channels, int factor, MapSize& size)
{
    const MapSize after{(size.height - filter.height) / std::max(factor, 1) + 1,
                        (size.width - filter.width) / std::max(factor, 1) + 1};
    if (factor < 1 || factor > mostTaps || size.height < filter.height || size.width < filter.width)
        throw Error("one of its maps is smaller than the filter that it goes through");
    size = after;
    if (filter.across.empty()) {
        module.weights.push_back(madeTensor(name, {filter.height, filter.width}, reversed(filter.square)));
        return "    x = " +
               channelwise("self." + name + ".expand(" +
                               numberList({channels, 1, filter.height, filter.width}) + ")",
                           channels, numberList({factor, factor}), "[0, 0]") +
               "\n";
    }
    std::string text;
    for (const bool along : {true, false}) {
        const std::vector<float>& taps = along ? filter.across : filter.down;
        const std::string tensor = name + (along ? "_across" : "_down");
        module.weights.push_back(madeTensor(tensor, {std::int64_t(taps.size())}, reversed(taps)));
        text += "    x = " +
                channelwise(expanded("self." + tensor, along, channels, int(taps.size())), channels,
                            along ? numberList({1, factor}) : numberList({factor, 1}), "[0, 0]") +
                "\n";
    }
    return text;
}

} // namespace flipside
