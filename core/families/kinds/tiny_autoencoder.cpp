// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/families/family.h"
#include "core/families/layer_weights.h"
#include "core/families/map_network.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace flipside::family_kinds {

namespace {

constexpr int mostPlaces = 200;
constexpr double largestScale = 64.0;
constexpr const char* relu = "def forward(self, x: Tensor) -> Tensor:\n    return torch.relu(x)\n";

/// One Sequential of a tiny autoencoder. What has no weights (clamping, ReLU, growing) leaves a gap in the
/// numbers of its places.
struct Row {
    std::string stem; ///< what stands before the numbers: "decoder.layers.", or nothing
    std::set<int> places;

    bool has(int place) const { return places.contains(place); }
    int first() const { return *places.begin(); }
    int last() const { return *places.rbegin(); }
    std::string path(int place) const { return stem + std::to_string(place); }
    /// A decoder's first convolution is followed by a ReLU, an encoder's by a block.
    bool isDecoder() const { return !has(first() + 1); }
    bool isEncoder() const { return int(places.size()) == last() - first() + 1; }
    /// Diffusers' AutoencoderTiny has pictures of -1 to 1, its author's own 0 to 1.
    bool isOfDiffusers() const { return stem.ends_with("layers."); }
};

/// Of "decoder.3.conv.2" and a tail of ".conv.2" the stem and the place.
std::optional<std::pair<std::string_view, int>> placeBefore(std::string_view path, std::string_view tail)
{
    if (!path.ends_with(tail))
        return std::nullopt;
    path.remove_suffix(tail.size());
    const std::size_t digits = path.rfind('.') + 1; // 0 where there is no dot
    int place = -1;
    const auto [end, error] = std::from_chars(path.data() + digits, path.data() + path.size(), place);
    if (error != std::errc() || end != path.data() + path.size() || place < 0 || place >= mostPlaces)
        return std::nullopt;
    return std::pair(path.substr(0, digits), place);
}

/// All Sequentials that have blocks of three convolutions.
std::vector<Row> rowsIn(const std::vector<LayerWeights>& layers)
{
    std::map<std::string_view, std::set<int>> places;
    for (const LayerWeights& layer : layers)
        if (const auto found = placeBefore(layer.path, ".conv.4"))
            places[found->first].insert(found->second);
    for (const LayerWeights& layer : layers)
        if (const auto found = placeBefore(layer.path, ""))
            if (const auto row = places.find(found->first); row != places.end())
                row->second.insert(found->second);
    std::vector<Row> rows;
    rows.reserve(places.size());
    for (const auto& [stem, numbers] : places)
        rows.push_back({std::string(stem), numbers});
    return rows;
}

bool isConvolution(const MapNetwork& network, const std::string& path)
{
    return network.has(path) && network.layer(path).kind == LayerWeights::Kind::Convolution;
}

/// y = conv(x) + skip(x), then ReLU, where x first gets the sum of its branch, if it has one.
int addBlock(MapNetwork& network, const std::string& path, int channels)
{
    MapText text(path);
    if (const std::string pool = path + ".pool."; network.has(pool + "0")) {
        const int wide = network.addConvolution(pool + "0", channels);
        network.addGroupNorm(pool + "1", wide, 4, 1e-5);
        network.addFunction(pool + "2", relu);
        if (network.addConvolution(pool + "3", wide) != channels)
            throw Error("the branch of its block “" + path + "” does not give as many channels as it takes");
        text.line("y = " + text.called(pool + "0", "x"));
        for (const char* next : {"1", "2", "3"})
            text.line("y = " + text.called(pool + next, "y"));
        text.set("x + y");
    }
    const std::string conv = path + ".conv.";
    int made = network.addConvolution(conv + "0", channels);
    made = network.addConvolution(conv + "2", made);
    made = network.addConvolution(conv + "4", made);
    network.addFunction(conv + "1", relu);
    network.addFunction(conv + "3", relu);
    network.addFunction(path + ".fuse", relu);
    text.line("y = " + text.called(conv + "0", "x"));
    for (const char* next : {"1", "2", "3", "4"})
        text.line("y = " + text.called(conv + next, "y"));
    int kept = channels;
    if (const std::string skip = path + ".skip"; network.has(skip)) {
        kept = network.addConvolution(skip, channels);
        text.call(skip);
    }
    if (kept != made)
        throw Error("its block “" + path + "” adds " + std::to_string(made) + " channels to " +
                    std::to_string(kept));
    text.set(text.called(path + ".fuse", "x + y"));
    network.addFunction(path, text.function());
    return made;
}

/// Adds all places in their order; returns how many channels come out. `atGap` adds what stands at a number
/// that has no weights.
template <typename AtGap>
int addPlaces(MapNetwork& network, MapText& text, const Row& row, int channels, int strideWithoutBias,
              const AtGap& atGap)
{
    for (int place = row.first(); place <= row.last(); ++place) {
        const std::string path = row.path(place);
        if (!row.has(place)) {
            atGap(place);
            continue;
        }
        if (network.has(path + ".conv.4")) {
            channels = addBlock(network, path, channels);
        } else {
            const int stride = network.layer(path).bias ? 1 : strideWithoutBias;
            channels = network.addConvolution(path, channels, stride);
            network.scale(1.0 / stride);
        }
        if (network.scale() > largestScale || network.scale() < 1.0 / largestScale)
            throw Error("it grows or shrinks maps more often than any autoencoder does");
        text.call(path);
    }
    return channels;
}

int addDecoder(MapNetwork& network, const Row& row, int channels)
{
    MapText text;
    // Latents are kept within ±3, softly.
    const std::string clamp = row.first() > 0 ? row.path(0) : row.stem + "clamp";
    network.addFunction(clamp,
                        "def forward(self, x: Tensor) -> Tensor:\n    return torch.tanh(x / 3.0) * 3.0\n");
    text.call(clamp);
    const int made = addPlaces(network, text, row, channels, 1, [&](int place) {
        if (place == row.first() + 1) {
            network.addFunction(row.path(place), relu);
            text.call(row.path(place));
        } else {
            text.set("torch.upsample_nearest2d(x, None, [2.0, 2.0])");
            network.scale(2.0);
        }
    });
    if (row.isOfDiffusers())
        text.set("x * 2.0 - 1.0");
    network.addFunction({}, text.function());
    return made;
}

int addEncoder(MapNetwork& network, const Row& row, int channels)
{
    MapText text;
    if (row.isOfDiffusers())
        text.set("(x + 1.0) / 2.0");
    const int made = addPlaces(network, text, row, channels, 2, [](int) {});
    network.addFunction({}, text.function());
    return made;
}

const Row* firstRow(const std::vector<Row>& rows, bool (Row::*is)() const)
{
    const auto found = std::ranges::find_if(rows, is);
    return found == rows.end() ? nullptr : &*found;
}

/// Whether it begins and ends in convolutions of its own.
bool isBetweenConvolutions(const MapNetwork& network, const Row& row)
{
    return isConvolution(network, row.path(row.first())) && isConvolution(network, row.path(row.last())) &&
           row.first() != row.last();
}

int inputsOf(const MapNetwork& network, const Row& row)
{
    return int(std::clamp<std::int64_t>(network.layer(row.path(row.first())).size(1), 0, 65536));
}

bool isPicture(int channels)
{
    return channels == 1 || channels == 3;
}

std::optional<NetworkReading> readTinyAutoencoder(const StateDict& weights, const NetworkChoices&)
{
    const std::vector<LayerWeights> layers = layersIn(weights.tensors);
    std::vector<Row> rows = rowsIn(layers);
    MapNetwork decoding(layers, {});
    MapNetwork encoding(layers, {});
    std::erase_if(rows, [&](const Row& row) { return !isBetweenConvolutions(decoding, row); });
    const Row* decoder = firstRow(rows, &Row::isDecoder);
    const Row* encoder = firstRow(rows, &Row::isEncoder);
    if (!decoder && (!encoder || !isPicture(inputsOf(encoding, *encoder))))
        return std::nullopt;

    NetworkReading reading;
    reading.range =
        (decoder ? decoder : encoder)->isOfDiffusers() ? std::pair(-1.0, 1.0) : std::pair(0.0, 1.0);
    int latent = 0;
    if (decoder) {
        latent = inputsOf(decoding, *decoder);
        if (const int made = addDecoder(decoding, *decoder, latent); !isPicture(made))
            throw Error("it is the decoder of a tiny autoencoder, and gives maps of " + std::to_string(made) +
                        " channels where a picture has 1 or 3");
        reading.decoder = decoding.takeBlueprint();
    }
    if (encoder) {
        try {
            const int colours = inputsOf(encoding, *encoder);
            const int made = addEncoder(encoding, *encoder, colours);
            if (!isPicture(colours) ||
                (decoder && (made != latent || encoding.scale() * decoding.scale() != 1.0)))
                throw Error("its sizes are not those of the decoder");
            latent = made;
            reading.encoder = encoding.takeBlueprint();
        } catch (const Error& error) {
            if (!decoder)
                throw;
            reading.remarks.push_back("Its encoder is left out: " + std::string(error.what()) + ".");
        }
    }
    reading.inputs = {latentMap(decoder ? decoding : encoding, latent)};
    for (const LayerWeights& layer : layers)
        if (!layer.path.empty() && !decoding.uses(layer.path) &&
            !(reading.encoder && encoding.uses(layer.path)))
            reading.unused.push_back(layer.path);
    return reading;
}

} // namespace

NetworkFamily tiny_autoencoder()
{
    return {"tiny-autoencoder", "Tiny autoencoder",
            "TAESD and its relatives, which decode the latents of diffusion models, and their encoders", 20,
            &readTinyAutoencoder};
}

} // namespace flipside::family_kinds
