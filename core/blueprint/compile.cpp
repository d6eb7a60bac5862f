// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/compile.h"

#include "core/base/error.h"
#include "core/blueprint/compiled_module.h"
#include "core/sandbox/newer_operators.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace flipside {

namespace {

/// The modules of one network, by path. Longer paths come first, so that what a module's text calls is
/// compiled before it, and a module is registered when all that it has is.
struct DeeperFirst {
    bool operator()(const std::string& one, const std::string& other) const
    {
        const auto depth = [](const std::string& path) {
            return path.empty() ? 0 : 1 + std::ranges::count(path, '.');
        };
        return std::pair(-depth(one), std::string_view(one)) <
               std::pair(-depth(other), std::string_view(other));
    }
};
using ModuleMap = std::map<std::string, torch::jit::Module, DeeperFirst>;

std::string parentOf(const std::string& path)
{
    const std::size_t dot = path.rfind('.');
    return dot == std::string::npos ? std::string() : path.substr(0, dot);
}

std::string lastNameOf(const std::string& path)
{
    return path.substr(path.rfind('.') + 1);
}

void makeModule(ModuleMap& modules, const std::string& path,
                const std::shared_ptr<torch::jit::CompilationUnit>& unit)
{
    if (modules.contains(path))
        return;
    // A class for each module: their texts differ.
    std::string name = "__torch__.Network";
    for (const char c : path)
        name += c == '.' ? '_' : c;
    modules.emplace(path, torch::jit::Module(c10::QualifiedName(name), unit, true));
}

} // namespace

torch::Tensor tensorOf(const WeightTensor& weight)
{
    torch::Tensor tensor = torch::empty(weight.shape, torch::kFloat);
    weight.writeFloats(tensor.data_ptr<float>());
    return tensor;
}

torch::jit::Module compiledModule(const Blueprint& blueprint)
{
    registerNewerOperators();
    const auto unit = std::make_shared<torch::jit::CompilationUnit>();
    ModuleMap modules;
    std::map<std::string, std::string> sources;
    makeModule(modules, {}, unit);
    for (const BlueprintModule& module : blueprint.modules()) {
        for (std::string path = module.path; !path.empty(); path = parentOf(path))
            makeModule(modules, path, unit);
        for (const WeightTensor& weight : module.weights)
            modules.at(module.path).register_parameter(weight.name, tensorOf(weight), false);
        sources[module.path] += module.source;
    }
    try {
        for (auto& [path, module] : modules) {
            if (const std::string& source = sources[path]; !source.empty())
                module.define(source);
            if (!path.empty())
                modules.at(parentOf(path)).register_module(lastNameOf(path), module);
        }
    } catch (const std::exception& exception) {
        const std::string words = exception.what();
        throw Error("what it computes cannot be compiled (" + words.substr(0, words.find('\n')) + ")");
    }
    return modules.at("");
}

std::string compile(const Blueprint& blueprint)
{
    std::ostringstream archive;
    compiledModule(blueprint).save(archive);
    return std::move(archive).str();
}

} // namespace flipside
