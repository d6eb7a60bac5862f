// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/enlarge/enlarger.h"

#include "core/base/bundled_folder.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/user_folders.h"
#include "core/compute/threads.h"
#include "core/enlarge/tiles.h"
#include "core/networks/enlarger_network.h"
#include "core/sandbox/run_graph.h"
#include "core/sandbox/torch_script.h"

#include <torch/csrc/jit/passes/frozen_graph_optimizations.h>
#include <torch/csrc/jit/passes/frozen_ops_to_mkldnn.h>
#include <torch/torch.h>

#include <utility>
#include <vector>

namespace flipside {

namespace {

constexpr std::uint64_t maxFileBytes = std::uint64_t{64} << 20;
constexpr double maxPixels = 100e6;
constexpr int colours = 3;
constexpr const char* cure = "install Flipside again, or train an enlarger with flipside-cli train-enlarger";

bool isFile(const std::filesystem::path& path)
{
    std::error_code unreadable;
    return std::filesystem::is_regular_file(path, unreadable);
}

[[noreturn]] void refuse(const std::string& file, const std::exception& reason)
{
    throw Error(file + " is not an enlarger that can be used: " + shortReason(reason) + "; " + cure);
}

/// 1×3×H×W; grey becomes three equal channels.
torch::Tensor inColour(const Image& picture)
{
    // from_blob takes no pointer to const; the picture is only read.
    return torch::from_blob(const_cast<float*>(picture.pixels.data()),
                            {1, picture.channels, picture.height, picture.width})
        .expand({1, colours, picture.height, picture.width});
}

} // namespace

struct Enlarger::Network {
    explicit Network(const std::filesystem::path& file);
    /// 1×3×h×w -> 1×3×4h×4w.
    torch::Tensor run(const torch::Tensor& pixels) const;
    /// Reports shares of the work between `from` and `to`.
    Image enlarged(const Image& picture, Progress& progress, double from, double to) const;

private:
    std::string _file;
    torch::jit::Code _code;
};

Enlarger::Network::Network(const std::filesystem::path& file) : _file(file.string())
{
    useThreadsForDecoding();
    const std::string content = readFile(file, maxFileBytes);
    try {
        auto graph = forwardGraphOf(content, torch::kCPU);
        // Nobody looks into its layers: convolutions in oneDNN's own layout are several times faster.
        torch::jit::OptimizeFrozenGraph(graph);
        torch::jit::ConvertFrozenOpsToMKLDNN(graph);
        _code = torch::jit::Code(graph, "enlarger");
    } catch (const std::exception& exception) {
        refuse(_file, exception);
    }
    (void)run(torch::zeros({1, colours, 2, 3}));
}

torch::Tensor Enlarger::Network::run(const torch::Tensor& pixels) const
{
    try {
        const c10::InferenceMode inference;
        torch::jit::Stack stack{pixels};
        const RunScope limit;
        runGraph(_code, stack);
        torch::Tensor larger = stack.front().toTensor();
        if (larger.sizes() !=
            torch::IntArrayRef{1, colours, pixels.size(2) * enlargerTimes, pixels.size(3) * enlargerTimes})
            throw Error("it does not make a picture 4 times as large");
        return larger;
    } catch (const std::exception& exception) {
        refuse(_file, exception);
    }
}

Image Enlarger::Network::enlarged(const Image& picture, Progress& progress, double from, double to) const
{
    const torch::Tensor pixels = inColour(picture);
    Image result{picture.channels, picture.height * enlargerTimes, picture.width * enlargerTimes, {}};
    result.pixels.resize(result.size());
    const torch::Tensor target =
        torch::from_blob(result.pixels.data(), {1, result.channels, result.height, result.width});
    const std::vector<Tile> tiles = tilesOf(picture.height, picture.width, enlargerReach);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        if (progress.cancelled())
            throw Cancelled();
        progress.report(from + (to - from) * double(i) / double(tiles.size()), "enlarging the picture");
        const Tile& tile = tiles[i];
        torch::Tensor part = run(tile.seen.of(pixels, 1).contiguous());
        part = tile.ownInSeen().of(part, enlargerTimes).clamp(0.0, 1.0);
        tile.own.of(target, enlargerTimes)
            .copy_(result.channels == colours ? part : part.mean(1, /*keepdim=*/true));
    }
    return result;
}

std::string Enlarger::fileName(Style style)
{
    return style == Style::Sharp ? "enlarger-sharp.pt" : "enlarger-painterly.pt";
}

std::filesystem::path Enlarger::fileOf(Style style)
{
    const std::filesystem::path own = userDataFolder() / "enlarger" / fileName(style);
    return isFile(own) ? own : bundledFolder("enlarger") / fileName(style);
}

bool Enlarger::isThere(Style style)
{
    return isFile(fileOf(style));
}

Enlarger::Enlarger(Style style) : Enlarger(fileOf(style)) {}

Enlarger::Enlarger(const std::filesystem::path& file)
{
    if (!isFile(file))
        throw Error("there is no enlarger " + file.string() + "; " + cure);
    _network = std::make_unique<Network>(file);
}

Enlarger::~Enlarger() = default;
Enlarger::Enlarger(Enlarger&&) noexcept = default;
Enlarger& Enlarger::operator=(Enlarger&&) noexcept = default;

Image Enlarger::enlarged(const Image& picture, Progress& progress, int times) const
{
    constexpr int twice = enlargerTimes * enlargerTimes;
    if (times != enlargerTimes && times != twice)
        throw ArgumentError("a picture can be enlarged 4 or 16 times, not " + std::to_string(times));
    if (picture.size() == 0 || picture.pixels.size() != picture.size() ||
        (picture.channels != 1 && picture.channels != colours))
        throw ArgumentError("a picture to enlarge must have pixels, and be grey or in three colours");
    if (double(picture.width) * picture.height * times * times > maxPixels)
        throw ArgumentError("the enlarged picture would have more than 100 megapixels; choose a smaller one");
    if (times == enlargerTimes)
        return _network->enlarged(picture, progress, 0.0, 1.0);
    // The second round has 16 times as many pixels to go through.
    constexpr double first = 1.0 / (1.0 + twice);
    return _network->enlarged(_network->enlarged(picture, progress, 0.0, first), progress, first, 1.0);
}

} // namespace flipside
