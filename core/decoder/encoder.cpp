// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/encoder.h"

#include "core/base/error.h"
#include "core/compute/threads.h"
#include "core/sandbox/run_graph.h"
#include "core/sandbox/torch_script.h"

#include <algorithm>
#include <cmath>
#include <torch/torch.h>

namespace flipside {

namespace {

/// Pictures encoded at once.
constexpr std::size_t maxEncoderBatch = 256;

} // namespace

struct Encoder::Implementation {
    ModelCard card;
    std::string file;
    torch::jit::Code code;
    bool flat = false; ///< takes N×P instead of N×C×H×W

    std::size_t pictureLength() const
    {
        return std::size_t(card.channels) * std::size_t(card.height) * std::size_t(card.width);
    }

    torch::Tensor run(const torch::Tensor& pictures) const
    {
        const c10::InferenceMode inference;
        const std::int64_t count = pictures.size(0);
        torch::jit::Stack stack{flat ? pictures.flatten(1) : pictures};
        const RunScope limit;
        runGraph(code, stack);
        c10::IValue value = stack.front();
        if (value.isTuple() && !value.toTupleRef().elements().empty())
            value = value.toTupleRef().elements()[0];
        if (!value.isTensor())
            throw Error("its forward returns a " + value.tagKind() +
                        ", and must return the latent's mean, alone or first in a tuple");
        const torch::Tensor latents = value.toTensor().to(torch::kFloat).contiguous();
        if (latents.dim() < 2 || latents.size(0) != count || latents.numel() != count * card.latentLength())
            throw Error("it gives " + std::to_string(latents.numel() / std::max<std::int64_t>(count, 1)) +
                        " numbers for a picture, and the card's latent has " +
                        std::to_string(card.latentLength()));
        return latents;
    }

    /// Finds out which of the two shapes it takes.
    void tryShapes()
    {
        const torch::Tensor blank = torch::zeros({1, card.channels, card.height, card.width});
        try {
            (void)run(blank);
        } catch (const RunStopped&) {
            throw;
        } catch (const Cancelled&) {
            throw;
        } catch (const std::exception&) {
            flat = true;
            (void)run(blank);
        }
    }
};

Encoder::Encoder(const ModelFolder& folder) : _implementation(std::make_unique<Implementation>())
{
    if (!folder.hasEncoder())
        throw Error(
            "the model " + folder.card().id +
            " has no encoder, so pictures cannot be turned into latents; choose a model with an encoder.pt");
    useThreadsForDecoding();
    Implementation& own = *_implementation;
    own.card = folder.card();
    own.file = folder.encoderFile().string();
    const auto graph = loadForwardGraph(folder, folder.encoderFile().filename().string(), torch::kCPU);
    try {
        own.code = torch::jit::Code(graph, "encoder");
        own.tryShapes();
    } catch (const std::exception&) {
        refuseModelFile(own.file, "it does not run on pictures of the shape that its card gives");
    }
}

Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

std::vector<float> Encoder::encode(std::span<const float> pixels) const
{
    const Implementation& own = *_implementation;
    const std::size_t length = own.pictureLength();
    if (pixels.size() % length != 0)
        throw Error("the model " + own.card.id + " encodes pictures of " + std::to_string(own.card.channels) +
                    "×" + std::to_string(own.card.height) + "×" + std::to_string(own.card.width) +
                    " pixels; scale the picture first");
    const auto low = static_cast<float>(own.card.rangeLow);
    const auto scale = static_cast<float>(own.card.rangeHigh - own.card.rangeLow);
    std::vector<float> latents;
    latents.reserve(pixels.size() / length * static_cast<std::size_t>(own.card.latentLength()));
    try {
        for (; !pixels.empty(); pixels = pixels.subspan(std::min(pixels.size(), maxEncoderBatch * length))) {
            const std::size_t count = std::min(pixels.size() / length, maxEncoderBatch);
            std::vector<float> batch(pixels.begin(), pixels.begin() + std::ptrdiff_t(count * length));
            for (float& pixel : batch)
                pixel = low + pixel * scale;
            const torch::Tensor result = own.run(torch::from_blob(
                batch.data(), {std::int64_t(count), own.card.channels, own.card.height, own.card.width}));
            const float* first = result.data_ptr<float>();
            for (std::int64_t i = 0; i < result.numel(); ++i)
                latents.push_back(std::isfinite(first[i]) ? first[i] : 0.0f);
        }
    } catch (const Cancelled&) {
        throw;
    } catch (const std::exception& exception) {
        throw runFailure("the encoder " + own.file + " cannot be run", exception);
    }
    return latents;
}

} // namespace flipside
