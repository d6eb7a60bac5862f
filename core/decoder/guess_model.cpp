// SPDX-License-Identifier: GPL-3.0-or-later
#include "decoder/guess_model.h"

#include "base/error.h"
#include "base/file.h"
#include "decoder/output_non_linearity.h"
#include "decoder/picture_range.h"
#include "decoder/threads.h"
#include "model/file_kind.h"
#include "model/first_opening.h"
#include "model/run_graph.h"
#include "model/torch_script.h"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace flipside {

namespace {

using LatentShape = std::vector<int>;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

constexpr int likelySide = 28; ///< of a picture: smaller ones hint at a latent map that is too small
constexpr int largestPictureSide = 4096;
constexpr std::size_t weightsLookedAt = 4;
constexpr int triedLatents = 16;
constexpr float bytesFrom = 16.0f; ///< higher numbers are of pictures from 0 to 255
/// Powers of two first: they are the likelier ones.
constexpr std::array mapSides{1, 2, 4, 8, 16, 32, 64, 3, 5, 6, 7, 12, 14, 24, 28};

/// How long its latent must be, as the first layers' weights tell.
struct LatentSize {
    int length = 0;
    bool isMap = false;
};

std::optional<LatentSize> latentSizeOf(const Node& node)
{
    if (!node.kind().is_aten())
        return std::nullopt;
    const std::string_view name = node.kind().toUnqualString();
    const auto weightAt = [&](std::size_t input) -> std::optional<torch::Tensor> {
        if (node.inputs().size() <= input)
            return std::nullopt;
        const auto value = torch::jit::toIValue(node.input(input));
        return value && value->isTensor() && value->toTensor().dim() >= 2 ? std::optional(value->toTensor())
                                                                          : std::nullopt;
    };
    if (name == "linear" || name == "conv2d") {
        if (const auto weight = weightAt(1))
            return LatentSize{int(weight->size(1)), name == "conv2d"};
    } else if (name == "conv_transpose2d" || name == "matmul" || name == "mm") {
        if (const auto weight = weightAt(1))
            return LatentSize{int(weight->size(0)), name == "conv_transpose2d"};
    } else if (name == "addmm") {
        if (const auto weight = weightAt(2))
            return LatentSize{int(weight->size(0)), false};
    } else if (name == "_convolution" || name == "convolution") {
        const auto weight = weightAt(1);
        c10::optional<c10::IValue> transposed;
        if (node.inputs().size() > 6)
            transposed = torch::jit::toIValue(node.input(6));
        if (weight && transposed && transposed->isBool())
            return LatentSize{int(weight->size(transposed->toBool() ? 0 : 1)), true};
    }
    return std::nullopt;
}

void collectSizes(const torch::jit::Block& block, std::vector<LatentSize>& sizes)
{
    for (const Node* node : block.nodes()) {
        if (sizes.size() >= weightsLookedAt)
            return;
        if (const auto size = latentSizeOf(*node))
            sizes.push_back(*size);
        for (const torch::jit::Block* inner : node->blocks())
            collectSizes(*inner, sizes);
    }
}

std::vector<LatentShape> likelyLatents(const Graph& graph)
{
    std::vector<LatentSize> sizes;
    collectSizes(*graph.block(), sizes);
    std::vector<LatentShape> shapes;
    for (const LatentSize& size : sizes) {
        if (!size.isMap)
            shapes.push_back({size.length});
        for (const int side : mapSides)
            shapes.push_back({size.length, side, side});
        if (size.isMap)
            shapes.push_back({size.length});
    }
    return shapes;
}

/// Channels, height and width of a picture, if one latent's output may be one.
std::optional<std::array<int, 3>> pictureShape(const torch::Tensor& tensor)
{
    if (tensor.dim() < 2 || tensor.size(0) != 1 || tensor.numel() < 4 || !tensor.is_floating_point())
        return std::nullopt;
    std::array<int, 3> shape{};
    if (tensor.dim() == 4 && (tensor.size(1) == 1 || tensor.size(1) == 3)) {
        shape = {int(tensor.size(1)), int(tensor.size(2)), int(tensor.size(3))};
    } else if (tensor.dim() == 3) {
        shape = {1, int(tensor.size(1)), int(tensor.size(2))};
    } else if (tensor.dim() == 2) {
        for (const int channels : {1, 3}) {
            const int side = int(std::lround(std::sqrt(double(tensor.size(1)) / channels)));
            if (std::int64_t{1} * channels * side * side == tensor.size(1))
                shape = {channels, side, side};
        }
    }
    const bool fits = shape[0] > 0 && std::min(shape[1], shape[2]) > 1 &&
                      std::max(shape[1], shape[2]) <= largestPictureSide;
    return fits ? std::optional(shape) : std::nullopt;
}

/// What forward returned, one by one.
std::vector<c10::IValue> partsOf(const c10::IValue& value)
{
    std::vector<c10::IValue> parts;
    if (value.isTensor())
        parts.push_back(value);
    else if (value.isTuple())
        parts = value.toTupleRef().elements().vec();
    else if (value.isList())
        parts = value.toListRef().vec();
    else if (value.isGenericDict())
        for (const auto& entry : value.toGenericDict())
            parts.push_back(entry.value());
    return parts;
}

/// The first picture among them; their number where there is none.
std::size_t pictureAmong(const std::vector<c10::IValue>& parts)
{
    const auto picture = std::find_if(parts.begin(), parts.end(), [](const c10::IValue& part) {
        return part.isTensor() && pictureShape(part.toTensor());
    });
    return std::size_t(picture - parts.begin());
}

/// The value of that picture in the graph, if it is made there in sight.
const Value& pictureValue(const Graph& graph, std::size_t part)
{
    const Value& output = *graph.outputs()[0];
    const Node& maker = *output.node();
    const std::size_t each = maker.kind() == torch::jit::prim::DictConstruct ? 2 : 1; // after its key
    if ((each == 2 || maker.kind() == torch::jit::prim::TupleConstruct ||
         maker.kind() == torch::jit::prim::ListConstruct) &&
        each * (part + 1) <= maker.inputs().size())
        return *maker.input(each * (part + 1) - 1);
    return output;
}

/// What forward returned, in a few words: "1×16×16×3 of Byte".
std::string partsText(const std::vector<c10::IValue>& parts)
{
    std::string text;
    for (const c10::IValue& part : parts) {
        text += text.empty() ? "" : " and ";
        text += part.isTensor() ? shapeText(part.toTensor().sizes()) + " of " +
                                      c10::toString(part.toTensor().scalar_type())
                                : part.tagKind();
    }
    return text.empty() ? "nothing" : text;
}

class Trial {
public:
    explicit Trial(const std::shared_ptr<Graph>& graph) : _code(graph, "trial") {}

