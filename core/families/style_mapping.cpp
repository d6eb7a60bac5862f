// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/style_mapping.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/blueprint/made_tensor.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace flipside {

namespace {

/// Divided by the root of its numbers' mean square.
std::string normalised(const std::string& x)
{
    return x + " * torch.rsqrt(torch.mean(" + x + " * " + x + ", [1], True) + 1e-08)";
}

/// A path below another, as the module there calls it.
std::string below(const std::string& parent, const std::string& path)
{
    return path.substr(parent.size() + 1);
}

constexpr int averagedLatents = 512;
constexpr std::uint64_t mostMultiplications = std::uint64_t{1} << 31;

std::vector<float> applied(const StyleLinear& layer, const std::vector<float>& weight,
                           const std::vector<float>& bias, const std::vector<float>& x)
{
    std::vector<float> y(std::size_t(layer.outputs()));
    for (std::size_t row = 0; row < y.size(); ++row) {
        const float* numbers = weight.data() + row * x.size();
        const float sum = std::inner_product(x.begin(), x.end(), numbers, 0.0F);
        const double linear =
            double(sum) * layer.weightGain + (bias.empty() ? 0.0 : double(bias[row]) * layer.biasGain);
        y[row] = float((linear > 0.0 ? linear : 0.2 * linear) * layer.activation.gain);
    }
    return y;
}

} // namespace

StyleInputs styleInputs(const StyleMapping& mapping, bool hasNoise)
{
    using Kind = NetworkInput::Kind;
    StyleInputs all;
    const auto add = [&](NetworkInput input) {
        all.total += input.shape[0];
        all.inputs.push_back(std::move(input));
    };
    add({"z", Kind::Latent, {mapping.latent}});
    if (mapping.classes > 0)
        add({"class", Kind::Class, {mapping.classes}});
    add({"psi", Kind::Setting, {1}, {1.0}});
    add({"psiLayers", Kind::Setting, {1}, {double(mapping.styles)}});
    if (hasNoise) {
        add({"noise", Kind::Setting, {1}, {1.0}});
        add({"noiseSeed", Kind::Setting, {1}, {0.0}});
    }
    add({"space", Kind::Setting, {1}, {0.0}});
    add({"w", Kind::Setting, {mapping.width}, std::vector<double>(std::size_t(mapping.width), 0.0)});
    return all;
}

std::string StyleInputs::of(const std::string& name) const
{
    int begin = 0;
    for (const NetworkInput& input : inputs) {
        if (input.name == name)
            return "x[:, " + std::to_string(begin) + ":" + std::to_string(begin + input.shape[0]) + "]";
        begin += input.shape[0];
    }
    return {};
}

void addStyleMapping(Blueprint& blueprint, const StyleMapping& mapping, const StyleInputs& inputs)
{
    int length = mapping.latent;
    std::string source = "def forward(self, x: Tensor) -> Tensor:\n    z = " + inputs.of("z") +
                         "\n    w = " + normalised("z") + "\n";
    if (mapping.embedding) {
        blueprint.add(styleLinearModule(*mapping.embedding));
        source += "    c = " + callOf(below(mapping.path, mapping.embedding->path), inputs.of("class")) +
                  "\n    w = torch.cat([w, " + normalised("c") + "], 1)\n";
        length += mapping.embedding->outputs();
    }
    for (const StyleLinear& layer : mapping.layers) {
        if (layer.inputs() != length)
            throw Error("its layer “" + layer.path + "” does not fit the layer before it");
        length = layer.outputs();
        blueprint.add(styleLinearModule(layer));
        source += "    w = " + callOf(below(mapping.path, layer.path), "w") + "\n";
    }
    if (length != mapping.width)
        throw Error("its mapping network ends in another number of numbers than its styles are made of");
    std::vector<float> places(std::size_t(mapping.styles));
    std::iota(places.begin(), places.end(), 0.0F);
    source += "    w = torch.where(" + inputs.of("space") + " > 0.5, " + inputs.of("w") + ", w)\n" +
              "    psi = " + inputs.of("psi") + "\n" + "    psi = torch.where(self.places < " +
              inputs.of("psiLayers") + ", psi, torch.ones_like(psi))\n" +
              "    return torch.lerp(self.w_avg, w.unsqueeze(1), psi.unsqueeze(2))\n";
    blueprint.add(
        {mapping.path,
         {renamed(mapping.average, "w_avg"), madeTensor("places", {mapping.styles}, std::move(places))},
         source});
}

WeightTensor averageStyle(const StyleMapping& mapping)
{
    std::vector<std::vector<float>> weights;
    std::vector<std::vector<float>> biases;
    std::uint64_t multiplications = 0;
    std::vector<double> sums(std::size_t(mapping.width), 0.0);
    int length = mapping.latent;
    for (const StyleLinear& layer : mapping.layers) {
        multiplications += layer.weight->elements() * averagedLatents;
        const bool fits = layer.inputs() == length && layer.activation.function == "lrelu";
        length = layer.outputs();
        if (!fits || multiplications > mostMultiplications)
            return madeTensor("w_avg", {mapping.width}, std::vector<float>(sums.size(), 0.0F));
    }
    for (const StyleLinear& layer : mapping.layers) {
        weights.push_back(layer.weight->floats());
        biases.push_back(layer.bias ? layer.bias->floats() : std::vector<float>());
    }
    Random random(0);
    for (int i = 0; i < averagedLatents; ++i) {
        std::vector<float> x(std::size_t(mapping.latent));
        std::ranges::generate(x, [&] { return float(random.normal()); });
        const float square = std::inner_product(x.begin(), x.end(), x.begin(), 0.0F) / float(x.size());
        for (float& number : x)
            number /= std::sqrt(square + 1e-8F);
        for (std::size_t layer = 0; layer < weights.size(); ++layer)
            x = applied(mapping.layers[layer], weights[layer], biases[layer], x);
        std::ranges::transform(sums, x, sums.begin(), [](double sum, float number) { return sum + number; });
    }
    std::vector<float> average(sums.size());
    std::ranges::transform(sums, average.begin(), [](double sum) { return float(sum / averagedLatents); });
    return madeTensor("w_avg", {mapping.width}, std::move(average));
}

} // namespace flipside
