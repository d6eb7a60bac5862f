// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/layer_modules.h"
#include "core/blueprint/made_tensor.h"
#include "core/graphs/onnx_call.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace flipside {

namespace {

/// 0 of what is no number, too.
std::int64_t wholeSize(double size)
{
    constexpr double largest = 1e9;
    return size > 0.0 ? std::int64_t(std::min(size, largest)) : 0;
}

using Values = std::vector<GraphValue>;

constexpr std::int64_t longestSide = 1 << 14;
constexpr std::int64_t mostWeights = 1 << 24;

/// How one side of a map becomes longer or shorter.
struct Resized {
    std::int64_t from = 1;
    std::int64_t to = 1;
    double scale = 1;
};

enum class ResizingWay : std::uint8_t { Nearest, Linear, Cubic };

struct Resizing {
    ResizingWay way = ResizingWay::Nearest;
    std::string_view place;    ///< ONNX's coordinate_transformation_mode
    std::string_view rounding; ///< ONNX's nearest_mode
    double cubic = -0.75;
    bool leavesOut = false; ///< ONNX's exclude_outside
};

/// Where a place of the result lies in the map: ONNX's formulas of Resize.
double sourceOf(const Resizing& how, const Resized& side, std::int64_t place)
{
    const auto at = double(place);
    if (how.place == "align_corners")
        return side.to == 1 ? 0 : at * double(side.from - 1) / double(side.to - 1);
    if (how.place == "asymmetric")
        return at / side.scale;
    if (how.place == "pytorch_half_pixel" && side.to == 1)
        return 0;
    if (how.place == "tf_half_pixel_for_nn")
        return (at + 0.5) / side.scale;
    if (how.place == "half_pixel_symmetric") {
        const double adjustment = double(side.to) / (side.scale * double(side.from));
        const double middle = double(side.from) / 2;
        return middle * (1 - adjustment) + (at + 0.5) / side.scale - 0.5;
    }
    return (at + 0.5) / side.scale - 0.5;
}

std::vector<std::int64_t> nearestPlaces(const Resizing& how, const Resized& side)
{
    std::vector<std::int64_t> places(static_cast<std::size_t>(side.to));
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double source = sourceOf(how, side, std::int64_t(i));
        double place = std::floor(source);
        if (how.rounding == "ceil")
            place = std::ceil(source);
        else if (how.rounding == "round_prefer_ceil")
            place = std::floor(source + 0.5);
        else if (how.rounding != "floor")
            place = std::ceil(source - 0.5);
        places[i] = wholeNumberOf(std::clamp(place, 0.0, double(side.from - 1)));
    }
    return places;
}

/// Keys 1981, as ONNX and PyTorch have it: weights of the four places around one.
std::array<double, 4> cubicWeights(double ratio, double a)
{
    const auto inner = [&](double x) { return ((a + 2) * x - (a + 3)) * x * x + 1; };
    const auto outer = [&](double x) { return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a; };
    return {outer(ratio + 1), inner(ratio), inner(1 - ratio), outer(2 - ratio)};
}

/// What each place of the result takes of each place of the map: to × from.
std::vector<float> weightsOf(const Resizing& how, const Resized& side)
{
    std::vector<float> weights(static_cast<std::size_t>(side.to * side.from), 0.0F);
    for (std::int64_t place = 0; place < side.to; ++place) {
        const double source = sourceOf(how, side, place);
        const double floored = std::floor(source);
        const double ratio = source - floored;
        const bool isCubic = how.way == ResizingWay::Cubic;
        std::array<double, 4> of =
            isCubic ? cubicWeights(ratio, how.cubic) : std::array<double, 4>{0, 1 - ratio, ratio, 0};
        double sum = 0;
        for (int i = 0; i < 4; ++i) {
            const double at = floored - 1 + i;
            if (isCubic && how.leavesOut && (at < 0 || at > double(side.from - 1)))
                of[std::size_t(i)] = 0;
            sum += of[std::size_t(i)];
        }
        for (int i = 0; i < 4; ++i) {
            const auto at = wholeNumberOf(std::clamp(floored - 1 + i, 0.0, double(side.from - 1)));
            weights[std::size_t(place * side.from + at)] +=
                float(how.leavesOut && sum != 0 ? of[std::size_t(i)] / sum : of[std::size_t(i)]);
        }
    }
    return weights;
}

