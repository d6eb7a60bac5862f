// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/style_gan2_network.h"
#include "core/families/drawn_noise.h"

#include "core/base/error.h"
#include "core/blueprint/layer_modules.h"
#include "core/blueprint/made_tensor.h"
#include "core/families/style_inputs.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr int largestPicture = 4096;

std::string shapeText(std::initializer_list<int> sizes)
{
    std::string text;
    for (const int size : sizes)
        text += (text.empty() ? "" : ", ") + std::to_string(size);
    return "[" + text + "]";
}

/// Twice as large: a transposed convolution of stride 2, whose pixels between two others each meet a part
/// of the kernel. Makes (2n + 2)², of which the last row and column are zeros that it does not have itself.
std::string transposedConvolutionText()
{
    const auto part = [](const std::string& rows, const std::string& columns, const std::string& cut) {
        return "torch.conv2d(x, k[:, :, " + rows + ", " + columns +
               "].contiguous(), None, [1, 1], [1, 1], [1, 1], 1)" + cut;
    };
    return "    k = self.weight.flip([2, 3])\n"
           "    even = torch.stack([" +
           part("::2", "::2", "") + ", " + part("::2", "1:2", "[:, :, :, 1:]") +
           "], 4).flatten(3, 4)\n"
           "    odd = torch.stack([" +
           part("1:2", "::2", "[:, :, 1:]") + ", " + part("1:2", "1:2", "[:, :, 1:, 1:]") +
           "], 4).flatten(3, 4)\n"
           "    x = torch.stack([even, odd], 3).flatten(2, 3)\n";
}

/// Filters the map that transposedConvolutionText() makes, down to 2n.
std::string blurText(BlueprintModule& module, const ResamplingFilter& filter, int channels, int side)
{
    // As NVIDIA's conv2d_resample pads an upsampling of 2 behind a kernel of 3.
    const int above = (filter.height + 1) / 2 - 1;
    const int before = (filter.width + 1) / 2 - 1;
    std::vector<float> turned = filter.square;
    std::ranges::reverse(turned);
    module.weights.push_back(madeTensor("blur", {filter.height, filter.width}, std::move(turned)));
    const std::string end = std::to_string(2 * side);
    return "    x = torch.conv2d(x, self.blur.expand(" +
           shapeText({channels, 1, filter.height, filter.width}) + "), None, [1, 1], " +
           shapeText({above, before}) + ", [1, 1], " + std::to_string(channels) + ")[:, :, :" + end +
           ", :" + end + "]\n";
}

void checkFits(bool fits, const std::string& path)
{
    if (!fits)
        throw Error("its layer “" + path + "” does not fit the layers around it");
}

std::string relativeCall(const StyledConvolution& layer, const std::string& argument)
{
    return callOf(layer.affine.path.substr(layer.path.size() + 1), argument);
}

void addAffine(Blueprint& blueprint, const StyledConvolution& layer, int width)
{
    checkFits(layer.affine.inputs() == width && layer.affine.outputs() == layer.inputs(), layer.affine.path);
    blueprint.add(styleLinearModule(layer.affine));
}

