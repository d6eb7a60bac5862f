// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/autoencoder_kl_parts.h"

#include "core/families/map_network.h"

#include <set>
#include <string_view>

namespace flipside {

namespace {

constexpr int mostLevels = 8;
constexpr int mostBlocks = 64; ///< of a level

/// How one layout calls the parts of a half.
struct KlNames {
    const char* level;     ///< "up.", before its number
    const char* block;     ///< "block.", inside a level
    const char* attention; ///< "attn.", inside a level
    const char* resampling;
};

const KlNames& namesOf(const KlHalf& half)
{
    static constexpr KlNames up{"up.", ".block.", ".attn.", ".upsample.conv"};
    static constexpr KlNames down{"down.", ".block.", ".attn.", ".downsample.conv"};
    static constexpr KlNames upBlocks{"up_blocks.", ".resnets.", ".attentions.", ".upsamplers.0.conv"};
    static constexpr KlNames downBlocks{"down_blocks.", ".resnets.", ".attentions.", ".downsamplers.0.conv"};
    if (half.isOfDiffusers)
        return half.isDecoder ? upBlocks : downBlocks;
    return half.isDecoder ? up : down;
}

bool hasBlock(const MapNetwork& network, const std::string& path)
{
    return network.has(path + ".conv1");
}

/// The norm's name differs.
bool hasAttention(const MapNetwork& network, const std::string& path)
{
    return network.has(path + ".norm") || network.has(path + ".group_norm");
}

void addMiddle(const KlHalf& half, const MapNetwork& network, std::vector<KlPart>& parts)
{
    if (!half.isOfDiffusers) {
        parts.push_back({KlPart::Kind::Block, half.inside("mid.block_1")});
        if (const std::string path = half.inside("mid.attn_1"); hasAttention(network, path))
            parts.push_back({KlPart::Kind::Attention, path});
        parts.push_back({KlPart::Kind::Block, half.inside("mid.block_2")});
        return;
    }
    for (int i = 0; i < mostBlocks; ++i) {
        const std::string block = half.inside("mid_block.resnets." + std::to_string(i));
        if (!hasBlock(network, block))
            break;
        parts.push_back({KlPart::Kind::Block, block});
        const std::string attention = half.inside("mid_block.attentions." + std::to_string(i));
        if (hasAttention(network, attention))
            parts.push_back({KlPart::Kind::Attention, attention});
    }
}

void addLevel(const KlHalf& half, const MapNetwork& network, int level, bool isLast,
              std::vector<KlPart>& parts)
{
    const KlNames& names = namesOf(half);
    const std::string path = half.inside(names.level + std::to_string(level));
    for (int i = 0; i < mostBlocks && hasBlock(network, path + names.block + std::to_string(i)); ++i) {
        parts.push_back({KlPart::Kind::Block, path + names.block + std::to_string(i)});
        const std::string attention = path + names.attention + std::to_string(i);
        if (hasAttention(network, attention))
            parts.push_back({KlPart::Kind::Attention, attention});
    }
    const std::string resampling = path + names.resampling;
    // Between any two levels maps change their size; a convolution that does nothing else may be left out.
    if (!isLast || network.has(resampling))
        parts.push_back({half.isDecoder ? KlPart::Kind::Grow : KlPart::Kind::Shrink,
                         network.has(resampling) ? resampling : std::string()});
}

} // namespace

std::string KlHalf::stem() const
{
    const std::string_view name = isDecoder ? "decoder" : "encoder";
    const std::size_t dot = path.rfind('.');
    const std::size_t begin = dot == std::string::npos ? 0 : dot + 1;
    if (std::string_view(path).substr(begin) == name)
        return path.substr(0, begin);
    return path.empty() ? path : path + ".";
}

std::string KlHalf::inside(const std::string& name) const
{
    return path.size() + 1 == stem().size() || path.empty() ? name : path.substr(stem().size()) + "." + name;
}

KlHalves findKlHalves(std::span<const LayerWeights> layers)
{
    constexpr std::string_view beginning = "conv_in";
    std::set<std::string_view> paths;
    for (const LayerWeights& layer : layers)
        paths.insert(layer.path);
    KlHalves found;
    for (const LayerWeights& layer : layers) {
        if (layer.path.starts_with("model.diffusion_model.") || layer.path.starts_with("input_blocks."))
            found.hasDenoiser = true;
        const std::string_view path = layer.path;
        if (!path.ends_with(beginning) ||
            (path.size() > beginning.size() && path[path.size() - beginning.size() - 1] != '.'))
            continue;
        const std::string before(path.substr(0, path.size() - beginning.size()));
        const auto has = [&](const char* name) { return paths.contains(before + name); };
        const bool isOfDiffusers = has("mid_block.resnets.0.norm1");
        if (!isOfDiffusers && !has("mid.block_1.norm1"))
            continue;
        const bool goesUp = has("up.0.block.0.norm1") || has("up_blocks.0.resnets.0.norm1");
        const bool goesDown = has("down.0.block.0.norm1") || has("down_blocks.0.resnets.0.norm1");
        if (goesUp == goesDown) {
            found.hasDenoiser = found.hasDenoiser || goesUp;
            continue;
        }
        KlHalf half{before.substr(0, before.empty() ? 0 : before.size() - 1), goesUp, isOfDiffusers};
        (goesUp ? found.decoders : found.encoders).push_back(std::move(half));
    }
    return found;
}

std::vector<KlPart> partsOf(const KlHalf& half, const MapNetwork& network)
{
    const KlNames& names = namesOf(half);
    int levels = 0;
    while (levels < mostLevels &&
           hasBlock(network, half.inside(names.level + std::to_string(levels) + names.block + "0")))
        ++levels;
    std::vector<KlPart> parts;
    if (half.isDecoder)
        addMiddle(half, network, parts);
    for (int i = 0; i < levels; ++i) {
        // CompVis counts a decoder's levels from the picture on.
        const int level = half.isDecoder && !half.isOfDiffusers ? levels - 1 - i : i;
        addLevel(half, network, level, i == levels - 1, parts);
    }
    if (!half.isDecoder)
        addMiddle(half, network, parts);
    return parts;
}

} // namespace flipside
