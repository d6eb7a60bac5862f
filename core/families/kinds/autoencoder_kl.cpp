// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/families/autoencoder_kl_modules.h"
#include "core/families/autoencoder_kl_parts.h"
#include "core/families/family.h"
#include "core/families/layer_weights.h"
#include "core/families/map_network.h"
#include "core/sandbox/file_kind.h"

#include <algorithm>
#include <numeric>

namespace flipside::family_kinds {

namespace {

constexpr int usualGroups = 32;

int inputsOfLayer(const MapNetwork& network, const std::string& path)
{
    return int(std::clamp<std::int64_t>(network.layer(path).size(1), 0, 65536));
}

/// Vectors of which a VQ autoencoder takes the nearest at each place; empty where it has none.
std::string codebookOf(const MapNetwork& network, int channels)
{
    for (const char* path : {"quantize.embedding", "quantize.embed"})
        if (network.has(path) && network.layer(path).kind == LayerWeights::Kind::Linear &&
            network.layer(path).size(1) == channels && network.layer(path).size(0) > 0)
            return path;
    return {};
}

/// All channels can be put into so many groups of one size; the usual number first.
std::vector<int> possibleGroups(std::span<const LayerWeights> layers, const KlHalf& half)
{
    std::int64_t common = 0;
    for (const LayerWeights& layer : layers)
        if (layer.kind == LayerWeights::Kind::Norm && layer.path.starts_with(half.path))
            common = std::gcd(common, layer.size(0));
    std::vector<int> groups;
    for (int count = usualGroups; count > 0; count /= 2)
        if (common > 0 && common % count == 0)
            groups.push_back(count);
    return groups;
}

int askForGroups(const std::vector<int>& groups, const NetworkChoices& choices,
                 std::vector<NetworkQuestion>& questions)
{
    if (groups.empty() || groups.front() == usualGroups)
        return usualGroups;
    if (groups.size() == 1)
        return groups.front();
    NetworkQuestion question{"groups", "Into how many groups does it put channels that it normalises?", {}};
    question.choices.reserve(groups.size());
    for (const int count : groups)
        question.choices.push_back(std::to_string(count));
    questions.push_back(answered(std::move(question), choices));
    return groups[std::size_t(questions.back().chosen)];
}

/// Its decoder, from what its encoder makes to the picture; returns the latent's channels.
int addKlDecoder(MapNetwork& network, const KlHalf& half, int groups, const NetworkChoices& choices,
                 std::vector<NetworkQuestion>& questions)
{
    const std::string before = "post_quant_conv";
    MapText text;
    int channels = inputsOfLayer(network, network.has(before) ? before : half.inside("conv_in"));
    const int latent = channels;
    if (const std::string codebook = codebookOf(network, channels); !codebook.empty()) {
        const NetworkQuestion question = answered(
            {"codebook", "What becomes of a latent?", {"its nearest codes", "used as it is"}}, choices);
        questions.push_back(question);
        if (question.chosen == 0) {
            addKlCodebook(network, codebook);
            text.call(codebook);
        }
    }
    if (network.has(before)) {
        channels = network.addConvolution(before, channels);
        text.call(before);
    }
    channels = addKlHalf(network, text, half, channels, groups);
    if (channels != 1 && channels != 3)
        throw Error("it is the decoder of an autoencoder, and gives maps of " + std::to_string(channels) +
                    " channels where a picture has 1 or 3");
    network.addFunction({}, text.function());
    return latent;
}

/// Its encoder, up to the mean; returns the latent's channels. `latent` is how many the decoder takes, 0
/// where there is none: then mean and log variance have half each, unless there is a codebook.
int addKlEncoder(MapNetwork& network, const KlHalf& half, int groups, int latent)
{
    const std::string after = "quant_conv";
    MapText text;
    int channels = addKlHalf(network, text, half, inputsOfLayer(network, half.inside("conv_in")), groups);
    if (network.has(after)) {
        channels = network.addConvolution(after, channels);
        text.call(after);
    }
    if (latent == 0)
        latent = codebookOf(network, channels).empty() ? channels / 2 : channels;
    if (channels < latent || latent == 0)
        throw Error("its encoder gives " + std::to_string(channels) + " channels and its decoder takes " +
                    std::to_string(latent));
    if (channels > latent)
        text.set("torch.narrow(x, 1, 0, " + std::to_string(latent) + ")");
    network.addFunction({}, text.function());
    return latent;
}

/// Of several, that of a latent diffusion model's checkpoint comes first.
const KlHalf& usualHalf(const std::vector<KlHalf>& halves)
{
    const auto isFirstStage = [](const KlHalf& half) { return half.path.starts_with("first_stage_model."); };
    const auto found = std::ranges::find_if(halves, isFirstStage);
    return found == halves.end() ? halves.front() : *found;
}

/// The encoder that belongs to a decoder.
const KlHalf* partnerOf(const KlHalf& decoder, const std::vector<KlHalf>& encoders)
{
    const auto found =
        std::ranges::find_if(encoders, [&](const KlHalf& half) { return half.stem() == decoder.stem(); });
    return found == encoders.end() ? nullptr : &*found;
}

void addRemarks(NetworkReading& reading, const StateDict& weights, const std::string& stem, int latent,
                double growth)
{
    if (latent == 4 && growth == 8.0)
        reading.remarks.emplace_back("If it is Stable Diffusion's, the numbers in latents of pictures spread "
                                     "by about 5.5 (1 / 0.18215); "
                                     "drawn ones spread by 1, and give greyish pictures.");
    const auto isOutside = [&](const WeightTensor& tensor) { return !tensor.name.starts_with(stem); };
    if (std::ranges::any_of(weights.tensors, isOutside))
        reading.remarks.push_back("Of all that the file has, only “" + stem.substr(0, stem.size() - 1) +
                                  "” is used: the rest makes latents, and no pictures.");
}

std::optional<NetworkReading> readAutoencoderKl(const StateDict& weights, const NetworkChoices& choices)
{
    const std::vector<LayerWeights> layers = layersIn(weights.tensors);
    const KlHalves halves = findKlHalves(layers);
    if (halves.decoders.empty() && halves.encoders.empty()) {
        if (halves.hasDenoiser)
            throw WrongKind(
                "it is the network of a diffusion model, which takes noise away in many steps, and "
                "makes no picture in one",
                "choose the autoencoder (VAE) of the same model");
        return std::nullopt;
    }
    const KlHalf* decoder = halves.decoders.empty() ? nullptr : &usualHalf(halves.decoders);
    const KlHalf* encoder = decoder ? partnerOf(*decoder, halves.encoders) : &usualHalf(halves.encoders);
    const std::string stem = (decoder ? decoder : encoder)->stem();
    const auto isOfDecoder = [&](const LayerWeights& layer) {
        return layer.path.starts_with(stem + "decoder.");
    };
    if (!decoder && std::ranges::any_of(layers, isOfDecoder))
        throw WrongKind("its encoder is that of latent diffusion, and its decoder none that Flipside knows: "
                        "it may make films",
                        "choose the autoencoder of a model that makes pictures");
    MapNetwork decoding(layers, stem);
    MapNetwork encoding(layers, stem);

    NetworkReading reading;
    reading.range = std::pair(-1.0, 1.0);
    const int groups =
        askForGroups(possibleGroups(layers, decoder ? *decoder : *encoder), choices, reading.questions);
    int latent = 0;
    if (decoder) {
        latent = addKlDecoder(decoding, *decoder, groups, choices, reading.questions);
        reading.decoder = decoding.takeBlueprint();
        addRemarks(reading, weights, stem, latent, decoding.scale());
    }
    if (encoder) {
        try {
            latent = addKlEncoder(encoding, *encoder, groups, latent);
            if (decoder && encoding.scale() * decoding.scale() != 1.0)
                throw Error("its sizes are not those of the decoder");
            reading.encoder = encoding.takeBlueprint();
        } catch (const Error& error) {
            if (!decoder)
                throw;
            reading.remarks.push_back("Its encoder is left out: " + std::string(error.what()) + ".");
        }
    }
    reading.inputs = {latentMap(decoder ? decoding : encoding, latent)};
    for (const LayerWeights& layer : layers) {
        const std::string path =
            layer.path.starts_with(stem) ? layer.path.substr(stem.size()) : std::string();
        if (!path.empty() && !decoding.uses(path) && !(reading.encoder && encoding.uses(path)))
            reading.unused.push_back(layer.path);
    }
    return reading;
}

} // namespace

NetworkFamily autoencoder_kl()
{
    return {
        "autoencoder-kl", "Autoencoder of latent diffusion",
        "the first stage of latent diffusion models, as Stable Diffusion's VAE, in the layouts of CompVis "
        "and of Diffusers, and VQGAN",
        10, &readAutoencoderKl};
}

} // namespace flipside::family_kinds
