// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/autoencoder_kl_modules.h"

#include "core/base/error.h"
#include "core/blueprint/layer_modules.h"

#include <array>
#include <cmath>
#include <initializer_list>

namespace flipside {

namespace {

constexpr double normEpsilon = 1e-6;
/// Rows of an attention's matrix that are computed at once: of a map of 128×128, which all has 2^28 numbers,
/// 2^24.
constexpr int attentionRows = 1024;

/// The first of some names that a module inside `path` has.
std::string oneOf(const MapNetwork& network, const std::string& path,
                  std::initializer_list<const char*> names)
{
    for (const char* name : names)
        if (network.has(path + name))
            return path + name;
    return path + *names.begin();
}

/// Two in a block have one name each, to tell their layers apart.
std::string addSilu(MapNetwork& network, const std::string& norm)
{
    std::string path = norm + ".silu";
    network.addFunction(path, "def forward(self, x: Tensor) -> Tensor:\n    return torch.silu(x)\n");
    return path;
}

/// x + conv2(silu(norm2(conv1(silu(norm1(x)))))), where x goes through a convolution of its own if its
/// channels change.
int addKlBlock(MapNetwork& network, const std::string& path, int channels, int groups)
{
    network.addGroupNorm(path + ".norm1", channels, groups, normEpsilon);
    int made = network.addConvolution(path + ".conv1", channels);
    network.addGroupNorm(path + ".norm2", made, groups, normEpsilon);
    made = network.addConvolution(path + ".conv2", made);
    MapText text(path);
    for (const char* number : {"1", "2"}) {
        const std::string norm = path + ".norm" + number;
        text.line("y = " + text.called(norm, number[0] == '1' ? "x" : "y"));
        text.line("y = " + text.called(addSilu(network, norm), "y"));
        text.line("y = " + text.called(path + ".conv" + number, "y"));
    }
    int kept = channels;
    if (const std::string shortcut = oneOf(network, path, {".nin_shortcut", ".conv_shortcut"});
        network.has(shortcut)) {
        kept = network.addConvolution(shortcut, channels);
        text.call(shortcut);
    }
    if (kept != made)
        throw Error("its block “" + path + "” adds " + std::to_string(made) + " channels to " +
                    std::to_string(kept));
    text.set("x + y");
    network.addFunction(path, text.function());
    return made;
}

/// Scaled dot products of all places with one head (Vaswani et al. 2017), and x added.
void addKlAttention(MapNetwork& network, const std::string& path, int channels, int groups)
{
    const std::string norm = oneOf(network, path, {".norm", ".group_norm"});
    const std::array parts{oneOf(network, path, {".q", ".to_q", ".query"}),
                           oneOf(network, path, {".k", ".to_k", ".key"}),
                           oneOf(network, path, {".v", ".to_v", ".value"})};
    const std::string out = oneOf(network, path, {".proj_out", ".to_out.0", ".proj_attn"});
    network.addGroupNorm(norm, channels, groups, normEpsilon);
    bool isWhole = true;
    for (const std::string& part : parts)
        isWhole = network.addConvolution(part, channels) == channels && isWhole;
    if (!isWhole || network.addConvolution(out, channels) != channels)
        throw Error("its attention “" + path + "” does not keep the number of channels");
    network.countAttention(channels);

    MapText text(path);
    text.line("y = " + text.called(norm, "x"));
    text.line("q = " + text.called(parts[0], "y") + ".flatten(2).transpose(1, 2)");
    text.line("k = " + text.called(parts[1], "y") + ".flatten(2) * " +
              floatText(1.0 / std::sqrt(double(channels))));
    text.line("v = " + text.called(parts[2], "y") + ".flatten(2).transpose(1, 2)");
    text.line("rows: List[Tensor] = []");
    text.line("for some in torch.split(q, " + std::to_string(attentionRows) + ", 1):");
    text.line("    rows.append(torch.bmm(torch.softmax(torch.bmm(some, k), -1), v))");
    text.line("y = torch.cat(rows, 1).transpose(1, 2).reshape(x.size())");
    text.set("x + " + text.called(out, "y"));
    network.addFunction(path, text.function());
}

/// What lies between its first convolution and its last.
int addParts(MapNetwork& network, MapText& text, const KlHalf& half, int channels, int groups)
{
    for (const KlPart& part : partsOf(half, network)) {
        switch (part.kind) {
        case KlPart::Kind::Block:
            channels = addKlBlock(network, part.path, channels, groups);
            text.call(part.path);
            break;
        case KlPart::Kind::Attention:
            addKlAttention(network, part.path, channels, groups);
            text.call(part.path);
            break;
        case KlPart::Kind::Grow:
            text.set("torch.upsample_nearest2d(x, None, [2.0, 2.0])");
            network.scale(2.0);
            if (!part.path.empty()) {
                channels = network.addConvolution(part.path, channels);
                text.call(part.path);
            }
            break;
        case KlPart::Kind::Shrink:
            if (part.path.empty()) {
                text.set("torch.avg_pool2d(x, [2, 2], [2, 2])");
            } else {
                // With a margin at the right and at the bottom alone.
                text.set("torch.constant_pad_nd(x, [0, 1, 0, 1])");
                channels = network.addConvolution(part.path, channels, 2, false);
                text.call(part.path);
            }
            network.scale(0.5);
            break;
        }
    }
    return channels;
}

} // namespace

int addKlHalf(MapNetwork& network, MapText& text, const KlHalf& half, int channels, int groups)
{
    const std::string first = half.inside("conv_in");
    const std::string norm = half.inside(half.isOfDiffusers ? "conv_norm_out" : "norm_out");
    const std::string last = half.inside("conv_out");
    channels = network.addConvolution(first, channels);
    text.call(first);
    channels = addParts(network, text, half, channels, groups);
    network.addGroupNorm(norm, channels, groups, normEpsilon);
    channels = network.addConvolution(last, channels);
    text.call(norm);
    text.call(addSilu(network, norm));
    text.call(last);
    return channels;
}

void addKlCodebook(MapNetwork& network, const std::string& path)
{
    MapText text(path);
    text.line("places = x.permute([0, 2, 3, 1])");
    text.line("nearest = torch.argmin(torch.cdist(places.flatten(0, 2), self.weight), 1)");
    text.set("torch.embedding(self.weight, nearest).reshape(places.size()).permute([0, 3, 1, 2])");
    network.addFunction(path, text.function(), true);
}

} // namespace flipside
