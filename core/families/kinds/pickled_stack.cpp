// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/layer_modules.h"
#include "core/families/family.h"
#include "core/families/layer_weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace flipside::family_kinds {

namespace {

using Kind = LayerWeights::Kind;

constexpr std::size_t mostModules = 500;

/// A module of torch.nn that has no weights, and what it computes; "" of one that does nothing in use.
struct PlainModule {
    std::string_view name;
    std::string_view expression;
};

constexpr std::array plainModules{
    PlainModule{"ReLU", "torch.relu(x)"},
    PlainModule{"Tanh", "torch.tanh(x)"},
    PlainModule{"Sigmoid", "torch.sigmoid(x)"},
    PlainModule{"SELU", "torch.selu(x)"},
    PlainModule{"SiLU", "torch.silu(x)"},
    PlainModule{"GELU", "torch.gelu(x)"},
    PlainModule{"Softplus", "torch.softplus(x)"},
    PlainModule{"ReLU6", "torch.clamp(x, 0.0, 6.0)"},
    PlainModule{"Dropout", ""},
    PlainModule{"Dropout2d", ""},
    PlainModule{"Identity", ""},
    PlainModule{"Flatten", ""}, // rows become maps, and maps rows, where the next layer wants them
    PlainModule{"Unflatten", ""},
};

/// What a module's author gave it.
class Attributes {
public:
    Attributes(const Nest& nest, const WeightModule& module) : _nest(nest), _module(module) {}

    double number(std::string_view name, double usual) const
    {
        const NestValue* value = find(name);
        if (!value)
            return usual;
        return value->kind == NestKind::Real      ? value->real
               : value->kind == NestKind::Integer ? double(value->integer)
                                                  : usual;
    }

    /// A size that may be given once or for both sides; nothing where the two differ.
    std::optional<int> size(std::string_view name, int usual) const
    {
        const NestValue* value = find(name);
        const NestPart* pair = value ? _nest.part(*value, PartKind::Tuple) : nullptr;
        if (pair && !pair->items.empty()) {
            const NestValue& first = pair->items.front();
            const bool same = std::ranges::all_of(pair->items, [&](const NestValue& item) {
                return item.kind == first.kind && item.integer == first.integer && item.real == first.real;
            });
            if (!same)
                return std::nullopt;
            value = &first;
        }
        const double given = !value                             ? usual
                             : value->kind == NestKind::Integer ? double(value->integer)
                             : value->kind == NestKind::Real    ? value->real
                                                                : -1.0;
        return given >= 0.0 && given <= 64.0 && given == std::floor(given) ? std::optional(int(given))
                                                                           : std::nullopt;
    }

    bool has(std::string_view name, std::string_view text) const
    {
        const NestValue* value = find(name);
        return value && value->kind == NestKind::Text && value->text == text;
    }

private:
    const NestValue* find(std::string_view name) const
    {
        for (const auto& [own, value] : _module.attributes)
            if (own == name)
                return &value;
        return nullptr;
    }

    const Nest& _nest;
    const WeightModule& _module;
};

std::string_view parentOf(std::string_view path)
{
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
}

/// Follows modules one after the other, and writes what each of them computes.
class Following {
public:
    Following(const StateDict& weights) : _weights(weights)
    {
        for (LayerWeights& layer : layersIn(weights.tensors)) {
            std::string path = layer.path;
            _layers.emplace(std::move(path), std::move(layer));
        }
    }

