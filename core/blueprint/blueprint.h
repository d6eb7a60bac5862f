// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weight_tensor.h"

#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// One module of a network, as PyTorch has them: what it holds, and what it computes.
struct BlueprintModule {
    std::string path; ///< "main.4": letters, digits, underscores, dots; empty for the network itself
    std::vector<WeightTensor> weights; ///< parameters, their names without dots: "weight"
    /// TorchScript of its functions, most often of `forward` alone; empty of a module that only holds others.
    std::string source;
};

/// A network before it is compiled (compile.h): modules with weights and text. Whoever reads a stranger's
/// file makes one; the text is always our own, made of numbers and checked names, never the stranger's.
class Blueprint {
public:
    /// Modules may be added in any order, each path once; those between are made where they are missing.
    /// Throws Error for a path or the name of a weight that is none.
    void add(BlueprintModule module);
    const std::vector<BlueprintModule>& modules() const { return _modules; }

private:
    std::vector<BlueprintModule> _modules;
};

/// What a call of a module's function is in the text of the network itself: callOf("main.4", "x") is
/// `getattr(getattr(self, "main"), "4").forward(x)`.
std::string callOf(std::string_view path, std::string_view arguments, std::string_view function = "forward");

} // namespace flipside