/// Whether LibTorch's own resizing does it: nearest takes floor(place · from / to), the others the half of a
/// pixel that ONNX calls half_pixel.
bool isLibTorchs(const Resizing& how, const std::vector<Resized>& sides)
{
    return std::ranges::all_of(sides, [&](const Resized& side) {
        if (how.way == ResizingWay::Nearest) {
            const std::vector<std::int64_t> places = nearestPlaces(how, side);
            for (std::size_t i = 0; i < places.size(); ++i)
                if (places[i] != std::int64_t(i) * side.from / side.to)
                    return false;
            return true;
        }
        const bool isExact = std::abs(side.scale * double(side.from) - double(side.to)) < 1e-6;
        return how.place == "align_corners" ||
               (isExact && (how.place == "half_pixel" || how.place == "pytorch_half_pixel") &&
                (how.place == "half_pixel" || side.to > 1));
    });
}

GraphValue resizedMap(const OnnxCall& call, const GraphValue& map, const Resizing& how,
                      const std::vector<Resized>& sides)
{
    Sizes shape = map.shape;
    std::vector<std::int64_t> sizes;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        shape[2 + i] = {sides[i].to, false};
        sizes.push_back(sides[i].to);
    }
    const bool cubicFits = how.cubic == -0.75 && !how.leavesOut;
    const bool known = how.way == ResizingWay::Nearest || sides.size() == 2 ||
                       (how.way == ResizingWay::Linear && sides.size() == 1);
    if (known && (how.way != ResizingWay::Cubic || cubicFits) && isLibTorchs(how, sides)) {
        const std::string arguments = "(" + call.textOf(map) + ", " + listText(sizes);
        if (how.way == ResizingWay::Nearest)
            return call.let("torch.upsample_nearest" + std::to_string(sides.size()) + "d" + arguments + ")",
                            shape);
        const char* name = how.way == ResizingWay::Cubic ? "bicubic2d"
                           : sides.size() == 2           ? "bilinear2d"
                                                         : "linear1d";
        return call.let("torch.upsample_" + std::string(name) + arguments + ", " +
                            (how.place == "align_corners" ? "True" : "False") + ")",
                        shape);
    }
    // One side after the other: by picking places, or as a product with what each place takes of the others.
    GraphValue result = map;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const Resized& side = sides[i];
        if (side.from == side.to && side.scale == 1)
            continue;
        Sizes next = result.shape;
        next[2 + i] = {side.to, false};
        const std::string dimension = std::to_string(2 + i);
        if (how.way == ResizingWay::Nearest) {
            result = call.let("torch.index_select(" + call.textOf(result) + ", " + dimension +
                                  ", torch.tensor(" + listText(nearestPlaces(how, side)) + "))",
                              next);
            continue;
        }
        if (side.to * side.from > mostWeights)
            call.refuse("resizes to more than Flipside does");
        const std::string weights =
            call.writer().weight(madeTensor("resizing", {side.to, side.from}, weightsOf(how, side)), {});
        const bool isLast = i + 1 == sides.size();
        const auto turned = [&](const std::string& text) {
            std::string expression = isLast ? text : "torch.transpose(";
            if (!isLast)
                expression.append(text).append(", ").append(dimension).append(", -1)");
            return expression;
        };
        std::string product = "torch.matmul(";
        product.append(turned(call.textOf(result))).append(", torch.t(").append(weights).append("))");
        result = call.let(turned(product), next);
    }
    return result;
}

