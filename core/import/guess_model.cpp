// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/guess_model.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/compute/threads.h"
#include "core/decoder/output_non_linearity.h"
#include "core/decoder/picture_range.h"
#include "core/import/likely_latents.h"
#include "core/import/picture_in_output.h"
#include "core/sandbox/file_kind.h"
#include "core/sandbox/first_opening.h"
#include "core/sandbox/run_graph.h"
#include "core/sandbox/torch_script.h"

#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <climits>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace flipside {

namespace {

using LatentShape = std::vector<int>;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

constexpr int likelySide = 28;     ///< of a picture: smaller ones hint at a latent map that is too small
constexpr int pleasantSide = 64;   ///< that a map of any size is made to give
constexpr int smallestPicture = 4; ///< below, a wrong latent may be what there is so little of
constexpr int triedLatents = 16;
constexpr int fewestTriedLatents = 2;
/// Where no time is given to pictures, one that took longer is enough.
constexpr std::chrono::milliseconds slowTrial{1000};
constexpr float bytesFrom = 16.0f; ///< higher numbers are of pictures from 0 to 255

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

/// Why what a generator returns is no picture, whatever its latent is; empty where another latent may help.
std::string hopelessOutput(const std::vector<c10::IValue>& parts)
{
    if (parts.size() != 1 || !parts[0].isTensor())
        return {};
    const torch::Tensor tensor = parts[0].toTensor();
    const auto longRow = [](std::int64_t length) { return length >= shortestSound; };
    if ((tensor.dim() == 2 && longRow(tensor.size(1))) ||
        (tensor.dim() == 3 && tensor.size(1) <= 2 && longRow(tensor.size(2))))
        return "it returns " + partsText(parts) +
               ", one long row of numbers, as sound is, and Flipside plays pictures";
    if (tensor.dim() == 4 && std::min(tensor.size(2), tensor.size(3)) >= smallestPicture)
        return "it returns " + partsText(parts) + ", which has " + std::to_string(tensor.size(1)) +
               " channels, and a picture has 1 (grey), 3 (colour) or 4 (colour and alpha)";
    return {};
}

/// What became of one latent.
struct Tried {
    std::optional<torch::Tensor> picture;
    std::string reason;    ///< why there is none
    bool returned = false; ///< it ran, and what it returned is no picture
    bool hopeless = false; ///< and no other latent would help
};

class Trial {
public:
    Trial(const std::shared_ptr<Graph>& graph, const std::function<void(double)>& progress)
        : _code(graph, "trial"), _progress(progress)
    {
    }

    /// How far the guess has come, 0 to 1.
    void comeTo(double fraction) { _fraction = fraction; }

    /// What a latent of this shape becomes.
    Tried latent(const LatentShape& shape, std::uint64_t seed)
    {
        _progress(_fraction);
        const c10::InferenceMode inference;
        const RunScope limit; // for each picture
        std::vector<std::int64_t> size{1};
        size.insert(size.end(), shape.begin(), shape.end());
        auto generator = at::detail::createCPUGenerator(seed);
        torch::jit::Stack stack{torch::randn(size, generator, torch::kFloat)};
        Tried tried;
        try {
            runGraph(_code, stack);
            const std::vector<c10::IValue> parts = partsOf(stack.front());
            _part = pictureAmong(parts);
            if (_part < parts.size()) {
                tried.picture = parts[_part].toTensor();
                return tried;
            }
            tried.returned = true;
            tried.reason = hopelessOutput(parts);
            tried.hopeless = !tried.reason.empty();
            if (!tried.hopeless)
                tried.reason = "it returns " + partsText(parts) +
                               ", and a picture is batch × 1, 3 or 4 channels × height × width";
        } catch (const RunStopped&) {
            throw;
        } catch (const Cancelled&) {
            throw;
        } catch (const std::exception& exception) {
            tried.reason = shortReason(exception);
        }
        return tried;
    }

    /// The layout of the picture that such a latent becomes, if there is one in the time and memory that it
    /// may take.
    std::optional<PictureLayout> layout(const LatentShape& shape)
    {
        try {
            const Tried tried = latent(shape, 0);
            return tried.picture ? pictureIn(*tried.picture) : std::nullopt;
        } catch (const RunStopped&) {
            return std::nullopt;
        }
    }

