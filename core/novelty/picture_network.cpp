// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/picture_network.h"

#include "core/base/error.h"
#include "core/compute/threads.h"
#include "core/sandbox/run_graph.h"
#include "core/sandbox/torch_script.h"

#include <torch/csrc/jit/passes/frozen_graph_optimizations.h>
#include <torch/csrc/jit/passes/frozen_ops_to_mkldnn.h>
#include <torch/torch.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace flipside {

namespace {

/// Pictures that go through at once.
constexpr std::size_t maxPictureBatch = 128;

} // namespace

PictureNetwork::PictureNetwork(const ModelFolder& folder, const std::filesystem::path& file, std::string role,
                               std::int64_t fewest, std::int64_t most)
    : _card(folder.card()), _file(file.string()), _role(std::move(role)), _fewest(fewest), _most(most)
{
    useThreadsForDecoding();
    auto graph = loadForwardGraph(folder, file.filename().string(), torch::kCPU);
    try {
        // Its pictures come by the thousand, and nobody looks into its layers: convolutions in oneDNN's own
        // layout take less than half of the time.
        torch::jit::OptimizeFrozenGraph(graph);
        torch::jit::ConvertFrozenOpsToMKLDNN(graph);
        _code = torch::jit::Code(graph, _role);
        _width = run(torch::zeros({1, _card.channels, _card.height, _card.width})).size(1);
    } catch (const std::exception&) {
        refuseModelFile(_file, "it does not run on pictures of the shape that its card gives");
    }
}

torch::Tensor PictureNetwork::run(const torch::Tensor& pictures) const
{
    const c10::InferenceMode inference;
    torch::jit::Stack stack{pictures};
    const RunScope limit;
    runGraph(_code, stack);
    if (!stack.front().isTensor())
        throw Error("its forward returns a " + stack.front().tagKind() + ", and must return one tensor");
    const torch::Tensor rows = stack.front().toTensor().to(torch::kFloat);
    if (rows.dim() != 2 || rows.size(0) != pictures.size(0) || rows.size(1) < _fewest || rows.size(1) > _most)
        throw Error("its forward does not return for each picture what a " + _role + " does");
    return rows;
}

torch::Tensor PictureNetwork::rows(std::span<const float> pixels) const
{
    const std::size_t length =
        std::size_t(_card.channels) * std::size_t(_card.height) * std::size_t(_card.width);
    if (pixels.size() % length != 0)
        throw Error("the " + _role + " " + _file + " takes pictures of " + std::to_string(_card.channels) +
                    "×" + std::to_string(_card.height) + "×" + std::to_string(_card.width) +
                    " pixels; scale the pictures first");
    if (pixels.empty())
        return torch::empty({0, _width});
    std::vector<torch::Tensor> parts;
    try {
        while (!pixels.empty()) {
            const std::size_t count = std::min(pixels.size() / length, maxPictureBatch);
            parts.push_back(
                run(torch::from_blob(const_cast<float*>(pixels.data()), // only read
                                     {std::int64_t(count), _card.channels, _card.height, _card.width})));
            pixels = pixels.subspan(count * length);
        }
        return torch::cat(parts).contiguous();
    } catch (const Cancelled&) {
        throw;
    } catch (const std::exception& exception) {
        throw runFailure("the " + _role + " " + _file + " cannot be run", exception);
    }
}

} // namespace flipside
