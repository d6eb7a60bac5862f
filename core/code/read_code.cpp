// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/code/read_code.h"

#include "core/base/error.h"
#include "core/code/layer_kinds.h"
#include "core/code/network_trace.h"
#include "core/code/printed_network.h"
#include "core/code/python_reader.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <set>
#include <utility>

namespace flipside {

namespace {

using Kind = CodeValue::Kind;

constexpr std::size_t deepestModules = 100;

/// Gives all modules their paths; those that are used twice keep their first, as PyTorch's names do.
void assignPaths(CodeModule& module, const std::string& path, std::set<const CodeModule*>& seen,
                 std::vector<CodeModule*>& all, std::size_t depth = 0)
{
    if (depth > deepestModules || !seen.insert(&module).second)
        return;
    module.path = path;
    all.push_back(&module);
    for (auto& [name, value] : module.attributes)
        if (value.is(Kind::Module))
            assignPaths(*value.module, path.empty() ? name : path + "." + name, seen, all, depth + 1);
}

std::vector<CodeModule*> modulesOf(CodeModule& root)
{
    std::set<const CodeModule*> seen;
    std::vector<CodeModule*> all;
    assignPaths(root, {}, seen, all);
    return all;
}

/// What may stand before a network's names in the file: nothing, or the name of the part that it is of
/// something larger.
std::set<std::string> prefixesIn(const StateDict& weights)
{
    std::set<std::string> prefixes{""};
    for (const WeightTensor& tensor : weights.tensors)
        if (const std::size_t dot = tensor.name.find('.'); dot != std::string::npos && prefixes.size() < 20)
            prefixes.insert(tensor.name.substr(0, dot + 1));
    return prefixes;
}

/// A network that the code makes, and how it fits the file.
struct Candidate {
    std::shared_ptr<CodeModule> module;
    std::string prefix;
    std::size_t fitting = 0; ///< layers whose weights are there
    std::string problem;     ///< of the first layer that does not fit
};

Candidate fitted(const std::shared_ptr<CodeModule>& module, const StateDict& weights)
{
    const std::vector<CodeModule*> all = modulesOf(*module);
    Candidate best;
    for (const std::string& prefix : prefixesIn(weights)) {
        const NetworkTrace trace(weights, prefix);
        Candidate candidate{module, prefix, 0, {}};
        for (const CodeModule* one : all) {
            const std::string problem = trace.problemOf(*one);
            if (problem.empty())
                candidate.fitting += trace.hasWeights(*one) ? 1 : 0;
            else if (candidate.problem.empty())
                candidate.problem = problem;
        }
        const bool isBetter =
            !best.module || (candidate.problem.empty() && !best.problem.empty()) ||
            (candidate.problem.empty() == best.problem.empty() && candidate.fitting > best.fitting);
        if (isBetter)
            best = std::move(candidate);
    }
    return best;
}

/// Of all networks that the code makes, or could make, the one that the file fits best.
Candidate candidateIn(const PythonFile& file, PythonReader& reader, const StateDict& weights)
{
    reader.readStatements();
    std::vector<std::shared_ptr<CodeModule>> networks = reader.made();
    std::string problem;
    for (const std::string& name : file.classOrder) {
        const PythonClass& type = file.classes.at(name);
        const bool isMade =
            std::ranges::any_of(networks, [&](const auto& module) { return module->type == &type; });
        if (isMade || !reader.isModuleClass(type))
            continue;
        try {
            networks.push_back(reader.make(type));
        } catch (const std::exception& error) {
            if (problem.empty())
                problem = error.what();
        }
    }
    std::optional<Candidate> best;
    for (const auto& module : networks) {
        Candidate candidate = fitted(module, weights);
        if (candidate.fitting == 0 && candidate.problem.empty())
            continue; // a part without weights
        const bool isBetter =
            !best || (candidate.problem.empty() && !best->problem.empty()) ||
            (candidate.problem.empty() == best->problem.empty() && candidate.fitting > best->fitting);
        if (isBetter)
            best = std::move(candidate);
    }
    if (!best && !problem.empty())
        throw Error(problem);
    if (!best)
        throw Error(
            "its code has no class of a network: show the file in which the generator's class stands");
    if (!best->problem.empty())
        throw Error("the code and the weights do not belong together: " +
                    (problem.empty() ? best->problem : problem));
    return *best;
}

/// How a network's pictures are made: a VAE decodes.
const PythonFunction& entryOf(const PythonReader& reader, const CodeModule& module)
{
    for (const char* name : {"decode", "forward", "decoder", "generate"})
        if (const PythonFunction* method = reader.methodOf(module, name))
            return *method;
    throw Error("its class " + shownText(module.className) + " has no forward");
}

CodeValue pictureOf(const CodeValue& result)
{
    if (result.isSequence() && !result.items->empty())
        return pictureOf((*result.items)[0]);
    if (!result.is(Kind::Term))
        throw Error("its forward returns no picture");
    return result;
}

/// Names of parameters without a usual value, but for self.
std::vector<std::string> parametersOf(const PythonFunction& function)
{
    std::vector<std::string> names;
    if (!function.tree)
        throw Error("line " + std::to_string(function.line) +
                    " of its code is not understood: " + function.problem);
    bool isSelf = true;
    for (const torch::jit::Param& parameter : torch::jit::Def(function.tree).decl().params()) {
        if (!std::exchange(isSelf, false) && !parameter.defaultValue().present())
            names.push_back(parameter.ident().name());
    }
    return names;
}

/// How many classes a network tells apart that looks them up.
std::optional<int> classesOf(CodeModule& root)
{
    for (const CodeModule* module : modulesOf(root))
        if (module->className == "torch.nn.Embedding")
            if (const CodeValue* count = module->arguments.find(0, "num_embeddings");
                count && count->is(Kind::Integer) && count->integer > 0 && count->integer < 100'000)
                return int(count->integer);
    return std::nullopt;
}

/// Rows of numbers become maps where a layer says of how many channels; one that enlarges does not.
void findChannels(CodeModule& root)
{
    std::int64_t channels = 0;
    const std::vector<CodeModule*> all = modulesOf(root);
    for (auto module = all.rbegin(); module != all.rend(); ++module) {
        const std::string& name = (*module)->className;
        const char* argument = name.ends_with("BatchNorm2d")                               ? "num_features"
                               : name.ends_with("Conv2d") || name.ends_with("Transpose2d") ? "in_channels"
                                                                                           : nullptr;
        if (const auto given = argument ? layerArgument(**module, argument) : std::nullopt;
            given && given->is(Kind::Integer))
            channels = given->integer;
        (*module)->channelsAfter = channels;
    }
}

/// Arguments of the network's function: the latent, and a class where it takes one.
std::vector<CodeValue> argumentsFor(const PythonReader& reader, NetworkTrace& trace, CodeModule& root,
                                    const std::vector<std::string>& parameters, CodeReading& reading)
{
    if (parameters.empty())
        throw Error("its forward takes nothing, and a generator takes a latent");
    if (parameters.size() == 1)
        return {CodeValue::term("z")};
    const std::optional<int> classes = classesOf(root);
    const std::optional<std::int64_t> latent =
        reader.numberNamed({"latent_dim", "nz", "z_dim", "zdim", "noise_dim", "latent_size", "z_size",
                            "dim_z", "input_dim", "n_z"});
    if (parameters.size() > 2 || !classes || !latent || *latent < 1 || *latent > 100'000)
        throw Error("its forward takes " + shownText(parameters[1]) +
                    " beside the latent, and Flipside knows no more than a class that it looks up");
    reading.inputs = {{"z", NetworkInput::Kind::Latent, {int(*latent)}},
                      {"class", NetworkInput::Kind::Class, {*classes}}};
    const std::string length = std::to_string(*latent);
    const CodeValue z = CodeValue::term(trace.writer().let("z[:, :" + length + "]"));
    const CodeValue label = CodeValue::term(trace.writer().let("torch.argmax(z[:, " + length + ":], 1)"));
    const bool isFirst = parameters[0].find("label") != std::string::npos ||
                         parameters[0].find("class") != std::string::npos || parameters[0] == "y" ||
                         parameters[0] == "c";
    return isFirst ? std::vector{label, z} : std::vector{z, label};
}

void addUnused(CodeReading& reading, const StateDict& weights, const std::string& prefix,
               const std::vector<std::string>& used)
{
    const std::set<std::string> taken(used.begin(), used.end());
    const auto isTaken = [&](const std::string& name) {
        if (taken.contains(name))
            return true;
        // A part of a normalised weight (normalised_weight.h).
        for (const char* part :
             {"weight_orig", "weight_u", "weight_v", "weight_g", "parametrizations.weight."})
            if (const std::size_t at = name.rfind(part); at != std::string::npos)
                return taken.contains(name.substr(0, at) + "weight");
        return false;
    };
    for (const WeightTensor& tensor : weights.tensors) {
        const bool isUsed = tensor.name.starts_with(prefix) && isTaken(tensor.name.substr(prefix.size()));
        if (!isUsed && !tensor.name.ends_with("num_batches_tracked"))
            reading.unused.push_back(tensor.name + ": a tensor of " + tensor.description());
    }
}

CodeReading readUnguarded(std::string_view code, const StateDict& weights)
{
    CodeReading reading;
    const bool isPrinted = isPrintedNetwork(code);
    const PythonFile file = isPrinted ? PythonFile() : parsePython(code);
    PythonReader reader(file);
    Candidate candidate;
    if (isPrinted) {
        candidate = fitted(printedNetwork(code, reader), weights);
        if (!candidate.problem.empty())
            throw Error("the printed network and the weights do not belong together: " + candidate.problem);
        if (classesOf(*candidate.module))
            throw Error(
                "it looks up a class, and what was printed does not say how it is used; show the .py file");
    } else {
        candidate = candidateIn(file, reader, weights);
    }
    (void)modulesOf(*candidate.module);
    reading.className = candidate.module->className;
    NetworkTrace trace(weights, candidate.prefix);
    CodeValue result;
    if (isPrinted) {
        trace.reshapesRows();
        findChannels(*candidate.module);
        result = reader.tracePrinted(trace, candidate.module, CodeValue::term("z"));
        reading.remarks.emplace_back(
            "What was printed does not say in which order its parts are used; they are "
            "taken one after the other.");
    } else {
        const PythonFunction& entry = entryOf(reader, *candidate.module);
        const auto arguments = argumentsFor(reader, trace, *candidate.module, parametersOf(entry), reading);
        result = reader.trace(trace, candidate.module, entry, arguments);
    }
    if (reading.inputs.empty() && !trace.latent().empty())
        reading.inputs = {{"z", NetworkInput::Kind::Latent, trace.latent()}};
    reading.decoder = trace.writer().finish(pictureOf(result).text);
    addUnused(reading, weights, candidate.prefix, trace.writer().usedWeights());
    return reading;
}

} // namespace

CodeReading readCode(std::string_view code, const StateDict& weights)
{
    try {
        return readUnguarded(code, weights);
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) { // of LibTorch's parser, of a tree that it did not expect
        throw Error("its code is not understood: choose the .py file in which the generator's class stands");
    }
}

} // namespace flipside
