// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/graphs: shows the classes of ONNX's protocol buffers.
#include "core/graphs/graph_value.h"

#ifndef ONNX_ML
#define ONNX_ML 1 // as Debian's libonnx_proto has them
#endif
#include <onnx/onnx_pb.h>

#include <memory>
#include <string_view>

namespace flipside {

/// An ONNX file's messages. Before anything is made of them, their fields are counted: a message takes many
/// times as much memory as its bytes in the file. Throws Error, half a sentence, where it is damaged, where
/// its weights lie in other files, and for what no generator has: training, functions, sparse weights.
std::shared_ptr<const onnx::ModelProto> parseOnnx(std::string_view content);

/// A constant, which belongs to the model; whole numbers as numbers where they are few. Throws Error.
GraphValue valueOf(const onnx::TensorProto& tensor, const std::shared_ptr<const onnx::ModelProto>& model);

} // namespace flipside
