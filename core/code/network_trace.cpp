// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/code/network_trace.h"

#include "core/base/error.h"
#include "core/blueprint/layer_modules.h"
#include "core/code/layer_kinds.h"
#include "core/code/normalised_weight.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace flipside {

namespace {

using Kind = CodeValue::Kind;

/// Of memory, devices and speed: they change no number.
const std::set<std::string_view> changeNothing = {
    "device",        "dtype",  "requires_grad", "inplace",      "out",
    "memory_format", "layout", "training",      "non_blocking", "pin_memory"};

struct FunctionOfLayer {
    std::string_view function;
    std::string_view layer;
};
/// Functions of torch.nn.functional that take what a layer of torch.nn is made with, in its order.
constexpr std::array functionsOfLayers{FunctionOfLayer{"relu", "ReLU"},
                                       FunctionOfLayer{"leaky_relu", "LeakyReLU"},
                                       FunctionOfLayer{"elu", "ELU"},
                                       FunctionOfLayer{"celu", "CELU"},
                                       FunctionOfLayer{"selu", "SELU"},
                                       FunctionOfLayer{"gelu", "GELU"},
                                       FunctionOfLayer{"silu", "SiLU"},
                                       FunctionOfLayer{"mish", "Mish"},
                                       FunctionOfLayer{"relu6", "ReLU6"},
                                       FunctionOfLayer{"tanh", "Tanh"},
                                       FunctionOfLayer{"sigmoid", "Sigmoid"},
                                       FunctionOfLayer{"hardtanh", "Hardtanh"},
                                       FunctionOfLayer{"hardsigmoid", "Hardsigmoid"},
                                       FunctionOfLayer{"hardswish", "Hardswish"},
                                       FunctionOfLayer{"softplus", "Softplus"},
                                       FunctionOfLayer{"dropout", "Dropout"},
                                       FunctionOfLayer{"dropout2d", "Dropout2d"},
                                       FunctionOfLayer{"pixel_shuffle", "PixelShuffle"},
                                       FunctionOfLayer{"avg_pool2d", "AvgPool2d"},
                                       FunctionOfLayer{"adaptive_avg_pool2d", "AdaptiveAvgPool2d"}};

std::string_view layerOf(std::string_view function)
{
    const auto found = std::ranges::find(functionsOfLayers, function, &FunctionOfLayer::function);
    return found == functionsOfLayers.end() ? std::string_view() : found->layer;
}

bool isName(std::string_view text)
{
    return !text.empty() && text.size() < 60 && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
           std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

std::int64_t wholeArgument(const CodeModule& module, std::string_view name)
{
    const auto value = layerArgument(module, name);
    if (!value || !(value->is(Kind::Integer) || value->is(Kind::Bool)))
        throw Error("the " + std::string(name) + " of its " + shownText(module.className) +
                    " is no whole number");
    return value->integer;
}

double numberArgument(const CodeModule& module, std::string_view name)
{
    const auto value = layerArgument(module, name);
    if (!value || !value->isNumber())
        throw Error("the " + std::string(name) + " of its " + shownText(module.className) + " is no number");
    return value->number();
}

bool flagArgument(const CodeModule& module, std::string_view name)
{
    const auto value = layerArgument(module, name);
    return value && !value->is(Kind::None) && !(value->isNumber() && value->number() == 0.0);
}

std::vector<std::int64_t> sizes(const CodeValue& value, std::size_t count)
{
    if (value.is(Kind::Integer))
        return std::vector<std::int64_t>(count, value.integer);
    std::vector<std::int64_t> all;
    if (value.isSequence())
        for (const CodeValue& item : *value.items)
            if (item.is(Kind::Integer))
                all.push_back(item.integer);
    if (all.size() != count)
        throw Error("a layer has a size that is no whole number");
    return all;
}

std::vector<std::int64_t> sizesArgument(const CodeModule& module, std::string_view name, std::size_t count)
{
    const auto value = layerArgument(module, name);
    if (!value)
        throw Error("its " + shownText(module.className) + " lacks its " + std::string(name));
    return sizes(*value, count);
}

std::string listText(const std::vector<std::int64_t>& numbers)
{
    std::string text;
    for (const std::int64_t number : numbers)
        text += (text.empty() ? "" : ", ") + std::to_string(number);
    return "[" + text + "]";
}

std::string shapeWords(const std::vector<std::int64_t>& shape)
{
    std::string words;
    for (const std::int64_t size : shape)
        words += (words.empty() ? "" : "×") + std::to_string(size);
    return words;
}

/// The shape that a layer's weight has, by its arguments; empty where any will do.
std::vector<std::int64_t> weightShape(const CodeModule& module)
{
    const std::string_view name = std::string_view(module.className).substr(module.className.rfind('.') + 1);
    if (name == "Linear")
        return {wholeArgument(module, "out_features"), wholeArgument(module, "in_features")};
    if (name == "Conv2d" || name == "ConvTranspose2d") {
        const std::int64_t groups = std::max<std::int64_t>(1, wholeArgument(module, "groups"));
        const std::int64_t in = wholeArgument(module, "in_channels");
        const std::int64_t out = wholeArgument(module, "out_channels");
        const auto kernel = sizesArgument(module, "kernel_size", 2);
        const bool isTransposed = name != "Conv2d";
        return {isTransposed ? in : out, (isTransposed ? out : in) / groups, kernel[0], kernel[1]};
    }
    if (name == "BatchNorm1d" || name == "BatchNorm2d")
        return flagArgument(module, "affine") ? std::vector{wholeArgument(module, "num_features")}
                                              : std::vector<std::int64_t>();
    if (name == "Embedding")
        return {wholeArgument(module, "num_embeddings"), wholeArgument(module, "embedding_dim")};
    return {};
}

} // namespace

NetworkTrace::NetworkTrace(const StateDict& weights, std::string prefix)
    : _weights(weights), _prefix(std::move(prefix))
{
    for (const WeightTensor& tensor : _weights.tensors)
        _byName.emplace(tensor.name, &tensor);
}

const WeightTensor* NetworkTrace::find(const std::string& path) const
{
    const auto found = _byName.find(_prefix + path);
    return found == _byName.end() ? nullptr : found->second;
}

std::string NetworkTrace::problemOf(const CodeModule& module) const
{
    const LayerKind* kind = findLayerKind(module.className);
    if (!kind || !kind->hasWeights)
        return {};
    try {
        const std::vector<std::int64_t> shape = weightShape(module);
        const std::string path = module.path + ".weight";
        if (shape.empty() || !module.normalisation.empty())
            return {};
        const WeightTensor* weight = find(path);
        if (!weight)
            return "the file has no " + shownText(_prefix + path);
        if (weight->shape != shape)
            return "its code makes " + shownText(path) + " of " + shapeWords(shape) + ", and the file has " +
                   shapeWords(weight->shape);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

bool NetworkTrace::hasWeights(const CodeModule& module)
{
    const LayerKind* kind = findLayerKind(module.className);
    return kind && kind->hasWeights;
}

std::string NetworkTrace::weightText(const CodeModule& module, const std::string& name)
{
    const std::string path = (module.path.empty() ? "" : module.path + ".") + name;
    if (name == "weight" && !module.normalisation.empty()) {
        const std::string inner = module.path.empty() ? "" : module.path + ".";
        const bool isTransposed = module.className.find("Transpose") != std::string::npos;
        const auto made = normalisedWeight([&](const std::string& own) { return find(inner + own); },
                                           isTransposed, module.normalisation);
        if (made)
            return _writer.weight(*made, path);
    }
    const WeightTensor* weight = find(path);
    if (!weight)
        throw Error("the file has no weight " + shownText(_prefix + path));
    return _writer.weight(*weight, path);
}

CodeValue NetworkTrace::weight(const std::string& path)
{
    const WeightTensor* found = find(path);
    return found ? CodeValue::term(_writer.weight(*found, path))
                 : CodeValue::unknown("a weight " + shownText(path) + ", which the file does not have");
}

std::string NetworkTrace::text(const CodeValue& value) const
{
    switch (value.kind) {
    case Kind::Term:
        return value.text;
    case Kind::None:
        return "None";
    case Kind::Bool:
        return value.flag ? "True" : "False";
    case Kind::Integer:
        return std::to_string(value.integer);
    case Kind::Real:
        return floatText(value.real);
    case Kind::Text:
        if (value.text.size() < 30 && std::ranges::all_of(value.text, [](unsigned char c) {
                return std::isalnum(c) != 0 ||
                       std::string_view("_,->. ").find(char(c)) != std::string_view::npos;
            }))
            return "\"" + value.text + "\"";
        throw Error("it hands on a text that is none of PyTorch's words");
    case Kind::List:
    case Kind::Tuple: {
        std::string list;
        for (const CodeValue& item : *value.items)
            list += (list.empty() ? "" : ", ") + text(item);
        return "[" + list + "]";
    }
    default:
        throw Error("it computes with something that is no tensor and no number" +
                    (value.text.empty() ? std::string() : " (" + shownText(value.text) + ")"));
    }
}

CodeValue NetworkTrace::layer(const CodeModule& module, const CodeArguments& arguments)
{
    const LayerKind* kind = findLayerKind(module.className);
    if (!kind)
        throw Error("Flipside does not know its layer " + shownText(module.className) +
                    (module.line > 0 ? " (line " + std::to_string(module.line) + ")" : std::string()));
    if (arguments.values.empty() || !arguments.values[0].is(Kind::Term))
        throw Error("its " + std::string(kind->name) + " is applied to what is no tensor");
    return kind->hasWeights ? weighted(module, arguments) : plain(module, arguments);
}

std::string NetworkTrace::asMaps(const std::string& term, std::int64_t channels)
{
    const auto known = _rows.find(term);
    if (!_reshapesRows || known == _rows.end() || channels < 1)
        return term;
    const std::int64_t places = known->second / channels;
    const auto side = std::int64_t(std::lround(std::sqrt(double(places))));
    if (side < 1 || side * side * channels != known->second)
        throw Error("a row of " + std::to_string(known->second) + " numbers cannot become square maps of " +
                    std::to_string(channels) + " channels; show the .py file, which says it");
    return let(term + ".reshape([-1, " + std::to_string(channels) + ", " + std::to_string(side) + ", " +
               std::to_string(side) + "])");
}

CodeValue NetworkTrace::weighted(const CodeModule& module, const CodeArguments& arguments)
{
    if (const std::string problem = problemOf(module); !problem.empty())
        throw Error(problem);
    const std::string_view name = std::string_view(module.className).substr(module.className.rfind('.') + 1);
    std::string x = arguments.values[0].text;
    if (x == "z" && _latent.empty()) {
        if (name == "Linear")
            _latent = {int(wholeArgument(module, "in_features"))};
        if (name == "ConvTranspose2d")
            _latent = {int(wholeArgument(module, "in_channels")), 1, 1};
    }
    const auto optional = [&](bool has, const char* weight) {
        return has ? weightText(module, weight) : std::string("None");
    };
    const auto made = [&](const std::string& expression) { return CodeValue::term(let(expression)); };
    if (name == "Linear") {
        CodeValue value = made("torch.linear(" + x + ", " + weightText(module, "weight") + ", " +
                               optional(flagArgument(module, "bias"), "bias") + ")");
        _rows[value.text] = wholeArgument(module, "out_features");
        return value;
    }
    if (name == "Conv2d" || name == "ConvTranspose2d") {
        const bool isTransposed = name != "Conv2d";
        x = asMaps(x, wholeArgument(module, "in_channels"));
        auto padding = std::vector<std::int64_t>{0, 0};
        if (const auto given = layerArgument(module, "padding"); given && given->is(Kind::Text)) {
            if (given->text == "same") {
                const auto kernel = sizesArgument(module, "kernel_size", 2);
                const auto dilation = sizesArgument(module, "dilation", 2);
                padding = {dilation[0] * (kernel[0] - 1) / 2, dilation[1] * (kernel[1] - 1) / 2};
                if (kernel[0] % 2 == 0 || kernel[1] % 2 == 0)
                    throw Error("its padding \"same\" is uneven");
            }
        } else {
            padding = sizesArgument(module, "padding", 2);
        }
        const auto mode = layerArgument(module, "padding_mode");
        if (mode && mode->is(Kind::Text) && mode->text != "zeros") {
            if (mode->text != "reflect" && mode->text != "replicate")
                throw Error("its padding_mode is none that Flipside knows");
            x = let("torch." + std::string(mode->text == "reflect" ? "reflection" : "replication") +
                    "_pad2d(" + x + ", " + listText({padding[1], padding[1], padding[0], padding[0]}) + ")");
            padding = {0, 0};
        }
        const std::string weight = weightText(module, "weight");
        const std::string bias = optional(flagArgument(module, "bias"), "bias");
        const std::string steps = listText(sizesArgument(module, "stride", 2)) + ", " + listText(padding);
        const std::string groups = std::to_string(wholeArgument(module, "groups"));
        const std::string dilation = listText(sizesArgument(module, "dilation", 2));
        return isTransposed ? made("torch.conv_transpose2d(" + x + ", " + weight + ", " + bias + ", " +
                                   steps + ", " + listText(sizesArgument(module, "output_padding", 2)) +
                                   ", " + groups + ", " + dilation + ")")
                            : made("torch.conv2d(" + x + ", " + weight + ", " + bias + ", " + steps + ", " +
                                   dilation + ", " + groups + ")");
    }
    if (name == "BatchNorm1d" || name == "BatchNorm2d") {
        if (!flagArgument(module, "track_running_stats"))
            throw Error("its BatchNorm keeps no statistics, so that a picture depends on those beside it");
        const std::string before = x;
        if (name == "BatchNorm2d")
            x = asMaps(x, wholeArgument(module, "num_features"));
        const bool isAffine = flagArgument(module, "affine");
        CodeValue value = made("torch.batch_norm(" + x + ", " + optional(isAffine, "weight") + ", " +
                               optional(isAffine, "bias") + ", " + weightText(module, "running_mean") + ", " +
                               weightText(module, "running_var") + ", False, 0.1, " +
                               floatText(numberArgument(module, "eps")) + ", False)");
        if (const auto known = _rows.find(before); known != _rows.end() && x == before)
            _rows[value.text] = known->second;
        return value;
    }
    if (name == "InstanceNorm2d") {
        const bool isAffine = flagArgument(module, "affine");
        const bool isTracked = flagArgument(module, "track_running_stats");
        return made("torch.instance_norm(" + x + ", " + optional(isAffine, "weight") + ", " +
                    optional(isAffine, "bias") + ", " + optional(isTracked, "running_mean") + ", " +
                    optional(isTracked, "running_var") + ", " + (isTracked ? "False" : "True") + ", 0.1, " +
                    floatText(numberArgument(module, "eps")) + ", False)");
    }
    if (name == "GroupNorm") {
        const bool isAffine = flagArgument(module, "affine");
        return made("torch.group_norm(" + x + ", " + std::to_string(wholeArgument(module, "num_groups")) +
                    ", " + optional(isAffine, "weight") + ", " + optional(isAffine, "bias") + ", " +
                    floatText(numberArgument(module, "eps")) + ", False)");
    }
    if (name == "LayerNorm") {
        const bool isAffine = flagArgument(module, "elementwise_affine");
        const auto shape = layerArgument(module, "normalized_shape");
        const std::string list = shape && shape->is(Kind::Integer) ? listText({shape->integer})
                                 : shape                           ? text(*shape)
                                                                   : "[]";
        return made("torch.layer_norm(" + x + ", " + list + ", " + optional(isAffine, "weight") + ", " +
                    optional(isAffine, "bias") + ", " + floatText(numberArgument(module, "eps")) +
                    ", False)");
    }
    if (name == "Embedding")
        return made("torch.embedding(" + weightText(module, "weight") + ", " + x + ")");
    if (name == "PReLU")
        return CodeValue::term(
            _writer.activation(module.path, "torch.prelu(x, y)", {x, weightText(module, "weight")}));
    throw Error("Flipside does not know its layer " + std::string(name));
}

CodeValue NetworkTrace::plain(const CodeModule& module, const CodeArguments& arguments)
{
    const LayerKind& kind = *findLayerKind(module.className);
    const CodeValue& x = arguments.values[0];
    if (kind.expression.empty())
        return x;
    if (kind.expression == "?") {
        CodeArguments own = module.arguments;
        own.values.insert(own.values.begin(), CodeValue::term(asMaps(x.text, module.channelsAfter)));
        if (kind.name != "Upsample" && own.find(3, "mode") == nullptr) {
            own.named.emplace_back(
                "mode",
                CodeValue::of(std::string(kind.name == "UpsamplingBilinear2d" ? "bilinear" : "nearest")));
            own.named.emplace_back("align_corners", CodeValue::of(kind.name == "UpsamplingBilinear2d"));
        }
        return resized(own, 1);
    }
    std::string expression(kind.expression);
    std::string_view parameters = kind.parameters;
    for (std::size_t open = expression.find('{'); open != std::string::npos; open = expression.find('{')) {
        const std::size_t close = expression.find('}', open);
        const std::size_t comma = std::min(parameters.find(','), parameters.size());
        const std::string_view parameter = parameters.substr(0, comma);
        parameters.remove_prefix(std::min(comma + 1, parameters.size()));
        const auto value = layerArgument(module, parameter);
        if (!value)
            throw Error("its " + std::string(kind.name) + " lacks its " + std::string(parameter));
        const std::string asked = expression.substr(open + 1, close - open - 1);
        expression.replace(open, close - open + 1,
                           asked.empty() ? text(*value)
                                         : listText(sizes(*value, std::size_t(asked[0] - '0'))));
    }
    CodeValue made;
    if (kind.isActivation) {
        made = CodeValue::term(_writer.activation(module.path, expression, {x.text}));
        if (const auto known = _rows.find(x.text); known != _rows.end())
            _rows[made.text] = known->second;
    } else {
        expression.replace(expression.find("(x") + 1, 1, x.text);
        made = CodeValue::term(let(expression));
    }
    return made;
}

/// torch.nn.functional.interpolate(input, size, scale_factor, mode, align_corners)
CodeValue NetworkTrace::resized(const CodeArguments& arguments, std::size_t first)
{
    const std::string& x = arguments.values[0].text;
    const CodeValue* size = arguments.find(first, "size");
    const CodeValue* factor = arguments.find(first + 1, "scale_factor");
    const CodeValue* mode = arguments.find(first + 2, "mode");
    const CodeValue* corners = arguments.find(first + 3, "align_corners");
    const std::string word = mode && mode->is(Kind::Text) ? mode->text : "nearest";
    if (word != "nearest" && word != "nearest-exact" && word != "bilinear" && word != "bicubic")
        throw Error("it enlarges in a way that Flipside does not know (" + shownText(word) + ")");
    std::string target;
    if (factor && !factor->is(Kind::None)) {
        std::vector<CodeValue> both =
            factor->isSequence() ? *factor->items : CodeValue::Items{*factor, *factor};
        if (both.size() != 2 || !both[0].isNumber() || !both[1].isNumber())
            throw Error("it enlarges by what is no number");
        target = "None, ";
        target += word.starts_with("nearest")                           ? ""
                  : corners && corners->is(Kind::Bool) && corners->flag ? "True, "
                                                                        : "False, ";
        target += "[" + floatText(both[0].number()) + ", " + floatText(both[1].number()) + "]";
    } else if (size && !size->is(Kind::None)) {
        target =
            size->is(Kind::Integer) || (size->is(Kind::Term) && size->text.find('(') != std::string::npos &&
                                        !size->text.ends_with(".size()"))
                ? "[" + text(*size) + ", " + text(*size) + "]"
                : text(*size);
        target += word.starts_with("nearest")                           ? ", None"
                  : corners && corners->is(Kind::Bool) && corners->flag ? ", True, None"
                                                                        : ", False, None";
    } else {
        throw Error("it enlarges without a size");
    }
    const std::string name = word == "nearest"         ? "upsample_nearest2d"
                             : word == "nearest-exact" ? "_upsample_nearest_exact2d"
                                                       : "upsample_" + word + "2d";
    return CodeValue::term(let("torch." + name + "(" + x + ", " + target + ")"));
}

CodeValue NetworkTrace::function(const std::string& name, CodeArguments arguments)
{
    const std::string own = name.substr(name.rfind('.') + 1);
    std::erase_if(arguments.named, [](const auto& item) { return changeNothing.contains(item.first); });
    const bool isFunctional = name.starts_with("torch.nn.functional.");
    const bool takesTensor = !arguments.values.empty() && arguments.values[0].is(Kind::Term);
    if (takesTensor) {
        if (const std::string_view layer = layerOf(own); !layer.empty()) {
            CodeModule module;
            module.className = "torch.nn." + std::string(layer);
            module.arguments = arguments;
            module.arguments.values.erase(module.arguments.values.begin());
            return plain(module, {{arguments.values[0]}, {}});
        }
        if (isFunctional && (own == "interpolate" || own == "upsample"))
            return resized(arguments, 1);
        if (isFunctional && own == "pad") {
            const CodeValue* pad = arguments.find(1, "pad");
            const CodeValue* mode = arguments.find(2, "mode");
            const CodeValue* value = arguments.find(3, "value");
            if (!pad)
                throw Error("it pads by nothing");
            const std::string word = mode && mode->is(Kind::Text) ? mode->text : "constant";
            const std::string head = word == "reflect"     ? "torch.reflection_pad2d("
                                     : word == "replicate" ? "torch.replication_pad2d("
                                                           : "torch.constant_pad_nd(";
            if (word != "reflect" && word != "replicate" && word != "constant")
                throw Error("it pads in a way that Flipside does not know");
            const bool hasValue = word == "constant" && value && value->isNumber();
            return CodeValue::term(let(head + arguments.values[0].text + ", " + text(*pad) +
                                       (hasValue ? ", " + floatText(value->number()) : "") + ")"));
        }
        if (isFunctional && own == "normalize") {
            const CodeValue* power = arguments.find(1, "p");
            const CodeValue* dimension = arguments.find(2, "dim");
            if (power && power->number() != 2.0)
                throw Error("it normalises by another norm than the second");
            const std::string& x = arguments.values[0].text;
            return CodeValue::term(let("(" + x + " / torch.clamp_min(torch.norm(" + x + ", 2, [" +
                                       (dimension ? text(*dimension) : "1") + "], True), 1e-12))"));
        }
    }
    const std::string inner = name.substr(std::string_view("torch.").size());
    if (!isName(own) || own.ends_with('_') || (inner != own && !isFunctional))
        throw Error("it calls " + shownText(name));
    std::string list;
    for (const CodeValue& value : arguments.values)
        list += (list.empty() ? "" : ", ") + text(value);
    for (const auto& [argument, value] : arguments.named) {
        if (!isName(argument))
            throw Error("it calls " + shownText(name));
        list += (list.empty() ? "" : ", ") + argument + "=" + text(value);
    }
    return CodeValue::term(let("torch." + own + "(" + list + ")"));
}

CodeValue NetworkTrace::method(const CodeValue& self, const std::string& name, CodeArguments arguments)
{
    static const std::set<std::string_view> same = {
        "to",   "cuda",   "cpu",  "float",   "detach", "clone", "contiguous", "requires_grad_",
        "half", "double", "type", "type_as", "long"};
    if (same.contains(name))
        return self;
    if (name == "size")
        return CodeValue::term(self.text + ".size(" +
                               (arguments.values.empty() ? "" : text(arguments.values[0])) + ")");
    if (name == "dim" || name == "ndimension")
        // What comes in is taken to be a row; where its code wants a map, it makes one of it.
        return self.text == "z" ? CodeValue::of(std::int64_t{2}) : CodeValue::term(self.text + ".dim()");
    if (!layerOf(name).empty()) {
        arguments.values.insert(arguments.values.begin(), self);
        return function("torch." + name, std::move(arguments));
    }
    if (!isName(name) || name.ends_with('_'))
        throw Error("it changes a tensor in place (" + shownText(name) + ")");
    std::erase_if(arguments.named, [](const auto& item) { return changeNothing.contains(item.first); });
    std::string list;
    for (const CodeValue& value : arguments.values)
        list += (list.empty() ? "" : ", ") + text(value);
    for (const auto& [argument, value] : arguments.named) {
        if (!isName(argument))
            throw Error("it calls " + shownText(name));
        list += (list.empty() ? "" : ", ") + argument + "=" + text(value);
    }
    return CodeValue::term(let(self.text + "." + name + "(" + list + ")"));
}

CodeValue NetworkTrace::attribute(const CodeValue& self, const std::string& name)
{
    if (name == "shape")
        return CodeValue::term(self.text + ".size()");
    if (name == "ndim")
        return method(self, "dim", {});
    if (name == "data")
        return self;
    if (name == "is_cuda" || name == "requires_grad")
        return CodeValue::of(false);
    if (name == "device" || name == "dtype")
        return CodeValue::unknown("a tensor's " + name);
    if (name == "T")
        return CodeValue::term(let(self.text + ".t()"));
    return CodeValue::method(self, name);
}

CodeValue NetworkTrace::item(const CodeValue& self, const std::string& subscript)
{
    const bool isPlace = !subscript.empty() && std::ranges::all_of(subscript, [](unsigned char c) {
        return std::isdigit(c) != 0 || c == '-';
    });
    if (isPlace && self.text.ends_with(".size()"))
        return CodeValue::term(self.text.substr(0, self.text.size() - 1) + subscript + ")");
    return CodeValue::term(let(self.text + "[" + subscript + "]"));
}

CodeValue NetworkTrace::operation(const std::string& sign, const CodeValue& left, const CodeValue& right)
{
    if (left.text == "?" || right.text == "?")
        throw Error("it computes with the answer to a comparison");
    if (sign == "@")
        return CodeValue::term(let("torch.matmul(" + text(left) + ", " + text(right) + ")"));
    static const std::set<std::string_view> signs = {"+", "-", "*", "/", "//", "%", "**"};
    if (!signs.contains(sign))
        throw Error("it has an operator that networks are not made with");
    return CodeValue::term(let("(" + text(left) + " " + sign + " " + text(right) + ")"));
}

} // namespace flipside
