// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace flipside {

/// Size in bytes of the record that holds a tensor's numbers, by its key; empty where there is no such
/// record.
using StorageSize = std::function<std::optional<std::uint64_t>(const std::string& key)>;

/// Follows a TorchScript pickle step by step without building anything, and throws Error with half a sentence
/// unless it is one that LibTorch itself could have written: known instructions only, nothing taken from an
/// empty stack, no object inside itself, no class of the program's own (`__torch__.torch.classes`), no
/// function but those that put tensors and lists together, and every tensor inside the record that holds its
/// numbers. LibTorch's reader checks few of these, so a bad file must not get that far.
void checkPickle(std::string_view pickle, const StorageSize& storageSize);

} // namespace flipside
