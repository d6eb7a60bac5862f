// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/torch_node.h"

#include "core/base/json_fields.h"
#include "core/blueprint/layer_modules.h"
#include "core/graphs/graph_value.h"
#include "core/graphs/torch_operators.h"
#include "core/graphs/torch_scalar_type.h"
#include "core/weights/refuse_weights.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace flipside {

namespace {

using Json = nlohmann::json;

/// An argument is an object of one entry, whose key says what it is: {"as_int": 3}.
std::string kindOfArgument(const Json& argument)
{
    return argument.is_object() && argument.size() == 1 ? argument.begin().key() : std::string();
}

std::string listOf(const std::vector<std::string>& texts)
{
    std::string list;
    for (const std::string& text : texts)
        list += (list.empty() ? "" : ", ") + text;
    return "[" + list + "]";
}

/// JSON has no infinite numbers; they are written as words.
std::string realText(const Json& number)
{
    if (number == "Infinity")
        return floatText(mostFinite);
    if (number == "-Infinity")
        return floatText(-mostFinite);
    const auto value = number.get<double>();
    return std::isnan(value) ? std::string("None") : floatText(std::clamp(value, -mostFinite, mostFinite));
}

bool isEquation(std::string_view text)
{
    return !text.empty() && text.size() < 200 && std::ranges::all_of(text, [](unsigned char c) {
        return std::isalpha(c) != 0 || c == ',' || c == '-' || c == '>' || c == '.' || c == ' ';
    });
}

} // namespace

TorchNode::TorchNode(const Json& node, const TorchTerms& terms)
    : _node(node), _terms(terms), _target(node.at("target").get<std::string>())
{
}

const Json* TorchNode::find(std::string_view argument) const
{
    for (const Json& input : _node.at("inputs"))
        if (input.at("name").get_ref<const std::string&>() == argument)
            return &input.at("arg");
    return nullptr;
}

bool TorchNode::has(std::string_view argument) const
{
    const Json* found = find(argument);
    return found && kindOfArgument(*found) != "as_none";
}

std::vector<std::string_view> TorchNode::argumentNames() const
{
    std::vector<std::string_view> names;
    names.reserve(_node.at("inputs").size());
    for (const Json& input : _node.at("inputs"))
        names.push_back(input.at("name").get_ref<const std::string&>());
    return names;
}

const TorchTerm& TorchNode::term(const std::string& name) const
{
    const auto found = _terms.find(name);
    if (found == _terms.end())
        refuse("takes the value " + shownText(name) + ", which nothing before it computes");
    return found->second;
}

std::string TorchNode::textOf(const Json& value) const
{
    const std::string kind = kindOfArgument(value);
    if (kind.empty())
        refuse("has an argument that is none");
    const Json& held = value.begin().value();
    if (kind == "as_none")
        return "None";
    if (kind == "as_tensor")
        return term(held.at("name").get<std::string>()).text;
    if (kind == "as_int")
        return std::to_string(integerOf(held));
    if (kind == "as_bool")
        return held.get<bool>() ? "True" : "False";
    if (kind == "as_float")
        return realText(held);
    if (kind == "as_name")
        return term(held.get<std::string>()).text;
    if (kind == "as_sym_int" || kind == "as_sym_float" || kind == "as_optional_tensor")
        return textOf(held);
    if (kind == "as_ints" || kind == "as_floats" || kind == "as_sym_ints" || kind == "as_tensors" ||
        kind == "as_optional_tensors") {
        std::vector<std::string> texts;
        for (const Json& one : held) {
            if (kind == "as_ints")
                texts.push_back(std::to_string(integerOf(one)));
            else if (kind == "as_floats")
                texts.push_back(realText(one));
            else if (kind == "as_tensors")
                texts.push_back(term(one.at("name").get<std::string>()).text);
            else
                texts.push_back(textOf(one));
        }
        return listOf(texts);
    }
    if (kind == "as_string") {
        const std::string& text = held.get_ref<const std::string&>();
        if (_target.starts_with("torch.ops.aten.einsum.") && isEquation(text))
            return "\"" + text + "\"";
        if (const std::string_view word = knownWord(text); !word.empty())
            return "\"" + std::string(word) + "\"";
    }
    refuse("has an argument of a kind that Flipside does not read (" + shownText(kind) + ")");
}

std::string TorchNode::text(std::string_view argument) const
{
    const Json* found = find(argument);
    return found ? textOf(*found) : std::string("None");
}