    /// What a latent of this shape becomes, if it is a picture.
    std::optional<torch::Tensor> picture(const LatentShape& shape, std::uint64_t seed)
    {
        const c10::InferenceMode inference;
        std::vector<std::int64_t> size{1};
        size.insert(size.end(), shape.begin(), shape.end());
        auto generator = at::detail::createCPUGenerator(seed);
        torch::jit::Stack stack{torch::randn(size, generator, torch::kFloat)};
        try {
            runGraph(_code, stack);
            const std::vector<c10::IValue> parts = partsOf(stack.front());
            _part = pictureAmong(parts);
            if (_part < parts.size())
                return parts[_part].toTensor();
            _reason = "it returns " + partsText(parts) +
                      ", and a picture is batch × 1 or 3 channels × height × width of floating-point numbers";
            return std::nullopt;
        } catch (const RunStopped&) {
            throw;
        } catch (const std::exception& exception) {
            _reason = shortReason(exception);
            return std::nullopt;
        }
    }

    const std::string& reason() const { return _reason; }
    /// Which of the things that forward returns the picture was.
    std::size_t part() const { return _part; }

private:
    torch::jit::Code _code;
    std::size_t _part = 0;
    std::string _reason;
};

/// Of the shapes that work, the first whose picture is not tiny; else the one with the largest picture.
std::optional<LatentShape> workingShape(Trial& trial, const std::vector<LatentShape>& shapes)
{
    std::optional<LatentShape> best;
    std::int64_t bestSide = 0;
    for (const LatentShape& shape : shapes) {
        const auto picture = trial.picture(shape, 0);
        if (!picture)
            continue;
        const auto [channels, height, width] = *pictureShape(*picture);
        const std::int64_t side = std::min(height, width);
        if (side > bestSide) {
            best = shape;
            bestSide = side;
        }
        if (side >= likelySide)
            break;
    }
    return best;
}

/// What its last function can give, or else what it gave: without such a function it may overshoot a little.
void guessRange(ModelGuess& guess, const Value& picture, float low, float high)
{
    constexpr float overshoot = 0.3f;
    const OutputNonLinearity last = outputNonLinearity(picture);
    const bool isTanh = !last.scaled && (last.node->kind() == torch::jit::aten::tanh);
    if (isTanh || last.limits == std::pair(-1.0, 1.0) || (high <= bytesFrom && low < -overshoot))
        guess.rangeLow = -1.0;
    else if (high > bytesFrom)
        guess.rangeHigh = 255.0;
}

} // namespace

