// SPDX-License-Identifier: GPL-3.0-or-later
#include "novelty/classifier.h"

#include "base/error.h"
#include "decoder/threads.h"
#include "model/run_graph.h"
#include "model/torch_script.h"

#include <torch/csrc/jit/passes/frozen_graph_optimizations.h>
#include <torch/csrc/jit/passes/frozen_ops_to_mkldnn.h>
#include <torch/torch.h>

#include <algorithm>
#include <string>

namespace flipside {

namespace {

/// Pictures classified at once.
constexpr std::size_t maxClassifierBatch = 128;

} // namespace

struct Classifier::Implementation {
    ModelCard card;
    std::string file;
    torch::jit::Code code;
    std::int64_t classes = 0;

    std::size_t pictureLength() const
    {
        return std::size_t(card.channels) * std::size_t(card.height) * std::size_t(card.width);
    }

    /// Softmax of what the classifier's forward returns, n × classes.
    torch::Tensor run(const torch::Tensor& pictures) const
    {
        const c10::InferenceMode inference;
        torch::jit::Stack stack{pictures};
        const RunScope limit;
        runGraph(code, stack);
        if (!stack.front().isTensor())
            throw Error("its forward returns a " + stack.front().tagKind() + ", and must return one tensor");
        const torch::Tensor logits = stack.front().toTensor().to(torch::kFloat);
        if (logits.dim() != 2 || logits.size(0) != pictures.size(0) || logits.size(1) < 2)
            throw Error("its forward does not return one number for each picture and class");
        return torch::softmax(logits, 1).nan_to_num(0.0).contiguous();
    }
};

Classifier::Classifier(const ModelFolder& folder) : _implementation(std::make_unique<Implementation>())
{
    if (!folder.hasClassifier())
        throw Error("the model " + folder.card().id +
                    " has no classifier; train one with flipside-cli train --arch classifier");
    useThreadsForDecoding();
    Implementation& own = *_implementation;
    own.card = folder.card();
    own.file = folder.classifierFile().string();
    auto graph = loadForwardGraph(folder, folder.classifierFile().filename().string(), torch::kCPU);
    try {
        // Its pictures come by the thousand, and nobody looks into its layers: convolutions in oneDNN's own
        // layout take less than half of the time.
        torch::jit::OptimizeFrozenGraph(graph);
        torch::jit::ConvertFrozenOpsToMKLDNN(graph);
        own.code = torch::jit::Code(graph, "classifier");
        own.classes = own.run(torch::zeros({1, own.card.channels, own.card.height, own.card.width})).size(1);
    } catch (const std::exception&) {
        refuseModelFile(own.file, "it does not run on pictures of the shape that its card gives");
    }
}

Classifier::~Classifier() = default;
Classifier::Classifier(Classifier&&) noexcept = default;

int Classifier::classes() const
{
    return int(_implementation->classes);
}

std::vector<float> Classifier::probabilities(std::span<const float> pixels) const
{
    const Implementation& own = *_implementation;
    const std::size_t length = own.pictureLength();
    if (pixels.size() % length != 0)
        throw Error("the classifier " + own.file + " takes pictures of " + std::to_string(own.card.channels) +
                    "×" + std::to_string(own.card.height) + "×" + std::to_string(own.card.width) +
                    " pixels; scale the pictures first");
    std::vector<float> probabilities;
    probabilities.reserve(pixels.size() / length * std::size_t(own.classes));
    try {
        for (; !pixels.empty();
             pixels = pixels.subspan(std::min(pixels.size(), maxClassifierBatch * length))) {
            const std::size_t count = std::min(pixels.size() / length, maxClassifierBatch);
            const torch::Tensor pictures =
                torch::from_blob(const_cast<float*>(pixels.data()), // only read
                                 {std::int64_t(count), own.card.channels, own.card.height, own.card.width});
            const torch::Tensor result = own.run(pictures);
            const float* first = result.data_ptr<float>();
            probabilities.insert(probabilities.end(), first, first + result.numel());
        }
    } catch (const std::exception& exception) {
        throw runFailure("the classifier " + own.file + " cannot be run", exception);
    }
    return probabilities;
}

} // namespace flipside
