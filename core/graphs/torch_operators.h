// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// How an operator of torch.export's graphs is written for LibTorch 1.13.
struct TorchOperator {
    enum class Way : std::uint8_t {
        Function,   ///< torch.<name>(…)
        Activation, ///< the same, as a layer
        Same,       ///< gives its first argument on: copies, changes of layout, dropout that is off
        Cast,       ///< changes the type of the numbers
        Shape,      ///< a Function whose list of sizes may have the batch in it
        Size        ///< a size as a number
    };
    std::string_view name; ///< of PyTorch, without "aten." and the overload
    /// Its arguments in their order; those that are left out are of memory and devices, and make no
    /// difference here.
    std::string_view arguments;
    Way way = Way::Function;
    std::string_view as = {}; ///< what LibTorch calls it, where that is another name

    std::vector<std::string_view> argumentNames() const;
};

/// Null for those that Flipside does not know. In-place forms, "relu_", are found under their own names.
const TorchOperator* findTorchOperator(std::string_view name);

/// A word that operators take for an argument: "tanh" of gelu, "reflect" of pad. Empty for others.
std::string_view knownWord(std::string_view word);

} // namespace flipside