    /// Which of the things that forward returns the picture was.
    std::size_t part() const { return _part; }

private:
    torch::jit::Code _code;
    const std::function<void(double)>& _progress;
    double _fraction = 0.0;
    std::size_t _part = 0;
};

std::string latentText(const LatentShape& shape)
{
    std::string text;
    for (const int size : shape) {
        if (!text.empty())
            text += 'x';
        text += std::to_string(size);
    }
    return text;
}

LatentShape withSide(const LatentShape& map, int side)
{
    return {map[0], side, side};
}

/// Where a map of twice the side gives a picture of twice the side.
bool growsWithItsLatent(Trial& trial, const LatentShape& map, const PictureLayout& picture)
{
    if (map.size() != 3 || map[1] != map[2])
        return false;
    const auto larger = trial.layout(withSide(map, 2 * map[1]));
    return larger && larger->height == 2 * picture.height && larger->width == 2 * picture.width;
}

/// A latent of one or three channels that becomes a picture of just as many, once or several times as large
/// whatever its size, is a picture.
bool turnsPicturesIntoPictures(const LatentShape& shape, const PictureLayout& picture, bool grows)
{
    return grows && shape[0] == picture.channels && picture.height % shape[1] == 0 &&
           picture.width % shape[2] == 0;
}

/// Which latent was found, and what it becomes.
struct FoundLatent {
    LatentShape shape;
    PictureLayout picture;
    torch::Tensor first; ///< of the latent with seed 0; undefined where the map has grown since
    bool anySize = false;
};

/// Of the shapes that work, the first whose picture is not tiny; else the one with the largest picture. `why`
/// is the reason of the shape that came furthest, where none works.
std::optional<FoundLatent> workingShape(Trial& trial, const std::vector<LatentShape>& shapes, Tried& why)
{
    std::optional<FoundLatent> best;
    for (const LatentShape& shape : shapes) {
        Tried tried = trial.latent(shape, 0);
        if (!tried.picture) {
            if (why.reason.empty() || (tried.hopeless && !why.hopeless) ||
                (tried.returned && !why.returned)) {
                why = std::move(tried);
                if (!why.hopeless)
                    why.reason = "with a latent of " + latentText(shape) + ": " + why.reason;
            }
            continue;
        }
        const PictureLayout picture = *pictureIn(*tried.picture);
        const int side = std::min(picture.height, picture.width);
        if (!best || side > std::min(best->picture.height, best->picture.width))
            best = FoundLatent{shape, picture, *tried.picture};
        if (side >= likelySide)
            break;
    }
    return best;
}

/// Makes a map larger, where it may be of any size, until its picture is no stamp any more.
void growMap(Trial& trial, FoundLatent& found)
{
    // One place is what transposed convolutions begin with, and mean.
    if (found.shape.size() != 3 || found.shape[1] == 1)
        return;
    while (growsWithItsLatent(trial, found.shape, found.picture)) {
        found.anySize = true;
        if (std::min(found.picture.height, found.picture.width) >= pleasantSide)
            return;
        found.shape = withSide(found.shape, 2 * found.shape[1]);
        found.picture.height *= 2;
        found.picture.width *= 2;
        found.first.reset();
    }
}

void addRemarks(ModelGuess& guess, const FoundLatent& found)
{
    if (found.anySize)
        guess.remarks.push_back(
            "Its latent may be of any size: " + latentText(withSide(found.shape, 2 * found.shape[1])) +
            " gives pictures of " + std::to_string(2 * found.picture.width) + "×" +
            std::to_string(2 * found.picture.height) + ".");
    if (found.picture.hasAlpha)
        guess.remarks.push_back("Its pictures have a fourth channel, taken for how opaque each place is, and "
                                "are shown before white.");
    if (found.picture.channelsLast)
        guess.remarks.push_back("Its pictures have their channels last.");
}

} // namespace

std::pair<double, double> likelyRange(const Graph& graph, std::size_t part, float low, float high)
{
    constexpr float overshoot = 0.3f; // without such a function it may overshoot a little
    const OutputNonLinearity last = outputNonLinearity(pictureValue(graph, part));
    const bool isTanh = !last.scaled && (last.node->kind() == torch::jit::aten::tanh);
    if (isTanh || last.limits == std::pair(-1.0, 1.0) || (high <= bytesFrom && low < -overshoot))
        return {-1.0, 1.0};
    return {0.0, high > bytesFrom ? 255.0 : 1.0};
}

