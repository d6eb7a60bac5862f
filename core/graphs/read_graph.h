// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"
#include "core/model/network_input.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// A network that was read from a file which has its graph and its weights.
struct GraphReading {
    /// Its forward takes `inputs`, as model/network_input.h says, and returns B × `outputShape`, for any B,
    /// in 32-bit floats.
    Blueprint decoder;
    std::vector<NetworkInput> inputs; ///< the latent first
    /// A picture's channels × height × width, whichever way round the file has them, or whatever else the
    /// network makes: numbers in a row, height × width.
    std::vector<int> outputShape;
    std::string writtenBy;           ///< "pytorch 2.6.0", "tf2onnx 1.16.1"; empty where the file does not say
    std::vector<std::string> unused; ///< weights that the picture does not need
    /// What else a person may want to know, a sentence each.
    std::vector<std::string> remarks;
};

/// Whether a file is one of these, as its content tells: ONNX, or torch.export's (.pt2).
bool isGraphFile(std::string_view content);

/// Reads a file of ONNX (operators of opset 9 to 21) or of torch.export.save (PyTorch 2.1 and later). Its
/// content, which belongs to `owner`, tells which; nothing in it is run, and of its texts only numbers and
/// checked names of modules get into the blueprint. Throws WrongKind (sandbox/file_kind.h), half a sentence
/// and a way out, for what Flipside cannot play: an operator that it does not know, by name; inputs
/// that are neither latents nor classes nor settings; weights in other files. Throws Error, half a sentence,
/// where the file is damaged or beyond any bound.
GraphReading readGraph(std::string_view content, const std::shared_ptr<const void>& owner);

} // namespace flipside
