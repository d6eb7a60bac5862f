// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/graphs: shows the classes of ONNX's protocol buffers.
#include "core/graphs/onnx_call.h"

#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// How many rows the tables have from which an input of whole numbers chooses (an embedding's, or a one-hot
/// vector's); 0 where there is none, or they do not agree.
std::int64_t classesOf(const onnx::GraphProto& graph, const std::string& input);

/// A node that takes such a class, which is a weight for each here (GraphValue::classes): where it would
/// choose a row, the rows are mixed. Nothing where it takes none, or asks only for its shape. Throws
/// WrongKind for what only a number can be used for.
std::optional<std::vector<GraphValue>> readWithClass(const OnnxCall& call);

} // namespace flipside