Values resize(const OnnxCall& call)
{
    const bool isUpsample = call.op() == "Upsample";
    const bool old = isUpsample || call.opset() < 11; // which had scales alone, from the corner
    const GraphValue map = call.plain(call.input(0));
    const std::size_t scalesAt = old ? 1 : 2;
    if (call.integer("antialias", 0) != 0)
        call.refuse("resizes with antialias, which Flipside does not know");
    std::vector<double> scales;
    std::vector<Number> sizes;
    if (isUpsample && call.hasAttribute("scales")) {
        for (const float scale : call.attribute("scales")->floats())
            scales.push_back(double(scale));
    } else if (call.has(scalesAt)) {
        for (const Number& scale : call.known(scalesAt))
            scales.push_back(scale.value);
    }
    if (scales.empty() && call.has(3))
        sizes = call.known(3);
    // Since opset 18 of some dimensions alone.
    const std::size_t given = std::max(scales.size(), sizes.size());
    std::vector<std::int64_t> axes = call.integers("axes");
    if (axes.empty())
        for (std::size_t i = 0; i < given; ++i)
            axes.push_back(std::int64_t(i));
    if (axes.size() != given || given == 0 || map.rank() < 3 || map.rank() > 5)
        call.refuse("does not say to which size");
    std::vector<Resized> sides(map.rank() - 2);
    for (std::size_t i = 0; i < map.rank(); ++i) {
        Resized side{map.shape[i].count, map.shape[i].count, 1};
        for (std::size_t j = 0; j < given; ++j) {
            if (call.axis(axes[j], map.rank()) != i || (!sizes.empty() && sizes[j].perPicture))
                continue;
            if (!sizes.empty()) {
                side.to = wholeSize(sizes[j].value);
                side.scale = double(side.to) / double(side.from);
            } else {
                side.scale = scales[j];
                side.to = wholeSize(std::floor(double(side.from) * side.scale + 1e-5));
            }
        }
        if (i < 2) {
            const bool isBatch = map.shape[i].perPicture && side.to == call.context().fixedBatch;
            if (side.to != side.from && !isBatch)
                call.refuse("resizes more than the sides of a map");
            continue;
        }
        if (!(side.scale > 0) || side.to < 1 || side.to > longestSide || side.from > longestSide ||
            map.shape[i].perPicture)
            call.refuse("resizes to a size that Flipside does not make");
        sides[i - 2] = side;
    }
    Resizing how;
    const std::string_view mode = call.text("mode", "nearest");
    how.way = mode == "nearest" ? ResizingWay::Nearest
              : mode == "cubic" ? ResizingWay::Cubic
                                : ResizingWay::Linear;
    how.place = old ? "asymmetric" : call.text("coordinate_transformation_mode", "half_pixel");
    how.rounding = old ? "floor" : call.text("nearest_mode", "round_prefer_floor");
    how.cubic = call.real("cubic_coeff_a", -0.75);
    how.leavesOut = call.integer("exclude_outside", 0) != 0;
    if (how.place == "tf_crop_and_resize")
        call.refuse("cuts a part out of the map, which Flipside does not know");
    return {resizedMap(call, map, how, sides)};
}

Values depthToSpace(const OnnxCall& call)
{
    const GraphValue map = call.plain(call.input(0));
    const std::int64_t block = call.integer("blocksize", 1);
    if (map.rank() != 4 || block < 1 || block > 1024 || map.shape[1].perPicture ||
        map.shape[1].count % (block * block) != 0)
        call.refuse("takes a tensor of " + describeSizes(map.shape));
    const Size channels{map.shape[1].count / (block * block), false};
    const Sizes shape{map.shape[0],
                      channels,
                      {map.shape[2].count * block, map.shape[2].perPicture},
                      {map.shape[3].count * block, map.shape[3].perPicture}};
    if (call.text("mode", "DCR") == "CRD")
        return {
            call.let("torch.pixel_shuffle(" + call.textOf(map) + ", " + std::to_string(block) + ")", shape)};
    const Size side{block, false};
    const GraphValue apart =
        reshaped(call, map, {map.shape[0], side, side, channels, map.shape[2], map.shape[3]});
    return {reshaped(call, transposed(apart, {0, 3, 4, 1, 5, 2}), shape)};
}

