// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/network_fit.h"

#include "core/base/error.h"
#include "core/blueprint/compiled_module.h"
#include "core/import/picture_in_output.h"
#include "core/import/picture_likeness.h"
#include "core/sandbox/torch_script.h"

#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/runtime/interpreter.h>
#include <torch/torch.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace flipside {

namespace {

constexpr double smallVariance = 1e-6;
/// More pictures, or of more numbers, tell no more of how they look.
constexpr std::int64_t mostJudged = 9;
constexpr std::int64_t mostJudgedPixels = 500'000;

/// Inputs as the family says them, side by side, or the latent alone in its shape.
torch::Tensor inputsFor(const NetworkReading& reading, int count)
{
    // A generator of its own would be quicker to read; but every trial must see the same latents.
    torch::manual_seed(1);
    std::vector<torch::Tensor> parts;
    for (const NetworkInput& input : reading.inputs) {
        std::vector<std::int64_t> shape{count};
        shape.insert(shape.end(), input.shape.begin(), input.shape.end());
        torch::Tensor part = torch::randn(shape);
        if (input.kind == NetworkInput::Kind::Class) {
            const std::int64_t classes = part.size(1);
            part = torch::one_hot(torch::arange(count) % classes, classes).to(torch::kFloat);
        } else if (input.kind == NetworkInput::Kind::Setting) {
            part = torch::tensor(input.standard, torch::kDouble).to(torch::kFloat).repeat({count, 1});
        }
        parts.push_back(reading.inputs.size() == 1 ? part : part.reshape({count, -1}));
    }
    return parts.size() == 1 ? parts[0] : torch::cat(parts, 1);
}

/// Makes a graph return, after what it returns, what comes into each of its batch normalisations, with the
/// running mean and variance: three tensors each.
void showNormalisations(torch::jit::Graph& graph)
{
    std::vector<torch::jit::Node*> norms;
    for (torch::jit::Node* node : graph.nodes())
        if (node->kind() == torch::jit::aten::batch_norm)
            norms.push_back(node);
    for (const torch::jit::Node* norm : norms)
        for (const std::size_t input : {0U, 3U, 4U})
            graph.registerOutput(norm->input(input));
}

double mismatch(const torch::Tensor& input, const torch::Tensor& mean, const torch::Tensor& variance)
{
    // Channels come second, whatever follows.
    const torch::Tensor channels = input.transpose(0, 1).reshape({input.size(1), -1});
    const torch::Tensor seenMean = channels.mean(1);
    const torch::Tensor seenVariance = channels.var(1, false) + smallVariance;
    const torch::Tensor kept = variance + smallVariance;
    const torch::Tensor apart = (seenVariance / kept).log().abs() + (seenMean - mean).abs() / kept.sqrt();
    return apart.clamp(0.0, 10.0).mean().item<double>();
}

double likenessOf(const torch::Tensor& pictures, const std::pair<double, double>& range)
{
    std::vector<Image> images;
    std::int64_t pixels = 0;
    for (std::int64_t i = 0; i < pictures.size(0) && i < mostJudged && pixels < mostJudgedPixels; ++i) {
        const torch::Tensor picture = pictures.narrow(0, i, 1);
        const std::optional<PictureLayout> layout = pictureIn(picture);
        if (!layout)
            return 0.0;
        images.push_back(imageIn(picture, *layout, range, std::max(layout->height, layout->width)));
        pixels += picture.numel();
    }
    return pictureLikeness(images);
}

void lookAt(NetworkFit& fit, const torch::Tensor& pictures,
            const std::optional<std::pair<double, double>>& range)
{
    fit.isFinite = torch::isfinite(pictures).all().item<bool>();
    if (!fit.isFinite)
        return;
    const torch::Tensor sorted = std::get<0>(pictures.flatten().sort());
    const std::int64_t last = sorted.numel() - 1;
    fit.low = sorted[last / 100].item<double>();
    fit.high = sorted[last - last / 100].item<double>();
    if (range || fit.high > fit.low)
        fit.likeness = likenessOf(pictures, range.value_or(std::pair(fit.low, fit.high)));
}

} // namespace

NetworkFit fitOf(const NetworkReading& reading, int count)
{
    const torch::NoGradGuard noGradients;
    const torch::jit::Module module = compiledModule(reading.decoder);
    auto graph = module.get_method("forward").graph()->copy();
    torch::jit::Inline(*graph);
    showNormalisations(*graph);
    torch::jit::Stack stack{module._ivalue(), inputsFor(reading, count)};
    try {
        torch::jit::Code code(graph, "fit");
        torch::jit::InterpreterState(code).run(stack);
    } catch (const std::exception& exception) {
        throw Error("it does not run (" + shortReason(exception) + ")");
    }
    NetworkFit fit;
    lookAt(fit, stack.at(0).toTensor(), reading.range);
    const std::size_t norms = (stack.size() - 1) / 3;
    for (std::size_t i = 0; i < norms; ++i)
        fit.mismatch +=
            mismatch(stack[3 * i + 1].toTensor(), stack[3 * i + 2].toTensor(), stack[3 * i + 3].toTensor()) /
            double(norms);
    return fit;
}

} // namespace flipside
