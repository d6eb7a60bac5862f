// SPDX-License-Identifier: GPL-3.0-or-later
#include "novelty/refined_reconstruction.h"

#include "base/error.h"
#include "decoder/threads.h"
#include "model/run_graph.h"
#include "model/torch_script.h"

#include <torch/torch.h>

#include <algorithm>
#include <string>

namespace flipside {

namespace {

/// Pictures refined at once.
constexpr std::size_t maxRefinedBatch = 64;

} // namespace

struct RefinedReconstruction::Implementation {
    ModelCard card;
    std::string file;
    torch::jit::Code code;

    /// n × pixels, in [0, 1].
    torch::Tensor decode(const torch::Tensor& z) const
    {
        std::vector<std::int64_t> shape{z.size(0)};
        shape.insert(shape.end(), card.latentShape.begin(), card.latentShape.end());
        torch::jit::Stack stack{z.view(shape)};
        const RunScope limit;
        runGraph(code, stack);
        const torch::Tensor output = stack.front().toTensor().flatten(1);
        return ((output - card.rangeLow) / (card.rangeHigh - card.rangeLow)).clamp(0.0, 1.0);
    }

    /// Squared distances of the best z found for each picture.
    torch::Tensor refine(const torch::Tensor& pictures, torch::Tensor z) const
    {
        const torch::AutoGradMode gradients(true);
        z = z.clone().set_requires_grad(true);
        torch::optim::Adam adam({z}, torch::optim::AdamOptions(stepSize));
        torch::Tensor best;
        for (int step = 0; step <= steps; ++step) {
            const torch::Tensor squares = (decode(z) - pictures).square().sum(1);
            best = best.defined() ? torch::minimum(best, squares.detach()) : squares.detach().clone();
            if (step == steps)
                break;
            adam.zero_grad();
            squares.sum().backward();
            adam.step();
        }
        return best.sqrt().contiguous();
    }
};

RefinedReconstruction::RefinedReconstruction(const ModelFolder& folder)
    : _implementation(std::make_unique<Implementation>())
{
    useThreadsForDecoding();
    Implementation& own = *_implementation;
    own.card = folder.card();
    own.file = folder.decoderFile().string();
    own.code = torch::jit::Code(
        loadForwardGraph(folder, folder.decoderFile().filename().string(), torch::kCPU), "refined");
}

RefinedReconstruction::~RefinedReconstruction() = default;
RefinedReconstruction::RefinedReconstruction(RefinedReconstruction&&) noexcept = default;

std::vector<float> RefinedReconstruction::distances(std::span<const float> pixels,
                                                    std::span<const float> latents) const
{
    const Implementation& own = *_implementation;
    const auto length = std::int64_t(own.card.latentLength());
    const auto size = std::int64_t(own.card.channels) * own.card.height * own.card.width;
    std::vector<float> distances;
    try {
        const auto count = std::int64_t(latents.size()) / length;
        for (std::int64_t first = 0; first < count; first += std::int64_t(maxRefinedBatch)) {
            const std::int64_t batch = std::min(count - first, std::int64_t(maxRefinedBatch));
            // The tensors only read what they are made of.
            const torch::Tensor pictures =
                torch::from_blob(const_cast<float*>(pixels.data() + first * size), {batch, size});
            const torch::Tensor start =
                torch::from_blob(const_cast<float*>(latents.data() + first * length), {batch, length});
            const torch::Tensor best = own.refine(pictures, start);
            distances.insert(distances.end(), best.data_ptr<float>(), best.data_ptr<float>() + batch);
        }
    } catch (const std::exception& exception) {
        throw runFailure("the decoder " + own.file + " cannot be run backwards", exception);
    }
    return distances;
}

} // namespace flipside
