// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/style_mapping.h"

#include "core/base/error.h"
#include "core/blueprint/made_tensor.h"
#include "core/families/style_inputs.h"

#include <algorithm>
#include <cstddef>
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

constexpr std::size_t averagedLatents = 512;

/// The layer's other function, which computes what forward() does.
constexpr const char* secondFunction = "again";

bool hasSecondFunction(const StyleLinear& layer)
{
    const StyleActivation& activation = layer.activation;
    return !activation.clamp && (activation.function == "linear" ||
                                 (activation.function == "lrelu" && activation.scalesThrough()));
}

/// A layer with a second function of the same numbers, in which no activation function is seen whose units
/// could be flipped.
BlueprintModule layerModule(const StyleLinear& layer, bool twice)
{
    BlueprintModule module = styleLinearModule(layer);
    if (twice)
        module.source +=
            std::string("def ") + secondFunction + "(self, x: Tensor) -> Tensor:\n" + styleLinearText(layer) +
            (layer.activation.function == "lrelu" ? "    x = x * 0.6 + torch.abs(x) * 0.4\n" : "") +
            "    return x\n";
    return module;
}

/// The lines that put w into a variable: of "z" and its like, or, with the layers' second function, of "mixZ"
/// and its like.
std::string styleText(const StyleMapping& mapping, const StyleInputs& inputs, const std::string& w,
                      bool second)
{
    const auto input = [&](std::string name) {
        if (second) {
            name[0] = char(name[0] - 'a' + 'A');
            name = "mix" + name;
        }
        return inputs.of(name);
    };
    const auto called = [&](const std::string& path, const std::string& argument) {
        return callOf(below(mapping.path, path), argument, second ? secondFunction : "forward");
    };
    const auto line = [&](const std::string& value) { return "    " + w + " = " + value + "\n"; };
    std::string text = "    z = " + input("z") + "\n" + line(normalised("z"));
    if (mapping.embedding)
        text += "    c = " + called(mapping.embedding->path, input("class")) + "\n" +
                line("torch.cat([" + w + ", " + normalised("c") + "], 1)");
    for (const StyleLinear& layer : mapping.layers)
        text += line(called(layer.path, w));
    text += line("torch.where(" + input("space") + " > 0.5, " + input("w") + ", " + w + ")");
    if (inputs.directions.count > 0)
        text += line(w + " + torch.matmul(" + input("directions") + ", self.directions)");
    return text;
}

} // namespace

bool canRunTwice(const StyleMapping& mapping)
{
    return (!mapping.embedding || hasSecondFunction(*mapping.embedding)) &&
           std::ranges::all_of(mapping.layers, hasSecondFunction);
}

void addStyleMapping(Blueprint& blueprint, const StyleMapping& mapping, const StyleInputs& inputs)
{
    int length = mapping.latent;
    if (mapping.embedding) {
        blueprint.add(layerModule(*mapping.embedding, inputs.mixes));
        length += mapping.embedding->outputs();
    }
    for (const StyleLinear& layer : mapping.layers) {
        if (layer.inputs() != length)
            throw Error("its layer “" + layer.path + "” does not fit the layer before it");
        length = layer.outputs();
        blueprint.add(layerModule(layer, inputs.mixes));
    }
    if (length != mapping.width)
        throw Error("its mapping network ends in another number of numbers than its styles are made of");
    std::vector<float> places(std::size_t(mapping.styles));
    std::iota(places.begin(), places.end(), 0.0F);
    std::vector<WeightTensor> weights{renamed(mapping.average, "w_avg"),
                                      madeTensor("places", {mapping.styles}, std::move(places))};
    if (const std::size_t count = inputs.directions.count)
        weights.push_back(madeTensor("directions", {std::int64_t(count), std::int64_t(mapping.width)},
                                     inputs.directions.numbers));
    std::string source = "def forward(self, x: Tensor) -> Tensor:\n" +
                         styleText(mapping, inputs, "w", false) + "    w = w.unsqueeze(1)\n";
    if (inputs.mixes)
        source += styleText(mapping, inputs, "other", true) +
                  "    w = torch.where(((self.places >= " + inputs.of("mixFrom") + ") & (self.places < " +
                  inputs.of("mixTo") + ")).unsqueeze(2), other.unsqueeze(1), w)\n";
    source += "    psi = " + inputs.of("psi") + "\n" + "    psi = torch.where(self.places < " +
              inputs.of("psiLayers") + ", psi, torch.ones_like(psi))\n" +
              "    return torch.lerp(self.w_avg, w, psi.unsqueeze(2))\n";
    blueprint.add({mapping.path, std::move(weights), source});
}

WeightTensor averageStyle(const StyleMapping& mapping)
{
    const std::vector<float> styles = sampledStyles(mapping, averagedLatents);
    const auto width = std::size_t(mapping.width);
    std::vector<double> sums(width, 0.0);
    for (std::size_t i = 0; i < styles.size(); ++i)
        sums[i % width] += styles[i];
    std::vector<float> average(width);
    std::ranges::transform(sums, average.begin(), [](double sum) { return float(sum / averagedLatents); });
    return madeTensor("w_avg", {mapping.width}, std::move(average));
}

} // namespace flipside
