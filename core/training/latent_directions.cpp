// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/latent_directions.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/decoder/encoder.h"
#include "core/model/latent_space.h"
#include "core/model/model_files.h"
#include "core/picture/crop.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <utility>

namespace flipside {

namespace {

constexpr std::size_t usualStarts = 10;
constexpr std::size_t readAtOnce = 16;
/// Of the widest direction's variance: what is below is rounding.
constexpr double leastVariance = 1e-9;

/// Calls `take` with `wanted` of the training pictures, evenly spread, as the data has them.
template <typename Take>
void visitSome(const Dataset& data, std::size_t wanted, const Take& take)
{
    const std::size_t all = data.size(Split::Train);
    const std::size_t length =
        std::size_t(data.channels()) * std::size_t(data.height()) * std::size_t(data.width());
    const auto reader = data.open(Split::Train);
    std::vector<std::uint8_t> bytes;
    std::vector<int> labels;
    std::size_t seen = 0;
    while (const std::size_t count = reader->read(readAtOnce, bytes, labels))
        for (std::size_t i = 0; i < count; ++i, ++seen) {
            if (seen * wanted / all == (seen + 1) * wanted / all)
                continue;
            Image picture{data.channels(), data.height(), data.width(), {}};
            picture.pixels.reserve(length);
            for (std::size_t pixel = i * length; pixel < (i + 1) * length; ++pixel)
                picture.pixels.push_back(float(bytes[pixel]) / 255.0f);
            take(std::move(picture));
        }
}

std::vector<float> latentOf(const Encoder& encoder, const ModelCard& card, const Image& picture)
{
    return encoder.encode(cropped(picture, card.height, card.width));
}

torch::Tensor latentsOfData(const Encoder& encoder, const ModelCard& card, const Dataset& data,
                            std::size_t wanted, Progress& progress)
{
    std::vector<torch::Tensor> latents;
    latents.reserve(wanted);
    visitSome(data, wanted, [&](const Image& picture) {
        if (progress.cancelled())
            throw Cancelled();
        progress.report(double(latents.size()) / double(wanted), "looking for directions");
        latents.push_back(torch::tensor(latentOf(encoder, card, picture)));
    });
    if (latents.size() < 2)
        throw ArgumentError("the dataset " + data.name() +
                            " has too few pictures to find directions among; choose one with more");
    return torch::stack(latents);
}

struct Directions {
    std::vector<float> numbers; ///< k × length
    std::vector<float> spreads; ///< k
};

/// Of latents n × length without their mean. The n × n matrix of their products has the same eigenvalues as
/// the covariance of all numbers, which would be far larger.
Directions principalDirections(const torch::Tensor& centred, std::size_t wanted)
{
    const torch::Tensor exact = centred.to(torch::kDouble); // small variances are differences of large sums
    const torch::Tensor products = torch::mm(exact, exact.t()) / double(centred.size(0) - 1);
    const auto [variances, vectors] = torch::linalg_eigh(products);
    const std::int64_t count = centred.size(0);
    const double widest = variances[count - 1].item<double>();
    Directions found;
    for (std::int64_t i = count - 1; i >= 0 && found.spreads.size() < wanted; --i) {
        const double variance = variances[i].item<double>();
        if (!(variance > leastVariance * widest))
            break;
        torch::Tensor direction = torch::mv(exact.t(), vectors.select(1, i));
        direction = direction / direction.norm();
        // An eigenvector has no sign of its own: its largest number points up.
        if (direction[direction.abs().argmax().item<std::int64_t>()].item<double>() < 0.0)
            direction = -direction;
        direction = direction.to(torch::kFloat).contiguous();
        found.numbers.insert(found.numbers.end(), direction.data_ptr<float>(),
                             direction.data_ptr<float>() + direction.numel());
        found.spreads.push_back(float(std::sqrt(variance)));
    }
    if (found.spreads.empty())
        throw Error("the latents of the pictures do not differ, so there are no directions to find; choose "
                    "other pictures");
    return found;
}

std::vector<NamedPicture> someStarts(const Dataset& data)
{
    std::vector<NamedPicture> starts;
    visitSome(data, usualStarts, [&](Image picture) {
        starts.push_back({data.name() + " " + std::to_string(starts.size() + 1), std::move(picture)});
    });
    return starts;
}

} // namespace

void findLatentSpace(const ModelFolder& folder, const Dataset& data, const LatentSpaceOptions& options,
                     Progress& progress)
{
    ModelCard card = folder.card();
    if (data.channels() != card.channels)
        throw ArgumentError("the pictures of " + data.name() + " have " + std::to_string(data.channels()) +
                            " channels, and those of the model " + std::to_string(card.channels) +
                            "; choose the data that it was trained on");
    const torch::NoGradGuard noGradients;
    const Encoder encoder(folder);
    const torch::Tensor latents =
        latentsOfData(encoder, card, data, std::min(options.pictures, data.size(Split::Train)), progress);
    const torch::Tensor middle = latents.mean(0).contiguous();
    const Directions directions = principalDirections(latents - middle, options.directions);

    std::vector<std::string> names;
    std::vector<float> starts;
    for (const NamedPicture& start : options.starts.empty() ? someStarts(data) : options.starts) {
        const std::vector<float> z = latentOf(encoder, card, start.picture);
        starts.insert(starts.end(), z.begin(), z.end());
        names.push_back(start.name);
    }
    const auto length = std::size_t(card.latentLength());
    const LatentSpace space(
        names, PackedRows::of(starts, length), PackedRows::of({middle.data_ptr<float>(), length}, length),
        PackedRows::of(directions.numbers, length), directions.spreads, float(options.reach));
    const std::filesystem::path file = folder.path() / model_file::latents;
    space.write(file);
    card.prior = prior::starts;
    card.hashes[model_file::latents] = sha256OfFile(file);
    writeCard(folder.path() / model_file::card, card);
}

} // namespace flipside