    /// False where it is none that is known, or does not fit.
    bool follow(const WeightModule& module)
    {
        constexpr std::string_view torchNn = "torch.nn.modules.";
        if (!module.className.starts_with(torchNn))
            return module.path.empty() ||
                   !_layers.contains(module.path); // its author's: what is inside counts
        const std::string_view name =
            std::string_view(module.className).substr(module.className.rfind('.') + 1);
        const Attributes attributes(*_weights.nest, module);
        if (name == "Sequential") {
            _sequentials.insert(module.path);
            return true;
        }
        // What its author's own code calls may be called in any order, and more than once.
        if (!_sequentials.contains(parentOf(module.path)))
            return false;
        const auto plain = std::ranges::find(plainModules, name, &PlainModule::name);
        if (plain != plainModules.end()) {
            if (!plain->expression.empty())
                add(module.path, std::string(plain->expression));
            return true;
        }
        if (name == "LeakyReLU")
            return add(module.path,
                       "torch.leaky_relu(x, " + floatText(attributes.number("negative_slope", 0.01)) + ")");
        if (name == "ELU")
            return add(module.path, "torch.elu(x, " + floatText(attributes.number("alpha", 1.0)) + ")");
        if (name == "Upsample" || name == "UpsamplingNearest2d")
            return followUpsampling(attributes);
        if (name == "PixelShuffle")
            return followShuffling(attributes);
        const auto layer = _layers.find(module.path);
        return layer != _layers.end() && followLayer(layer->second, name, attributes);
    }

    std::optional<NetworkReading> reading() const
    {
        if (!_isActivated || _latent.empty() || !(_channels == 1 || _channels == 3 || _isFlat))
            return std::nullopt;
        NetworkReading reading;
        reading.decoder = _blueprint;
        reading.decoder.add({{}, {}, _source + "    return x\n"});
        reading.inputs = {{"z", NetworkInput::Kind::Latent, _latent}};
        if (_last == "torch.tanh(x)")
            reading.range = {-1.0, 1.0};
        else if (_last == "torch.sigmoid(x)")
            reading.range = {0.0, 1.0};
        return reading;
    }

private:
    void line(const std::string& expression) { _source += "    x = " + expression + "\n"; }

    bool add(const std::string& path, const std::string& expression)
    {
        _blueprint.add(
            {path, {}, "def forward(self, x: Tensor) -> Tensor:\n    return " + expression + "\n"});
        line(callOf(path, "x"));
        _isActivated = true;
        _last = expression;
        return true;
    }

    bool followUpsampling(const Attributes& attributes)
    {
        const std::optional<int> factor = attributes.size("scale_factor", 2);
        if (_isFlat || !factor || *factor < 1 ||
            !(attributes.has("mode", "nearest") || attributes.has("mode", "bilinear")))
            return false;
        const std::string twice = "[" + floatText(*factor) + ", " + floatText(*factor) + "])";
        line(attributes.has("mode", "nearest") ? "torch.upsample_nearest2d(x, None, " + twice
                                               : "torch.upsample_bilinear2d(x, None, False, " + twice);
        return true;
    }

    bool followShuffling(const Attributes& attributes)
    {
        const std::optional<int> factor = attributes.size("upscale_factor", 2);
        if (_isFlat || !factor || *factor < 1 || _channels % (*factor * *factor) != 0)
            return false;
        _channels /= *factor * *factor;
        line("torch.pixel_shuffle(x, " + std::to_string(*factor) + ")");
        return true;
    }

    bool followLayer(const LayerWeights& layer, std::string_view name, const Attributes& attributes)
    {
        if (name == "Linear" && layer.kind == Kind::Linear)
            return followLinear(layer);
        const bool isTransposed = name == "ConvTranspose2d";
        if ((isTransposed || name == "Conv2d") && layer.kind == Kind::Convolution)
            return followConvolution(layer, isTransposed, attributes);
        if ((name == "BatchNorm1d" || name == "BatchNorm2d") && layer.mean && layer.variance) {
            const std::int64_t size = layer.mean->shape.empty() ? 0 : layer.mean->shape[0];
            if (_latent.empty() || !becomeMapOf(size, name == "BatchNorm2d"))
                return false;
            _blueprint.add(batchNormModule(layer.path, layer.weight, layer.bias, *layer.mean, *layer.variance,
                                           attributes.number("eps", 1e-5)));
            line(callOf(layer.path, "x"));
            return true;
        }
        if (name == "PReLU" && layer.kind == Kind::Slope) {
            _blueprint.add(slopesModule(layer.path, *layer.weight));
            line(callOf(layer.path, "x"));
            _isActivated = true;
            return true;
        }
        return false;
    }

