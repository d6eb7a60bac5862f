// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graphs/torch_node.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// torch.export fixes the batch unless it is asked not to: sizes with it in them are plain numbers then.
/// These find them again.

/// Which dimension of what an operator ("permute") makes is the batch; `rank` dimensions in all, 0 where that
/// is not known. Throws WrongKind where pictures of a batch are mixed.
std::optional<std::size_t> batchAfter(const TorchNode& node, std::string_view op, std::size_t rank);

/// The sizes that an operator is given, as texts, with the batch as "-1" or "n". `fixed` is the batch that
/// the file was exported for; `made` the sizes that it makes, where the file says.
std::vector<std::string> sizesForAnyBatch(const TorchNode& node, std::string_view op,
                                          std::string_view argument, std::int64_t fixed,
                                          const std::optional<Sizes>& made);

} // namespace flipside