Values spaceToDepth(const OnnxCall& call)
{
    const GraphValue map = call.plain(call.input(0));
    const std::int64_t block = call.integer("blocksize", 1);
    if (map.rank() != 4 || block < 1 || block > 1024 || map.shape[2].count % block != 0 ||
        map.shape[3].count % block != 0 || hasBatch({map.shape[1], map.shape[2], map.shape[3]}))
        call.refuse("takes a tensor of " + describeSizes(map.shape));
    const Size side{block, false};
    const Size height{map.shape[2].count / block, false};
    const Size width{map.shape[3].count / block, false};
    const GraphValue apart = reshaped(call, map, {map.shape[0], map.shape[1], height, side, width, side});
    return {reshaped(call, transposed(apart, {0, 3, 5, 1, 2, 4}),
                     {map.shape[0], {map.shape[1].count * block * block, false}, height, width})};
}

Values pad(const OnnxCall& call)
{
    const GraphValue map = call.plain(call.input(0));
    const bool old = call.opset() < 11;
    const std::vector<std::int64_t> pads = old ? call.integers("pads") : call.knownIntegers(1);
    std::vector<std::int64_t> axes;
    if (call.has(3))
        axes = call.knownIntegers(3);
    else
        for (std::size_t i = 0; i < map.rank(); ++i)
            axes.push_back(std::int64_t(i));
    if (pads.size() != 2 * axes.size())
        call.refuse("does not say how much for each dimension");
    std::vector<std::int64_t> begins(map.rank(), 0);
    std::vector<std::int64_t> ends(map.rank(), 0);
    for (std::size_t i = 0; i < axes.size(); ++i) {
        begins[call.axis(axes[i], map.rank())] = pads[i];
        ends[call.axis(axes[i], map.rank())] = pads[axes.size() + i];
    }
    Sizes shape = map.shape;
    std::size_t first = map.rank();
    for (std::size_t i = map.rank(); i-- > 0;) {
        if (begins[i] == 0 && ends[i] == 0)
            continue;
        if (shape[i].perPicture || std::abs(begins[i]) > longestSide || std::abs(ends[i]) > longestSide)
            call.refuse("pads what Flipside does not");
        shape[i].count += begins[i] + ends[i];
        first = i;
    }
    (void)countOf(shape);
    if (first == map.rank())
        return {map};
    const std::string_view mode = call.text("mode", "constant");
    std::vector<std::int64_t> list; // LibTorch begins with the last dimension
    const std::size_t least = mode == "constant" ? first : std::min(first, std::size_t{2});
    for (std::size_t i = map.rank(); i-- > least;) {
        list.push_back(begins[i]);
        list.push_back(ends[i]);
    }
    if (mode == "constant") {
        double number = call.real("value", 0);
        if (!old && call.has(2)) {
            const auto known = scalarOf(call.input(2));
            if (!known || std::isnan(*known))
                call.refuse("pads with a number that is not known");
            number = *known;
        }
        return {call.let("torch.constant_pad_nd(" + call.textOf(map) + ", " + listText(list) + ", " +
                             floatText(std::clamp(number, -3e38, 3e38)) + ")",
                         shape)};
    }
    const bool fits = first >= 2 && (map.rank() == 3 || map.rank() == 4);
    if (!fits || (mode != "reflect" && mode != "edge"))
        call.refuse("pads in a way that Flipside does not know");
    for (std::size_t i = 2; i < map.rank(); ++i)
        if (begins[i] < 0 || ends[i] < 0 ||
            (mode == "reflect" && std::max(begins[i], ends[i]) >= map.shape[i].count))
            call.refuse("pads in a way that Flipside does not know");
    return {call.let("torch." + std::string(mode == "reflect" ? "reflection" : "replication") + "_pad" +
                         std::to_string(map.rank() - 2) + "d(" + call.textOf(map) + ", " + listText(list) +
                         ")",
                     shape)};
}

} // namespace

std::span<const OnnxOperator> resizingOperators()
{
    static constexpr OnnxOperator operators[] = {
        {"Resize", &resize},
        {"Upsample", &resize},
        {"DepthToSpace", &depthToSpace},
        {"SpaceToDepth", &spaceToDepth},
        {"Pad", &pad},
    };
    return operators;
}

} // namespace flipside
