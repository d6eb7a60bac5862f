// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/graphs: shows the JSON library.
#include "core/graphs/graph_writer.h"
#include "core/graphs/torch_node.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace flipside {

/// How many rows the tables have from which an input of whole numbers chooses (an embedding's, or a one-hot
/// vector's), in a graph of torch.export whose weights are `terms`; 0 where there is none, or they do not
/// agree.
std::int64_t classesOf(const nlohmann::json& nodes, const TorchTerms& terms, const std::string& input);

/// What a node makes of a class, which is a weight for each here (TorchTerm::classes): where it would choose
/// a row, the rows are mixed. `made` is the result's shape as the file says. Nothing where it takes none, or
/// asks only for its size. Throws WrongKind for what only a number can be used for.
std::optional<TorchTerm> readWithClass(const TorchNode& node, const std::optional<Sizes>& made,
                                       GraphWriter& writer);

} // namespace flipside