ModelGuess guessFrom(std::string_view decoder, const std::vector<int>& latentShape,
                     const std::function<void(double)>& progress)
{
    useThreadsForDecoding();
    const auto graph = forwardGraphOf(decoder, torch::kCPU);
    progress(0.0);
    const RunScope limit;
    Trial trial(graph);
    const std::vector<LatentShape> shapes =
        latentShape.empty() ? likelyLatents(*graph) : std::vector<LatentShape>{latentShape};
    const auto shape = workingShape(trial, shapes);
    if (!shape && latentShape.empty())
        throw Error("no shape of a latent was found that it makes a picture of; say which it takes, as 128 "
                    "or 32x16x16");
    if (!shape)
        throw Error("it makes no picture of a latent of that shape (" + trial.reason() + ")");
    ModelGuess guess;
    guess.latentShape = *shape;
    float low = 0.0f;
    float high = 0.0f;
    for (int i = 0; i < triedLatents; ++i) {
        progress(double(i) / triedLatents);
        const auto picture = trial.picture(*shape, std::uint64_t(i));
        if (!picture)
            throw Error("it makes a picture of one latent and not of another");
        if (!torch::isfinite(*picture).all().item<bool>())
            throw Error("its pictures contain NaN or infinite numbers");
        const auto [channels, height, width] = *pictureShape(*picture);
        guess.channels = channels;
        guess.height = height;
        guess.width = width;
        low = std::min(low, picture->min().item<float>());
        high = std::max(high, picture->max().item<float>());
    }
    guessRange(guess, pictureValue(*graph, trial.part()), low, high);
    return guess;
}

ModelGuess guessModel(const ModelFolder& folder, const std::vector<int>& latentShape,
                      const std::function<void(double)>& progress)
{
    const std::string content = folder.readChecked(folder.decoderFile().filename().string());
    bool isRead = false;
    try {
        checkIsTorchScript(content);
        const auto answer = openInOwnProcess(content, {{"guess", latentShape}}, [&](double fraction) {
            isRead = true;
            if (progress)
                progress(fraction);
        });
        rememberCameThrough(sha256(content));
        return answer.get<ModelGuess>();
    } catch (const Abandoned&) {
        throw Cancelled();
    } catch (const std::exception&) {
        refuseModelFile(folder.decoderFile().string(), "it does not run",
                        isRead ? "give the shape of its latent, or export it again"
                               : "get the model again from where it came, or make it again");
    }
}

void to_json(nlohmann::json& json, const ModelGuess& guess)
{
    json = {{"latent", guess.latentShape},
            {"image", {guess.channels, guess.height, guess.width}},
            {"range", {guess.rangeLow, guess.rangeHigh}}};
}

void from_json(const nlohmann::json& json, ModelGuess& guess)
{
    guess.latentShape = json.at("latent").get<std::vector<int>>();
    const auto image = json.at("image").get<std::array<int, 3>>();
    guess.channels = image[0];
    guess.height = image[1];
    guess.width = image[2];
    const auto range = json.at("range").get<std::array<double, 2>>();
    guess.rangeLow = range[0];
    guess.rangeHigh = range[1];
}

} // namespace flipside
