// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/graph_writer.h"

#include "core/base/error.h"
#include "core/blueprint/made_tensor.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>
#include <utility>

namespace flipside {

namespace {

constexpr std::size_t mostStatements = 50'000;
constexpr std::size_t longestPath = 200;
constexpr std::string_view functionName = "activation_";

/// What cannot be the name of a module or weight in TorchScript, or is another's.
bool isReserved(std::string_view name)
{
    static const std::set<std::string_view> words = {
        "forward", "training", "self",  "None",   "True", "False",    "and",    "as",      "assert",
        "async",   "await",    "break", "class",  "def",  "del",      "elif",   "else",    "for",
        "from",    "global",   "if",    "import", "in",   "is",       "lambda", "not",     "nonlocal",
        "or",      "pass",     "raise", "return", "try",  "continue", "except", "finally", "while",
        "with",    "yield",    "inf",   "nan",    "print"};
    return words.contains(name) || name.starts_with(functionName) || name.starts_with("__");
}

/// "a.0.weight": letters, digits and underscores between dots.
bool isPath(std::string_view path)
{
    if (path.empty() || path.size() > longestPath)
        return false;
    while (true) {
        const std::size_t end = std::min(path.find('.'), path.size());
        const std::string_view name = path.substr(0, end);
        if (name.empty() || isReserved(name) ||
            !std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; }))
            return false;
        if (end == path.size())
            return true;
        path.remove_prefix(end + 1);
    }
}

std::string parentOf(const std::string& path)
{
    const std::size_t dot = path.rfind('.');
    return dot == std::string::npos ? std::string() : path.substr(0, dot);
}

std::string moduleText(std::string_view path)
{
    std::string text = callOf(path, "");
    return text.substr(0, text.size() - std::string_view(".forward()").size());
}

void addWithParents(std::set<std::string>& paths, std::string path)
{
    for (; !path.empty() && paths.insert(path).second;)
        path = parentOf(path);
}

} // namespace

std::string GraphWriter::add(const std::string& key, Statement statement)
{
    const auto [known, isNew] = _known.try_emplace(key, "v" + std::to_string(_statements.size()));
    if (isNew) {
        if (_statements.size() >= mostStatements)
            throw Error("it computes more than " + std::to_string(mostStatements) +
                        " things, and no generator's is like that");
        _statements.push_back(std::move(statement));
    }
    return known->second;
}

std::string GraphWriter::let(const std::string& expression)
{
    return add(expression, {expression, {}, {}, 0});
}

std::string GraphWriter::activation(const std::string& module, const std::string& expression,
                                    const std::vector<std::string>& arguments)
{
    const std::string list = argumentList(arguments);
    const char* parameters = arguments.size() > 1 ? "x: Tensor, y: Tensor" : "x: Tensor";
    Statement statement{list, isPath(module) ? module : std::string(),
                        "(self, " + std::string(parameters) + ") -> Tensor:\n    return " + expression + "\n",
                        0};
    const std::string key = statement.module + " " + expression + " " + list;
    return add(key, std::move(statement));
}

std::string GraphWriter::weight(const WeightTensor& tensor, const std::string& path)
{
    // Once, however often it is used: what lies in the same place in the same way.
    std::string key = "weight " + path + " at " + std::to_string(std::uintptr_t(tensor.storage.get())) + " " +
                      std::to_string(tensor.offset);
    for (const std::vector<std::int64_t>* numbers : {&tensor.shape, &tensor.strides})
        for (const std::int64_t number : *numbers)
            key += " " + std::to_string(number);
    if (const auto known = _known.find(key); known != _known.end())
        return known->second;
    _weights.push_back({tensor, path});
    return add(key, {{}, {}, {}, _weights.size()});
}

std::vector<bool> GraphWriter::needed(const std::string& result) const
{
    std::vector<bool> needed(_statements.size(), false);
    const auto markNames = [&](std::string_view text) {
        for (std::size_t at = text.find('v'); at != std::string_view::npos; at = text.find('v', at + 1)) {
            const unsigned char before = at > 0 ? static_cast<unsigned char>(text[at - 1]) : ' ';
            if (std::isalnum(before) != 0 || before == '_') // "conv2d"
                continue;
            std::size_t number = 0;
            const char* end = text.data() + text.size();
            const auto read = std::from_chars(text.data() + at + 1, end, number);
            if (read.ec == std::errc() && number < needed.size())
                needed[number] = true;
        }
    };
    markNames(result);
    for (std::size_t i = _statements.size(); i-- > 0;)
        if (needed[i])
            markNames(_statements[i].expression);
    return needed;
}

Blueprint GraphWriter::finish(const std::string& result)
{
    const std::vector<bool> wanted = needed(result);
    std::set<std::string> paths;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i])
            continue;
        const Statement& statement = _statements[i];
        addWithParents(paths, statement.module);
        if (statement.weight != 0 && isPath(_weights[statement.weight - 1].path))
            addWithParents(paths, parentOf(_weights[statement.weight - 1].path));
    }

    std::map<std::string, BlueprintModule> modules;
    std::map<std::string, std::map<std::string, std::string>> functions; // of a module: names by their text
    std::set<std::string> taken = paths;
    std::string body;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i])
            continue;
        const Statement& statement = _statements[i];
        std::string expression = statement.expression;
        if (statement.weight != 0) {
            const Weight& weight = _weights[statement.weight - 1];
            std::string path = isPath(weight.path) ? weight.path : std::string();
            // One that is called as a module is, or as another weight, stands in the network itself.
            for (std::size_t number = statement.weight; path.empty() || !taken.insert(path).second; ++number)
                path = "weight_" + std::to_string(number);
            const std::string name = path.substr(path.rfind('.') + 1);
            BlueprintModule& module = modules[parentOf(path)];
            module.weights.push_back(renamed(weight.tensor, name));
            expression = "getattr(" + moduleText(parentOf(path)) + ", \"" + name + "\")";
            _used.push_back(weight.path);
        } else if (!statement.function.empty()) {
            auto& ofModule = functions[statement.module];
            const bool isFirst = ofModule.empty() && !statement.module.empty();
            const auto [name, isNew] = ofModule.try_emplace(
                statement.function, isFirst ? std::string("forward")
                                            : std::string(functionName) + std::to_string(ofModule.size()));
            if (isNew)
                modules[statement.module].source += "def " + name->second + statement.function;
            expression.insert(0, moduleText(statement.module) + "." + name->second + "(");
            expression += ")";
        }
        body.append("    v").append(std::to_string(i)).append(" = ").append(expression).append("\n");
    }
    modules[""].source += "def forward(self, z: Tensor) -> Tensor:\n    n = torch.size(z, 0)\n" + body +
                          "    return " + result + "\n";

    Blueprint blueprint;
    for (auto& [path, module] : modules) {
        module.path = path;
        blueprint.add(std::move(module));
    }
    return blueprint;
}

std::string argumentList(const std::vector<std::string>& arguments)
{
    std::string list;
    for (const std::string& argument : arguments)
        list += (list.empty() ? "" : ", ") + argument;
    return list;
}

} // namespace flipside
