// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/code/python_value.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// A layer of torch.nn: its arguments in their order, as PyTorch's documentation has them, and what it
/// computes, if it has no weights.
struct LayerKind {
    std::string_view name;       ///< "Conv2d"
    std::string_view parameters; ///< "in_channels,out_channels,…"
    /// Of "x": "{}" stands for its arguments one after the other; empty of one that does nothing in use.
    std::string_view expression = {};
    /// For these, where they are not given.
    std::string_view usual = {};
    bool isActivation = false;
    bool hasWeights = false;
};

/// Null for those that Flipside does not know.
const LayerKind* findLayerKind(std::string_view className);

/// What the author gave a layer of torch.nn under this name, or its usual value; nothing where there is
/// neither.
std::optional<CodeValue> layerArgument(const CodeModule& module, std::string_view name);

} // namespace flipside
