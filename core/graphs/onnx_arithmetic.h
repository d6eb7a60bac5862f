// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/graphs: shows the classes of ONNX's protocol buffers.
#include "core/graphs/onnx_call.h"

#include <string>

namespace flipside {

/// Which operand of a function of LibTorch's may be a plain number; Either: they may be swapped.
enum class TakesNumber : std::uint8_t { None, First, Second, Either };

/// One number of each of two tensors makes one: computed at once where both are known. `expression` has "x"
/// and "y" for the two as statements.
struct PairFunction {
    const char* expression; ///< "torch.add(x, y)"
    Number (*fold)(const OnnxCall& call, const Number& x, const Number& y);
    TakesNumber takesNumber = TakesNumber::Second;
    bool isTruth = false; ///< what it makes
};
GraphValue applied(const OnnxCall& call, const PairFunction& function, const GraphValue& x,
                   const GraphValue& y);

/// One number makes one; `fold` may be null.
GraphValue applied(const OnnxCall& call, const std::string& expression, double (*fold)(double),
                   const GraphValue& x);

} // namespace flipside
