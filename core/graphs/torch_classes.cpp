// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/torch_classes.h"

#include "core/base/json_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string_view>

namespace flipside {

namespace {

using Json = nlohmann::json;

/// "embedding" of "torch.ops.aten.embedding.default"; empty for what is no operator of LibTorch's.
std::string_view operatorOf(std::string_view target)
{
    constexpr std::string_view aten = "torch.ops.aten.";
    if (!target.starts_with(aten))
        return {};
    target.remove_prefix(aten.size());
    return target.substr(0, target.find('.'));
}

/// They keep a class what it is.
bool torchKeepsClass(std::string_view op)
{
    static const std::set<std::string_view> names = {
        "to",        "_to_copy",   "clone", "alias",
        "detach",    "contiguous", "view",  "reshape",
        "unsqueeze", "squeeze",    "long",  "lift_fresh",
        "expand",    "flatten",    "copy_", "_assert_tensor_metadata"};
    return names.contains(op);
}

std::string nameIn(const Json& argument)
{
    if (!argument.is_object() || !argument.contains("as_tensor"))
        return {};
    return argument.at("as_tensor").at("name").get<std::string>();
}

void addClasses(const Json& nodes, const TorchTerms& terms, const std::string& value,
                std::set<std::string>& seen, std::set<std::int64_t>& found)
{
    if (!seen.insert(value).second)
        return;
    for (const Json& node : nodes) {
        const auto target = node.at("target").get<std::string>();
        const std::string_view op = operatorOf(target);
        const Json& inputs = node.at("inputs");
        const auto takes = [&value](const Json& input) { return nameIn(input.at("arg")) == value; };
        if (op.empty() || !std::ranges::any_of(inputs, takes))
            continue;
        const TorchNode one(node, terms);
        if (op == "embedding") {
            const TorchTerm* table = one.has("weight") ? one.tensor("weight") : nullptr;
            found.insert(table && table->shape && !table->shape->empty() ? table->shape->front().count : 0);
        } else if (op == "one_hot") {
            found.insert(one.integer("num_classes", 0));
        } else if (torchKeepsClass(op) && !node.at("outputs").empty()) {
            if (const std::string output = nameIn(node.at("outputs").at(0)); !output.empty())
                addClasses(nodes, terms, output, seen, found);
        }
    }
}

} // namespace

std::int64_t classesOf(const Json& nodes, const TorchTerms& terms, const std::string& input)
{
    std::set<std::string> seen;
    std::set<std::int64_t> found;
    addClasses(nodes, terms, input, seen, found);
    return found.size() == 1 ? std::max<std::int64_t>(*found.begin(), 0) : 0;
}

std::optional<TorchTerm> readWithClass(const TorchNode& node, const std::optional<Sizes>& made,
                                       GraphWriter& writer)
{
    const TorchTerm* chosen = nullptr;
    for (const TorchTerm* term : node.tensors())
        if (term->classes > 0)
            chosen = term;
    const std::string_view op = operatorOf(node.target());
    if (!chosen || op.starts_with("sym_size"))
        return std::nullopt;
    if (!made || made->empty())
        node.refuse("makes what has no shape of a class");
    TorchTerm term = *chosen;
    term.shape = made;
    if (torchKeepsClass(op) &&
        std::ranges::all_of(made->begin() + 1, made->end(), [](const Size& size) { return size.count == 1; }))
        return term;
    const bool isRow = op == "embedding" && node.tensor("indices") == chosen;
    if (!isRow && op != "one_hot")
        node.refuse("needs its class as a number, which here is a weight for each class");
    term.classes = 0;
    if (isRow)
        term.text = writer.let("torch.matmul(" + chosen->text + ", " + node.text("weight") + ")");
    std::string sizes = "n";
    for (std::size_t i = 1; i < made->size(); ++i)
        sizes += ", " + std::to_string((*made)[i].count);
    if (made->size() > 2)
        term.text = writer.let("torch.reshape(" + term.text + ", [" + sizes + "])");
    return term;
}

} // namespace flipside
