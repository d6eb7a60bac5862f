// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/picture_features.h"

#include "core/base/error.h"
#include "core/compute/threads.h"
#include "core/decoder/tap.h"
#include "core/decoder/tapped_graph.h"
#include "core/sandbox/torch_script.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <torch/torch.h>

namespace flipside {

namespace {

/// Pictures that go through at once.
constexpr std::size_t maxFeatureBatch = 128;

/// The network's file in a model's folder; empty where there is none. The critic and the classifier saw both
/// good and bad pictures, the encoder only good ones.
std::string fileIn(const ModelFolder& folder)
{
    constexpr std::array files{model_file::features, model_file::critic, model_file::classifier,
                               model_file::encoder};
    for (const char* file : files)
        if (std::filesystem::is_regular_file(folder.path() / file))
            return file;
    return {};
}

} // namespace

struct PictureFeatures::Implementation {
    ModelCard card;
    std::string file;
    std::optional<TappedGraph> graph;
    std::optional<std::size_t> layer; ///< whose activations are taken; empty: what the network returns
    bool flat = false;                ///< takes N×P instead of N×C×H×W
    std::size_t length = 0;

    std::size_t pictureLength() const
    {
        return std::size_t(card.channels) * std::size_t(card.height) * std::size_t(card.width);
    }

    std::vector<float> run(const torch::Tensor& pictures) const
    {
        const c10::InferenceMode inference;
        std::vector<std::vector<float>> activations(graph->taps().size());
        std::vector<std::vector<float>> onShares(graph->taps().size());
        TapSession session;
        if (layer) {
            session.activations = &activations;
            session.onShares = &onShares;
            session.thresholds = &graph->thresholds();
        }
        const c10::IValue returned = graph->runAll(flat ? pictures.flatten(1) : pictures, session);
        std::vector<float> rows;
        if (layer) {
            rows = std::move(activations[*layer]);
        } else {
            if (!returned.isTensor() || returned.toTensor().size(0) != pictures.size(0))
                throw Error("its forward must return a row of numbers for each picture");
            const torch::Tensor numbers = returned.toTensor().to(torch::kFloat).contiguous();
            rows.assign(numbers.data_ptr<float>(), numbers.data_ptr<float>() + numbers.numel());
        }
        for (float& number : rows)
            if (!std::isfinite(number))
                number = 0.0f;
        return rows;
    }
};

bool PictureFeatures::areIn(const ModelFolder& folder)
{
    return !fileIn(folder).empty();
}

PictureFeatures::PictureFeatures(const ModelFolder& folder)
    : _implementation(std::make_unique<Implementation>())
{
    Implementation& own = *_implementation;
    own.card = folder.card();
    const std::string name = fileIn(folder);
    if (name.empty())
        throw Error("the model " + folder.card().id +
                    " has no network that looks at its pictures; choose another measure");
    own.file = (folder.path() / name).string();
    useThreadsForDecoding();
    own.graph.emplace(*loadForwardGraph(folder, name, torch::kCPU));
    if (name != model_file::features && !own.graph->taps().empty())
        own.layer = own.graph->taps().size() - 1;
    const torch::Tensor blank = torch::zeros({1, own.card.channels, own.card.height, own.card.width});
    try {
        try {
            own.length = own.run(blank).size();
        } catch (const RunStopped&) {
            throw;
        } catch (const Cancelled&) {
            throw;
        } catch (const std::exception&) {
            own.flat = true;
            own.length = own.run(blank).size();
        }
    } catch (const Cancelled&) {
        throw;
    } catch (const std::exception&) {
        refuseModelFile(own.file, "it does not run on pictures of the shape that its card gives");
    }
    if (own.length < 2)
        throw Error("the network " + own.file +
                    " says fewer than two numbers about a picture; choose one that says more");
}

PictureFeatures::~PictureFeatures() = default;
PictureFeatures::PictureFeatures(PictureFeatures&&) noexcept = default;

std::size_t PictureFeatures::length() const
{
    return _implementation->length;
}

std::vector<float> PictureFeatures::of(std::span<const float> pixels) const
{
    const Implementation& own = *_implementation;
    const std::size_t picture = own.pictureLength();
    std::vector<float> features;
    features.reserve(pixels.size() / picture * own.length);
    while (pixels.size() >= picture) {
        const std::size_t count = std::min(pixels.size() / picture, maxFeatureBatch);
        const auto rows = own.run(
            torch::from_blob(const_cast<float*>(pixels.data()), // only read
                             {std::int64_t(count), own.card.channels, own.card.height, own.card.width}));
        if (rows.size() != count * own.length)
            throw Error("the network " + own.file +
                        " does not say as many numbers about every picture; choose another measure");
        features.insert(features.end(), rows.begin(), rows.end());
        pixels = pixels.subspan(count * picture);
    }
    return features;
}

} // namespace flipside
