// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/latent_search.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/compute/threads.h"
#include "core/decoder/picture_output.h"
#include "core/decoder/picture_range.h"
#include "core/model/prior.h"
#include "core/sandbox/run_graph.h"
#include "core/sandbox/torch_script.h"

#include <torch/torch.h>

#include <algorithm>
#include <string>

namespace flipside {

namespace {

std::vector<float> numbersOf(const torch::Tensor& tensor)
{
    const torch::Tensor plain = tensor.detach().contiguous();
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

} // namespace

struct LatentSearch::Implementation {
    ModelCard card;
    std::string file;
    torch::jit::Code code;

    torch::Tensor shaped(const torch::Tensor& z) const
    {
        if (!card.inputs.empty()) {
            const std::vector<float> beside = packedInputs({}, card.inputs, {});
            return torch::cat({z, torch::tensor(beside).unsqueeze(0).expand({z.size(0), -1})}, 1);
        }
        std::vector<std::int64_t> shape{z.size(0)};
        shape.insert(shape.end(), card.latentShape.begin(), card.latentShape.end());
        return z.view(shape);
    }

    /// n × pixels, in [0, 1].
    torch::Tensor decode(const torch::Tensor& z) const
    {
        torch::jit::Stack stack{shaped(z)};
        const RunScope limit;
        runGraph(code, stack);
        const torch::Tensor output = inUsualLayout(stack.front().toTensor(), card).flatten(1);
        return ((output - card.rangeLow) / (card.rangeHigh - card.rangeLow)).clamp(0.0, 1.0);
    }
};

LatentSearch::LatentSearch(const ModelFolder& folder) : _implementation(std::make_unique<Implementation>())
{
    useThreadsForDecoding();
    Implementation& own = *_implementation;
    own.card = folder.card();
    own.file = folder.decoderFile().string();
    const auto graph = loadForwardGraph(folder, folder.decoderFile().filename().string(), torch::kCPU);
    Random random(0);
    keepPictureOutput(*graph, own.shaped(torch::tensor(drawLatent(own.card, random)).unsqueeze(0)), own.card);
    own.code = torch::jit::Code(graph, "search");
}

LatentSearch::~LatentSearch() = default;
LatentSearch::LatentSearch(LatentSearch&&) noexcept = default;

LatentSearch::Found LatentSearch::search(std::span<const float> pixels, std::span<const float> latents,
                                         const Options& options, const Watch& watch) const
{
    const Implementation& own = *_implementation;
    const auto length = std::int64_t(own.card.latentLength());
    const auto count = std::int64_t(latents.size()) / length;
    const auto size = std::int64_t(own.card.channels) * own.card.height * own.card.width;
    try {
        // The tensors only read what they are made of.
        const torch::Tensor pictures = torch::from_blob(const_cast<float*>(pixels.data()), {count, size});
        const torch::AutoGradMode gradients(true);
        torch::Tensor z = torch::from_blob(const_cast<float*>(latents.data()), {count, length})
                              .clone()
                              .set_requires_grad(true);
        torch::optim::Adam adam({z}, torch::optim::AdamOptions(options.stepSize));
        const torch::Tensor longest = z.detach().norm(2, 1, true).clamp_min(options.longest);
        torch::Tensor best = torch::full({count}, std::numeric_limits<float>::infinity());
        torch::Tensor bestZ = z.detach().clone();
        const auto found = [&] { return Found{numbersOf(bestZ), numbersOf(best.sqrt())}; };
        for (int step = 0; step <= options.steps; ++step) {
            const torch::Tensor squares = (own.decode(z) - pictures).square().sum(1);
            const torch::Tensor better = squares.detach() < best;
            best = torch::where(better, squares.detach(), best);
            bestZ = torch::where(better.unsqueeze(1), z.detach(), bestZ);
            if (step == options.steps || (watch && !watch(step, found())))
                break;
            adam.zero_grad();
            squares.sum().backward();
            adam.step();
            const torch::NoGradGuard projecting;
            z.mul_((longest / z.norm(2, 1, true)).clamp_max(1.0));
        }
        return found();
    } catch (const Cancelled&) {
        throw;
    } catch (const std::exception& exception) {
        throw runFailure("the decoder " + own.file + " cannot be run backwards", exception);
    }
}

} // namespace flipside