const TorchTerm* TorchNode::tensor(std::string_view argument) const
{
    const Json* found = find(argument);
    if (!found || kindOfArgument(*found) != "as_tensor")
        return nullptr;
    return &term(found->begin().value().at("name").get<std::string>());
}

std::vector<const TorchTerm*> TorchNode::tensors() const
{
    std::vector<const TorchTerm*> all;
    for (const Json& input : _node.at("inputs")) {
        const Json& argument = input.at("arg");
        const std::string kind = kindOfArgument(argument);
        if (kind == "as_tensor")
            all.push_back(&term(argument.begin().value().at("name").get<std::string>()));
        if (kind == "as_tensors")
            for (const Json& one : argument.begin().value())
                all.push_back(&term(one.at("name").get<std::string>()));
    }
    return all;
}

std::int64_t TorchNode::integer(std::string_view argument, std::int64_t usual) const
{
    const Json* found = find(argument);
    const std::string kind = found ? kindOfArgument(*found) : std::string();
    if (kind == "as_float") {
        const auto number = found->begin().value().get<double>();
        return std::abs(number) < 1e15 ? std::int64_t(number) : usual;
    }
    return kind == "as_int" ? integerOf(found->begin().value()) : usual;
}

bool TorchNode::flag(std::string_view argument, bool usual) const
{
    const Json* found = find(argument);
    return found && kindOfArgument(*found) == "as_bool" ? found->begin().value().get<bool>() : usual;
}

std::vector<std::string> TorchNode::numbers(std::string_view argument) const
{
    const Json* found = find(argument);
    const std::string kind = found ? kindOfArgument(*found) : std::string();
    std::vector<std::string> texts;
    if (kind == "as_ints")
        for (const Json& one : found->begin().value())
            texts.push_back(std::to_string(integerOf(one)));
    else if (kind == "as_sym_ints")
        for (const Json& one : found->begin().value())
            texts.push_back(textOf(one));
    else if (kind == "as_int" || kind == "as_sym_int")
        texts.push_back(textOf(*found));
    return texts;
}

std::vector<std::int64_t> TorchNode::integers(std::string_view argument) const
{
    const Json* found = find(argument);
    const std::string kind = found ? kindOfArgument(*found) : std::string();
    if (kind == "as_int")
        return {integerOf(found->begin().value())};
    if (kind != "as_ints")
        return {};
    return integersOf(found->begin().value());
}

std::optional<int> TorchNode::type(std::string_view argument) const
{
    const Json* found = find(argument);
    if (!found || kindOfArgument(*found) != "as_scalar_type")
        return std::nullopt;
    const std::optional<WeightType> type = weightTypeOf(integerOf(found->begin().value()));
    if (!type)
        refuse("makes numbers of a type that pictures are not made of");
    return isReal(*type) ? 6 : *type == WeightType::Bool ? 11 : 4;
}

/// The last of "key,path,class;key,path,class": a path as "blocks.0", "L['self'].blocks[0]" or
/// "getattr(L['self'].blocks, '0')".
std::string TorchNode::module() const
{
    const auto metadata = _node.find("metadata");
    if (metadata == _node.end() || !metadata->is_object() || !metadata->contains("nn_module_stack"))
        return {};
    const std::string& stack = metadata->at("nn_module_stack").get_ref<const std::string&>();
    std::string_view last = std::string_view(stack).substr(stack.rfind(';') + 1);
    const std::size_t first = last.find(',');
    const std::size_t end = last.rfind(',');
    if (first == std::string_view::npos || end <= first)
        return {};
    last = last.substr(first + 1, end - first - 1);
    std::string path;
    bool inRoot = false; // behind "L[", where the network's own name stands
    for (std::size_t i = 0; i < last.size();) {
        const auto isWord = [&](std::size_t at) {
            return at < last.size() &&
                   (std::isalnum(static_cast<unsigned char>(last[at])) != 0 || last[at] == '_');
        };
        if (!isWord(i)) {
            ++i;
            continue;
        }
        std::size_t stop = i;
        while (isWord(stop))
            ++stop;
        const std::string_view word = last.substr(i, stop - i);
        if (word == "L" && last.substr(stop).starts_with("["))
            inRoot = true;
        else if (inRoot)
            inRoot = false;
        else if (word != "getattr" && word != "_modules")
            path += (path.empty() ? "" : ".") + std::string(word);
        i = stop;
    }
    return path;
}

void TorchNode::refuse(const std::string& what) const
{
    throw WrongKind("its operator " + shownText(_target) + " " + what,
                    "export the network with torch.jit.trace instead, as the guide shows under “Bringing "
                    "your own generator”");
}

} // namespace flipside
