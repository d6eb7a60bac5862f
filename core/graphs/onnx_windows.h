// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/graphs: shows the classes of ONNX's protocol buffers.
#include "core/graphs/onnx_call.h"

#include <cstdint>
#include <vector>

namespace flipside {

/// What convolutions and pooling say of the window that they move over a map; one number for each of the
/// map's sides.
struct Windows {
    std::vector<std::int64_t> kernel;
    std::vector<std::int64_t> strides;
    std::vector<std::int64_t> dilations;
    std::vector<std::int64_t> begins; ///< padding before a side
    std::vector<std::int64_t> ends;   ///< and behind it

    std::size_t sides() const { return kernel.size(); }
    /// How far a window reaches along a side, with its gaps.
    std::int64_t reach(std::size_t side) const { return (kernel[side] - 1) * dilations[side] + 1; }
    bool isSymmetric() const { return begins == ends; }
};

/// Of a node whose input has this shape (N×C×…); `kernel` where the weight says it. Throws Error for what
/// does not go together. Padding that only the output's size says (`auto_pad`) is worked out for what keeps
/// size over stride; `isTransposed` ones see to that themselves.
Windows windowsOf(const OnnxCall& call, const Sizes& input, const std::vector<std::int64_t>& kernel,
                  bool isTransposed);

/// A map with `begins` and `ends` more on each of its sides, of this number.
GraphValue padded(const OnnxCall& call, const GraphValue& map, const Windows& windows, double number);

} // namespace flipside
