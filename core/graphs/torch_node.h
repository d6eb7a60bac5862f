// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graphs/graph_sizes.h"
#include "core/sandbox/file_kind.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// A value of a graph of torch.export, as a name for expressions.
struct TorchTerm {
    std::string text;
    bool isNumber = false; ///< a size, and no tensor
    bool isWeight = false;
    /// Of a tensor, as the file says.
    std::optional<Sizes> shape{};
    /// Of a graph that was exported for a batch of a certain size: which dimension that is. Empty where the
    /// value does not depend on the latent.
    std::optional<std::size_t> batch{};
    /// Of a class: how many there are. In the place of its number, B or B × 1, the value has a weight for
    /// each, B × classes.
    std::int64_t classes = 0;
};

using TorchTerms = std::map<std::string, TorchTerm, std::less<>>;

/// One node of such a graph: its arguments by their names.
class TorchNode {
public:
    /// Both live longer than this. Throws what the JSON library throws where the node is none.
    TorchNode(const nlohmann::json& node, const TorchTerms& terms);

    const std::string& target() const { return _target; }
    bool has(std::string_view argument) const;
    std::vector<std::string_view> argumentNames() const;
    /// As text for an expression. Throws WrongKind for what cannot be one.
    std::string text(std::string_view argument) const;
    /// A tensor among them; null where it is none.
    const TorchTerm* tensor(std::string_view argument) const;
    /// All tensors, of lists too.
    std::vector<const TorchTerm*> tensors() const;
    /// A number that the file has; `usual` where it has none.
    std::int64_t integer(std::string_view argument, std::int64_t usual) const;
    bool flag(std::string_view argument, bool usual) const;
    /// A list of numbers or sizes, as texts; a single number is a list of one.
    std::vector<std::string> numbers(std::string_view argument) const;
    std::vector<std::int64_t> integers(std::string_view argument) const;
    /// The type that numbers are to have, as LibTorch numbers them (6 for floats); empty where it is not
    /// said.
    std::optional<int> type(std::string_view argument) const;

    /// The module that it stands in, "blocks.0.act"; empty for the network's own forward.
    std::string module() const;
    /// Throws WrongKind: "its operator aten.conv2d.default " + what.
    [[noreturn]] void refuse(const std::string& what) const;

private:
    const nlohmann::json* find(std::string_view argument) const;
    const TorchTerm& term(const std::string& name) const;
    std::string textOf(const nlohmann::json& value) const;

    const nlohmann::json& _node;
    const TorchTerms& _terms;
    std::string _target;
};

} // namespace flipside