    bool followLinear(const LayerWeights& layer)
    {
        if (_latent.empty() && layer.size(1) > 0 && layer.size(1) < (1 << 24)) {
            _latent = {int(layer.size(1))};
            _isFlat = true;
        } else if (!_isFlat || layer.size(1) != _channels) {
            return false;
        }
        _channels = layer.size(0);
        _blueprint.add(linearModule(layer.path, *layer.weight, layer.bias));
        line(callOf(layer.path, "x"));
        return true;
    }

    bool followConvolution(const LayerWeights& layer, bool isTransposed, const Attributes& attributes)
    {
        const auto stride = attributes.size("stride", 1);
        const auto padding = attributes.size("padding", 0);
        const auto outputPadding = attributes.size("output_padding", 0);
        const auto groups = attributes.size("groups", 1);
        const auto dilation = attributes.size("dilation", 1);
        if (!stride || !padding || !outputPadding || !dilation || groups != 1 || *stride < 1 ||
            *dilation < 1 || layer.size(0) < 1 || layer.size(1) < 1 || layer.size(0) >= (1 << 24))
            return false;
        const std::int64_t inputs = layer.size(isTransposed ? 0 : 1);
        if (_latent.empty()) {
            if (!isTransposed)
                return false;
            _latent = {int(inputs), 1, 1};
            _channels = inputs;
        } else if (!becomeMapOf(inputs, true)) {
            return false;
        }
        const ConvolutionSteps steps{*stride, *padding, *outputPadding, 1, *dilation};
        _blueprint.add(isTransposed
                           ? transposedConvolutionModule(layer.path, *layer.weight, layer.bias, steps)
                           : convolutionModule(layer.path, *layer.weight, layer.bias, steps));
        line(callOf(layer.path, "x"));
        _channels = layer.size(isTransposed ? 1 : 0);
        return true;
    }

    /// A row of numbers becomes a map where the next layer wants one. False where the channels do not fit.
    bool becomeMapOf(std::int64_t channels, bool isMap)
    {
        if (channels < 1)
            return false;
        if (!_isFlat || !isMap)
            return channels == _channels;
        const std::int64_t places = _channels / channels;
        const auto side = std::int64_t(std::lround(std::sqrt(double(places))));
        if (_channels % channels != 0 || side * side * channels != _channels)
            return false;
        line("x.reshape([-1, " + std::to_string(channels) + ", " + std::to_string(side) + ", " +
             std::to_string(side) + "])");
        _channels = channels;
        _isFlat = false;
        return true;
    }

    const StateDict& _weights;
    std::map<std::string, LayerWeights> _layers;
    std::set<std::string_view> _sequentials; ///< paths
    Blueprint _blueprint;
    std::string _source = "def forward(self, x: Tensor) -> Tensor:\n";
    std::string _last; ///< the last activation
    std::vector<int> _latent;
    std::int64_t _channels = 0;
    bool _isFlat = false;
    bool _isActivated = false;
};

std::optional<NetworkReading> readPickledStack(const StateDict& weights, const NetworkChoices& /*choices*/)
{
    if (weights.modules.empty() || weights.modules.size() > mostModules)
        return std::nullopt;
    Following following(weights);
    for (const WeightModule& module : weights.modules)
        if (!following.follow(module))
            return std::nullopt;
    return following.reading();
}

} // namespace

NetworkFamily pickled_stack()
{
    return {
        "pickled-stack", "Modules in a row",
        "generators that were saved whole, with torch.save(model), and are made of PyTorch's own modules one "
        "after the other",
        60, &readPickledStack};
}

} // namespace flipside::family_kinds