ModelGuess guessFrom(const std::shared_ptr<Graph>& graph, const std::vector<int>& latentShape,
                     const GuessEffort& effort, const std::function<void(double)>& progress)
{
    useThreadsForDecoding();
    Trial trial(graph, progress);
    const bool guesses = latentShape.empty();
    const auto start = std::chrono::steady_clock::now();
    Tried why;
    auto found =
        workingShape(trial, guesses ? likelyLatents(*graph) : std::vector<LatentShape>{latentShape}, why);
    if (!found && why.hopeless)
        throw WrongKind(why.reason, "export a generator of pictures, or one that makes a picture of it");
    if (!found && guesses)
        throw Error("no shape of a latent was found that it makes a picture of" +
                    (why.reason.empty() ? "" : " (" + why.reason + ")") +
                    "; say which it takes, as 128 or 32x16x16");
    if (!found)
        throw Error("it makes no picture of a latent of that shape (" + why.reason + ")");
    if (guesses) {
        growMap(trial, *found);
        if (turnsPicturesIntoPictures(found->shape, found->picture, found->anySize))
            throw WrongKind("it turns pictures into pictures: of " + latentText(found->shape) +
                                " it makes one of " + std::to_string(found->picture.channels) + "x" +
                                std::to_string(found->picture.height) + "x" +
                                std::to_string(found->picture.width),
                            "choose a generator, or, if that is a latent all the same, give its shape");
    }
    ModelGuess guess;
    guess.latentShape = found->shape;
    guess.channels = found->picture.channels;
    guess.height = found->picture.height;
    guess.width = found->picture.width;
    addRemarks(guess, *found);
    float low = 0.0f;
    float high = 0.0f;
    bool isBytes = false;
    const auto taken = [start] { return std::chrono::steady_clock::now() - start; };
    const int fewest = effort.time.count() == 0 && taken() > slowTrial ? 1 : fewestTriedLatents;
    while (guess.pictures < triedLatents && (guess.pictures < fewest || taken() < effort.time)) {
        trial.comeTo(double(guess.pictures) / triedLatents);
        const bool isThere = guess.pictures == 0 && found->first.defined();
        const auto picture =
            isThere ? found->first : trial.latent(found->shape, std::uint64_t(guess.pictures)).picture;
        if (!picture || pictureIn(*picture) != found->picture)
            throw Error("it makes a picture of one latent and not of another");
        if (!torch::isfinite(*picture).all().item<bool>())
            throw Error("its pictures contain NaN or infinite numbers");
        low = std::min(low, picture->min().item().toFloat());
        high = std::max(high, picture->max().item().toFloat());
        isBytes = !picture->is_floating_point();
        ++guess.pictures;
    }
    if (isBytes)
        guess.rangeHigh = 255.0;
    else
        std::tie(guess.rangeLow, guess.rangeHigh) = likelyRange(*graph, trial.part(), low, high);
    return guess;
}

ModelGuess guessModel(const ModelFolder& folder, const std::vector<int>& latentShape,
                      const GuessEffort& effort, const std::function<void(double)>& progress)
{
    const std::string content = folder.readChecked(folder.decoderFile().filename().string());
    bool isRead = false;
    try {
        checkIsTorchScript(content);
        const nlohmann::json request = {
            {"guess", latentShape}, {"milliseconds", effort.time.count()}, {"samples", 0}};
        const auto answer = openInOwnProcess(content, request, [&](double fraction) {
            isRead = true;
            if (progress)
                progress(fraction);
        });
        rememberCameThrough(sha256(content));
        return answer.get<ModelGuess>();
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
            {"range", {guess.rangeLow, guess.rangeHigh}},
            {"pictures", guess.pictures},
            {"remarks", guess.remarks}};
}

void from_json(const nlohmann::json& json, ModelGuess& guess)
{
    guess.latentShape = intsIn(json, "latent");
    const std::vector<int> image = intsIn(json, "image");
    guess.channels = image.at(0);
    guess.height = image.at(1);
    guess.width = image.at(2);
    const auto range = json.at("range").get<std::array<double, 2>>();
    guess.rangeLow = range[0];
    guess.rangeHigh = range[1];
    guess.pictures = int(std::min<std::uint64_t>(countIn(json, "pictures"), INT_MAX));
    guess.remarks = json.at("remarks").get<std::vector<std::string>>();
}

} // namespace flipside
