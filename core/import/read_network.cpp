// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/read_network.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/blueprint/compile.h"
#include "core/blueprint/compiled_module.h"
#include "core/code/read_code.h"
#include "core/compute/threads.h"
#include "core/graphs/read_graph.h"
#include "core/import/guess_model.h"
#include "core/import/likeliest_network.h"
#include "core/import/sample_pictures.h"
#include "core/sandbox/file_kind.h"
#include "core/sandbox/first_opening.h"
#include "core/sandbox/run_limit.h"
#include "core/sandbox/torch_script.h"
#include "core/weights/weights_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

namespace flipside {

namespace {

constexpr std::uintmax_t longestCode = std::uintmax_t{2} << 20;
constexpr GuessEffort quickGuess{std::chrono::milliseconds(0)};

void addFound(ReadNetwork& network, const StateDict& weights)
{
    network.where = weights.where;
    network.tensors.reserve(weights.tensors.size());
    for (const WeightTensor& tensor : weights.tensors)
        network.tensors.push_back({tensor.name, tensor.shape, std::string(wordFor(tensor.type))});
    for (const WeightTensor& tensor : weights.beside)
        network.unused.push_back(tensor.name + ": a tensor of " + tensor.description());
    network.unused.insert(network.unused.end(), weights.unused.begin(), weights.unused.end());
}

/// How many tensors these layers have.
int tensorsOf(const std::vector<std::string>& layers, const StateDict& weights)
{
    return int(std::ranges::count_if(weights.tensors, [&](const WeightTensor& tensor) {
        return std::ranges::any_of(layers, [&](const std::string& layer) {
            return tensor.name == layer || tensor.name.starts_with(layer + '.');
        });
    }));
}

/// What a file's networks are compiled from.
struct Blueprints {
    Blueprint decoder; ///< without modules of an encoder alone
    std::optional<Blueprint> encoder{};
};

Blueprints addWeights(ReadNetwork& network, std::string_view content, const NetworkWish& wish,
                      const std::function<void(double)>& progress)
{
    const NetworkFamily* family = wish.family.empty() ? nullptr : &findFamily(wish.family);
    const StateDict weights = findStateDict(readWeights(content, nullptr).nest);
    addFound(network, weights);
    RecognisedNetwork recognised = likeliestNetwork(weights, wish.choices, family, {}, progress);
    network.family = recognised.family->name;
    network.inputs = std::move(recognised.reading.inputs);
    network.range = recognised.reading.range;
    network.questions = std::move(recognised.reading.questions);
    network.remarks = std::move(recognised.reading.remarks);
    network.usedTensors = int(network.tensors.size()) - tensorsOf(recognised.reading.unused, weights);
    network.unused.insert(network.unused.end(), recognised.reading.unused.begin(),
                          recognised.reading.unused.end());
    if (recognised.reading.decoder.modules().empty() && !wish.isCompiled)
        throw WrongKind("it is an encoder alone, which makes latents of pictures",
                        "choose the decoder, and name this as its encoder");
    return {std::move(recognised.reading.decoder), std::move(recognised.reading.encoder)};
}

/// The network that its author's code makes of the weights.
Blueprints addCode(ReadNetwork& network, std::string_view content, const NetworkWish& wish,
                   const std::function<void(double)>& progress)
{
    if (!wish.family.empty() || !wish.choices.empty())
        throw ArgumentError("the network's code leaves nothing to choose; leave family and choices out");
    const StateDict weights = findStateDict(readWeights(content, nullptr).nest);
    addFound(network, weights);
    CodeReading reading = readCode(wish.code, weights);
    network.inputs = std::move(reading.inputs);
    network.usedTensors = int(network.tensors.size() - reading.unused.size());
    network.unused.insert(network.unused.end(), reading.unused.begin(), reading.unused.end());
    network.remarks = std::move(reading.remarks);
    network.remarks.push_back("It is made as the class " + reading.className + " of its code says.");
    if (network.inputs.empty()) {
        const ModelGuess guess =
            guessFrom(forwardGraphOf(compiledModule(reading.decoder)), {}, quickGuess, progress);
        const bool isMap = guess.latentShape.size() == 3 && guess.latentShape[1] > 1;
        network.inputs = {
            {"z", isMap ? NetworkInput::Kind::LatentMap : NetworkInput::Kind::Latent, guess.latentShape}};
    }
    return {std::move(reading.decoder)};
}

Blueprints addGraph(ReadNetwork& network, GraphReading reading, const NetworkWish& wish)
{
    if (!wish.family.empty() || !wish.choices.empty())
        throw ArgumentError("a file that has its network's graph leaves nothing to choose; leave family and "
                            "choices out");
    network.inputs = std::move(reading.inputs);
    network.unused = std::move(reading.unused);
    network.remarks = std::move(reading.remarks);
    if (!reading.writtenBy.empty())
        network.remarks.push_back("It was written by " + reading.writtenBy + ".");
    return {std::move(reading.decoder)};
}

/// Pictures of the network, and their size, of which there is none without one.
void addPictures(ReadNetwork& network, const Blueprint& decoder, int samples,
                 const std::function<void(double)>& progress)
{
    const auto graph = forwardGraphOf(compiledModule(decoder));
    try {
        SampledPictures made =
            samplePictures(graph, network.inputs, network.range, std::max(samples, 1), progress);
        network.image = std::move(made.image);
        if (samples > 0)
            network.samples = std::move(made.pictures);
    } catch (const RunStopped&) {
        throw;
    } catch (const Error&) {
        // What it makes instead of pictures is known where latents are tried.
        (void)guessFrom(graph, network.takenShape(), quickGuess, progress);
        throw;
    }
}

} // namespace

std::vector<int> ReadNetwork::takenShape() const
{
    if (inputs.size() == 1)
        return inputs.front().shape;
    int numbers = 0;
    for (const NetworkInput& input : inputs)
        numbers += input.length();
    return {numbers};
}

NetworkChoices ReadNetwork::answers() const
{
    NetworkChoices answers;
    for (const NetworkQuestion& question : questions)
        answers[question.id] = question.chosen;
    return answers;
}

ReadNetwork readNetworkHere(std::string_view content, const NetworkWish& wish,
                            const std::function<void(double)>& progress)
{
    useThreadsForDecoding();
    ReadNetwork network;
    Blueprints blueprints;
    try {
        // The bytes outlive the work: they are the process's own.
        if (!wish.code.empty() && isGraphFile(content))
            throw ArgumentError("a file that has its network's graph needs no code; leave it out");
        if (!wish.code.empty())
            blueprints = addCode(network, content, wish, progress);
        else if (isGraphFile(content))
            blueprints = addGraph(network, readGraph(content, nullptr), wish);
        else
            blueprints = addWeights(network, content, wish, progress);
        if (wish.isCompiled && !blueprints.decoder.modules().empty())
            network.decoder = compile(blueprints.decoder);
        if (wish.isCompiled && blueprints.encoder)
            network.encoder = compile(*blueprints.encoder);
    } catch (const WrongKind& wrong) {
        if (wish.isCompiled)
            throw;
        network.reason = wrong.what();
        network.wayOut = wrong.wayOut();
        return network;
    }
    // Who takes what is compiled tries it as any other file.
    if (!wish.isCompiled || wish.samples > 0)
        addPictures(network, blueprints.decoder, wish.samples, progress);
    return network;
}

std::string codeIn(const std::filesystem::path& file)
{
    std::error_code unreadable;
    if (file.empty())
        return {};
    if (std::filesystem::file_size(file, unreadable) > longestCode || unreadable)
        throw Error(file.string() + ": it is no file of a network's code; choose the .py file in which the "
                                    "generator's class stands");
    return readFile(file);
}

ReadNetwork readNetwork(const std::filesystem::path& file, const NetworkWish& wish,
                        const std::function<void(double)>& progress)
{
    if (!wish.family.empty())
        (void)findFamily(wish.family);
    const MappedFile mapped(file);
    // The code may be longer than a process's arguments: it follows the file's bytes.
    OpenedFile opened =
        wish.code.empty()
            ? openForOutput(mapped.content(), {{"network", toJson(wish)}}, progress)
            : openForOutput(std::string(mapped.content()) + wish.code, {{"network", toJson(wish)}}, progress);
    return readNetworkFrom(opened.answer, std::move(opened.output));
}

} // namespace flipside