/// The module of a convolution, in front of which a map has such a side; which becomes that behind it.
BlueprintModule convolutionOf(const StyledConvolution& layer, int& side)
{
    BlueprintModule module{
        layer.path,
        {renamed(layer.weight, "weight"), renamed(*layer.bias, "bias")},
        "def forward(self, x: Tensor, w: Tensor" +
            std::string(layer.noise ? ", noise: Tensor, seed: Tensor, drawn: Tensor" : "") +
            ") -> Tensor:\n"};
    std::string& source = module.source;
    const int channels = layer.outputs();
    const double gain = layer.activation.gainInFront();
    source += "    styles = " + relativeCall(layer, "w") + "\n    x = x * styles.unsqueeze(2).unsqueeze(3)\n";
    if (layer.blur) {
        source += transposedConvolutionText() + blurText(module, *layer.blur, channels, side);
        side *= 2;
    } else {
        source += "    x = torch.conv2d(x, self.weight, None, [1, 1], [1, 1], [1, 1], 1)\n";
    }
    // The root of the mean square that a row of modulated weights would have, instead of those weights.
    source += "    squares = torch.sum(self.weight * self.weight, [2, 3]).t().contiguous()\n"
              "    scale = torch.rsqrt(torch.matmul(styles * styles, " +
              scaled("squares", layer.weightGain * layer.weightGain) + ") + 1e-08)\n" +
              "    x = torch.addcmul(" +
              scaled("self.bias.reshape(" + shapeText({1, channels, 1, 1}) + ")", gain) + ", x, (" +
              scaled("scale", layer.weightGain * gain) + ").unsqueeze(2).unsqueeze(3))\n";
    if (layer.noise) {
        module.weights.push_back(renamed(*layer.noise, "noise_const"));
        module.weights.push_back(renamed(*layer.noiseStrength, "noise_strength"));
        source += "    own = self.noise_const.reshape(" + shapeText({1, 1, side, side}) +
                  ")\n    x = x + noise * (torch.where(seed > 0.5, drawn, own) * (" +
                  scaled("self.noise_strength.reshape([1])", gain) + "))\n";
    }
    source += layer.activation.text() + "    return x\n";
    return module;
}

BlueprintModule pictureModule(const StyledConvolution& layer, int side)
{
    BlueprintModule module{layer.path, {renamed(layer.weight, "weight"), renamed(*layer.bias, "bias")}, {}};
    const int colours = layer.outputs();
    // So few outputs that it is quicker to scale the weights, for each picture its own.
    module.source =
        "def forward(self, x: Tensor, w: Tensor) -> Tensor:\n    styles = " + relativeCall(layer, "w") +
        "\n    weight = " +
        scaled("self.weight.reshape(" + shapeText({1, colours, layer.inputs()}) + ")", layer.weightGain) +
        " * styles.unsqueeze(1)\n    x = torch.baddbmm(self.bias.reshape(" + shapeText({1, colours, 1}) +
        "), weight, x.flatten(2)).reshape(" + shapeText({-1, colours, side, side}) + ")\n" +
        layer.activation.text() + "    return x\n";
    return module;
}

BlueprintModule enlargementModule(const std::string& path, const ResamplingFilter& filter, int channels,
                                  int side, const std::string& before = {},
                                  std::vector<WeightTensor> weights = {})
{
    BlueprintModule module{path, std::move(weights), "def forward(self, x: Tensor) -> Tensor:\n" + before};
    MapSize size{side, side};
    // As NVIDIA's upsample2d.
    const MapMargins margins{(filter.width + 1) / 2, (filter.width - 2) / 2, (filter.height + 1) / 2,
                             (filter.height - 2) / 2};
    module.source += upsamplingText(module, "filter", filter, channels, 2, margins, size) + "    return x\n";
    checkFits(size.height == 2 * side && size.width == 2 * side, path);
    return module;
}

BlueprintModule detourModule(const StyleDetour& detour, int side)
{
    const std::string convolution = "    x = torch.conv2d(x, " + scaled("self.weight", detour.gain) +
                                    ", None, [1, 1], [0, 0], [1, 1], 1)\n";
    return enlargementModule(detour.path, detour.filter, int(detour.weight->shape[0]), side, convolution,
                             {renamed(*detour.weight, "weight")});
}

/// Follows the layers from the constant to the picture.
class StyleGan2Text {
public:
    StyleGan2Text(const StyleGan2Network& network, const StyleInputs& inputs)
        : _network(network), _inputs(inputs), _channels(int(network.constant.shape[0])),
          _side(int(network.constant.shape[1]))
    {
        checkFits(network.constant.shape[1] == network.constant.shape[2], network.constantPath);
    }

