// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/sample_pictures.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/compute/threads.h"
#include "core/import/picture_in_output.h"
#include "core/sandbox/run_graph.h"
#include "core/sandbox/torch_script.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace flipside {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int samplesOfLarge = 4;
constexpr int largeSample = 256; ///< smaller pictures than this are told apart at a glance
/// What all samples together may take.
constexpr double sampleSeconds = 3.0;
/// A sheet of them is shown at some 160 pixels, on fine screens at twice that.
constexpr int sheetSide = 384;
constexpr int mostSamples = 64;
constexpr float fullByte = 255.0F;

/// What the generator takes for the sample of this number.
torch::Tensor packedSample(const std::vector<NetworkInput>& inputs, int number)
{
    auto generator = at::detail::createCPUGenerator(std::uint64_t(number) + 1);
    std::vector<torch::Tensor> parts;
    parts.reserve(inputs.size());
    for (const NetworkInput& input : inputs) {
        std::vector<std::int64_t> shape{1};
        shape.insert(shape.end(), input.shape.begin(), input.shape.end());
        torch::Tensor part;
        if (input.kind == NetworkInput::Kind::Class) {
            part = torch::zeros(shape);
            part[0][number % input.length()] = 1.0F;
        } else if (input.kind == NetworkInput::Kind::Setting) {
            const std::vector<float> numbers = input.standardNumbers();
            part = torch::tensor(numbers).reshape(shape);
        } else {
            part = torch::randn(shape, generator, torch::kFloat);
        }
        parts.push_back(inputs.size() == 1 ? part : part.reshape({1, -1}));
    }
    return torch::cat(parts, 1);
}

int sideOfSheet(int samples)
{
    return int(std::ceil(std::sqrt(double(samples))));
}

/// How many there is time and room for, the first having taken so long.
int sampleCount(int most, const PictureLayout& layout, double seconds)
{
    int count = std::min(layout.height, layout.width) >= largeSample ? std::min(most, samplesOfLarge) : most;
    for (const int fewer : {samplesOfLarge, 1})
        if (count * seconds > sampleSeconds)
            count = std::min(count, fewer);
    return count;
}

std::pair<double, double> rangeOf(const torch::jit::Graph& graph, std::size_t part,
                                  const std::vector<torch::Tensor>& made)
{
    if (!made.front().is_floating_point())
        return {0.0, 255.0};
    float low = 0.0F;
    float high = 0.0F;
    for (const torch::Tensor& picture : made) {
        low = std::min(low, picture.min().item().toFloat());
        high = std::max(high, picture.max().item().toFloat());
    }
    return likelyRange(graph, part, low, high);
}

} // namespace

SampledPictures samplePictures(const std::shared_ptr<torch::jit::Graph>& graph,
                               const std::vector<NetworkInput>& inputs,
                               const std::optional<std::pair<double, double>>& range, int most,
                               const std::function<void(double)>& progress)
{
    useThreadsForDecoding();
    const torch::jit::Code code(graph, "samples");
    const c10::InferenceMode inference;
    std::size_t picture = 0;
    std::vector<torch::Tensor> made;
    made.reserve(std::size_t(std::clamp(most, 1, mostSamples)));
    std::optional<PictureLayout> layout;
    int count = std::clamp(most, 1, mostSamples);
    const Clock::time_point start = Clock::now();
    for (int i = 0; i < count; ++i) {
        if (progress)
            progress(double(i) / count);
        torch::jit::Stack stack{packedSample(inputs, i)};
        const RunScope limit; // for each picture
        try {
            runGraph(code, stack);
        } catch (const Error&) {
            throw;
        } catch (const Cancelled&) {
            throw;
        } catch (const std::exception& exception) {
            throw Error("it does not run (" + shortReason(exception) + ")");
        }
        const std::vector<c10::IValue> parts = partsOf(stack.front());
        picture = pictureAmong(parts);
        if (picture == parts.size())
            throw Error("it makes no picture");
        made.push_back(parts[picture].toTensor());
        if (!torch::isfinite(made.back()).all().item<bool>())
            throw Error("its pictures contain NaN or infinite numbers");
        const auto own = pictureIn(made.back());
        if (i > 0 && own != layout)
            throw Error("it makes pictures of several sizes");
        layout = own;
        if (i == 0)
            count = sampleCount(count, *layout, std::chrono::duration<double>(Clock::now() - start).count());
    }
    const std::pair<double, double> taken = range ? *range : rangeOf(*graph, picture, made);
    SampledPictures samples{{}, {layout->channels, layout->height, layout->width}};
    samples.pictures.reserve(made.size());
    for (const torch::Tensor& each : made)
        samples.pictures.push_back(imageIn(each, *layout, taken, sheetSide / sideOfSheet(count)));
    return samples;
}

std::pair<ModelGuess, std::vector<Image>> guessWithPictures(std::string_view decoder,
                                                            const std::vector<int>& latentShape,
                                                            const GuessEffort& effort, int most,
                                                            const std::function<void(double)>& progress)
{
    const auto graph = forwardGraphOf(decoder, torch::kCPU);
    ModelGuess guess = guessFrom(graph, latentShape, effort, progress);
    std::vector<Image> pictures;
    if (most > 0)
        pictures = samplePictures(graph, {{"z", NetworkInput::Kind::Latent, guess.latentShape}},
                                  std::pair(guess.rangeLow, guess.rangeHigh), most, progress)
                       .pictures;
    return {std::move(guess), std::move(pictures)};
}

nlohmann::json samplesJson(const std::vector<Image>& samples)
{
    if (samples.empty())
        return {0, 0, 0, 0};
    const Image& first = samples.front();
    return {samples.size(), first.channels, first.height, first.width};
}

std::string sampleBytes(const std::vector<Image>& samples)
{
    std::string bytes;
    bytes.reserve(samples.empty() ? 0 : samples.size() * samples.front().size());
    for (const Image& sample : samples)
        for (const float pixel : sample.pixels)
            bytes.push_back(char(std::lround(pixel * fullByte)));
    return bytes;
}

std::vector<Image> samplesFrom(const nlohmann::json& json, std::string_view bytes)
{
    const std::vector<std::int64_t> sizes = integersOf(json);
    const auto within = [&](std::size_t i, std::int64_t most) { return sizes[i] >= 0 && sizes[i] <= most; };
    const bool isPlain = sizes.size() == 4 && within(0, mostSamples) &&
                         (sizes[1] == 1 || sizes[1] == 3 || sizes[0] == 0) && within(2, sheetSide) &&
                         within(3, sheetSide);
    if (!isPlain || std::uint64_t(sizes[0] * sizes[1] * sizes[2] * sizes[3]) != bytes.size())
        throw Error("what its own process says of it cannot be understood");
    std::vector<Image> samples(std::size_t(sizes[0]), Image{int(sizes[1]), int(sizes[2]), int(sizes[3]), {}});
    for (Image& sample : samples) {
        sample.pixels.reserve(sample.size());
        for (const char byte : bytes.substr(0, sample.size()))
            sample.pixels.push_back(float(static_cast<unsigned char>(byte)) / fullByte);
        bytes.remove_prefix(sample.size());
    }
    return samples;
}

} // namespace flipside
