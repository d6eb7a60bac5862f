// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/layer_modules.h"

#include "core/blueprint/made_tensor.h"

#include <array>
#include <charconv>
#include <initializer_list>

namespace flipside {

namespace {

std::string forward(const std::string& expression)
{
    return "def forward(self, x: Tensor) -> Tensor:\n    return " + expression + "\n";
}

/// Takes in a weight that may be missing, and returns how the text calls it.
std::string addOptional(BlueprintModule& module, const WeightTensor* weight, const char* name)
{
    if (!weight)
        return "None";
    module.weights.push_back(renamed(*weight, name));
    return std::string("self.") + name;
}

std::string pair(int size)
{
    return "[" + std::to_string(size) + ", " + std::to_string(size) + "]";
}

std::string listed(std::initializer_list<std::string> arguments)
{
    std::string text;
    for (const std::string& argument : arguments)
        text += (text.empty() ? "" : ", ") + argument;
    return text;
}

} // namespace

std::string floatText(double number)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    std::string words(text.data(), end);
    if (words.find_first_of(".en") == std::string::npos)
        words += ".0";
    return words;
}

BlueprintModule linearModule(std::string path, WeightTensor weight, const WeightTensor* bias)
{
    BlueprintModule module{std::move(path), {renamed(std::move(weight), "weight")}, {}};
    const std::string added = addOptional(module, bias, "bias");
    module.source = forward("torch.linear(" + listed({"x", "self.weight", added}) + ")");
    return module;
}

BlueprintModule convolutionModule(std::string path, WeightTensor weight, const WeightTensor* bias,
                                  const ConvolutionSteps& steps)
{
    BlueprintModule module{std::move(path), {renamed(std::move(weight), "weight")}, {}};
    const std::string added = addOptional(module, bias, "bias");
    module.source = forward("torch.conv2d(" +
                            listed({"x", "self.weight", added, pair(steps.stride), pair(steps.padding),
                                    pair(steps.dilation), std::to_string(steps.groups)}) +
                            ")");
    return module;
}

BlueprintModule transposedConvolutionModule(std::string path, WeightTensor weight, const WeightTensor* bias,
                                            const ConvolutionSteps& steps)
{
    BlueprintModule module{std::move(path), {renamed(std::move(weight), "weight")}, {}};
    const std::string added = addOptional(module, bias, "bias");
    module.source =
        forward("torch.conv_transpose2d(" +
                listed({"x", "self.weight", added, pair(steps.stride), pair(steps.padding),
                        pair(steps.outputPadding), std::to_string(steps.groups), pair(steps.dilation)}) +
                ")");
    return module;
}

BlueprintModule batchNormModule(std::string path, const WeightTensor* weight, const WeightTensor* bias,
                                WeightTensor mean, WeightTensor variance, double epsilon)
{
    BlueprintModule module{
        std::move(path),
        {renamed(std::move(mean), "running_mean"), renamed(std::move(variance), "running_var")},
        {}};
    const std::string scale = addOptional(module, weight, "weight");
    const std::string shift = addOptional(module, bias, "bias");
    module.source = forward("torch.batch_norm(" +
                            listed({"x", scale, shift, "self.running_mean", "self.running_var", "False",
                                    "0.1", floatText(epsilon), "False"}) +
                            ")");
    return module;
}

BlueprintModule groupNormModule(std::string path, const WeightTensor* weight, const WeightTensor* bias,
                                int groups, double epsilon)
{
    BlueprintModule module{std::move(path), {}, {}};
    const std::string scale = addOptional(module, weight, "weight");
    const std::string shift = addOptional(module, bias, "bias");
    module.source =
        forward("torch.group_norm(" +
                listed({"x", std::to_string(groups), scale, shift, floatText(epsilon), "False"}) + ")");
    return module;
}

BlueprintModule slopesModule(std::string path, WeightTensor weight)
{
    BlueprintModule module{std::move(path), {renamed(std::move(weight), "weight")}, {}};
    module.source = forward("torch.prelu(x, self.weight)");
    return module;
}

} // namespace flipside