    Blueprint blueprint()
    {
        addStyleMapping(_blueprint, _network.mapping, _inputs);
        if (!_inputs.of("noise").empty())
            _blueprint.add(drawnNoiseModule());
        _blueprint.add({_network.constantPath,
                        {renamed(_network.constant, "const")},
                        "def forward(self) -> Tensor:\n    return self.const.unsqueeze(0)\n"});
        _source = "def forward(self, x: Tensor) -> Tensor:\n    x = x.reshape(" +
                  shapeText({-1, _inputs.total}) + ")\n    ws = " + callOf(_network.mapping.path, "x") + "\n";
        if (const std::string noise = _inputs.of("noise"); !noise.empty())
            _source += "    noise = " + noise +
                       ".unsqueeze(2).unsqueeze(3)\n    seed = " + _inputs.of("noiseSeed") +
                       "\n    seeds = seed.unsqueeze(2).unsqueeze(3)\n";
        _source += "    x = " + callOf(_network.constantPath, "") + "\n";
        for (const StyleBlock& block : _network.blocks)
            add(block);
        if (!_hasPicture)
            throw Error("it has no layer that makes the picture");
        _blueprint.add({{}, {}, _source + "    return image\n"});
        return std::move(_blueprint);
    }

private:
    std::string style(int number) const
    {
        if (number >= _network.mapping.styles)
            throw Error("it has more layers than styles");
        return "ws[:, " + std::to_string(number) + "]";
    }

    void add(const StyleBlock& block)
    {
        const int before = _side;
        if (block.detour) {
            checkFits(block.detour->weight->shape[1] == _channels, block.detour->path);
            _blueprint.add(detourModule(*block.detour, before));
            _source += "    detour = " + callOf(block.detour->path, "x") + "\n";
        }
        for (const StyledConvolution& layer : block.convolutions) {
            checkFits(layer.inputs() == _channels, layer.path);
            addAffine(_blueprint, layer, _network.mapping.width);
            _blueprint.add(convolutionOf(layer, _side));
            checkFits(_side <= largestPicture, layer.path);
            const auto noiseSize = std::uint64_t(_side) * std::uint64_t(_side);
            checkFits(!layer.noise || layer.noise->elements() == noiseSize, layer.path);
            _channels = layer.outputs();
            const std::string noise =
                layer.noise ? ", noise, seeds, " + callOf(drawnNoisePath, "seed, " + std::to_string(_side) +
                                                                              ", " + std::to_string(_style))
                            : std::string();
            _source += "    x = " + callOf(layer.path, "x, " + style(_style) + noise) + "\n";
            ++_style;
        }
        if (block.detour) {
            checkFits(block.detour->weight->shape[0] == _channels && _side == 2 * before, block.detour->path);
            _source += "    x = detour + x\n";
        }
        if (!block.picture)
            return;
        const StyledConvolution& picture = *block.picture;
        checkFits(picture.inputs() == _channels, picture.path);
        addAffine(_blueprint, picture, _network.mapping.width);
        _blueprint.add(pictureModule(picture, _side));
        const std::string made = callOf(picture.path, "x, " + style(_style));
        if (_hasPicture) {
            checkFits(block.enlargement && _side == 2 * before && picture.outputs() == _colours,
                      picture.path);
            _blueprint.add(enlargementModule(block.enlargementPath, *block.enlargement, _colours, before));
            _source += "    image = " + callOf(block.enlargementPath, "image") + " + " + made + "\n";
        } else {
            _source += "    image = " + made + "\n";
        }
        _colours = picture.outputs();
        _hasPicture = true;
    }

    const StyleGan2Network& _network;
    const StyleInputs& _inputs;
    Blueprint _blueprint;
    std::string _source;
    int _channels;
    int _side;
    int _style = 0;
    int _colours = 0;
    bool _hasPicture = false;
};

} // namespace

NetworkReading styleGan2Reading(const StyleGan2Network& network)
{
    const bool hasNoise = std::ranges::any_of(network.blocks, [](const StyleBlock& block) {
        return std::ranges::any_of(block.convolutions,
                                   [](const StyledConvolution& layer) { return layer.noise.has_value(); });
    });
    const StyleInputs inputs = styleInputs(network.mapping, hasNoise);
    NetworkReading reading;
    reading.decoder = StyleGan2Text(network, inputs).blueprint();
    reading.inputs = inputs.inputs;
    reading.range = std::pair(-1.0, 1.0);
    return reading;
}

} // namespace flipside
