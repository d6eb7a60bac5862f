// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/graphs: shows the classes of ONNX's protocol buffers.
#include "core/graphs/onnx_call.h"

namespace flipside {

/// Activation functions that exporters write out as arithmetic, because ONNX has no operator for them: GELU
/// by erf and by tanh, SiLU, Mish, hardswish, softplus. While arithmetic is read, each value notes which part
/// of such a function it is; where one is complete it becomes the function itself, and with that a layer.
/// What only its parts needed is then left out.

/// Whether y = f(x) completes a function, given what x is a part of; or else notes in `y` which part it is.
/// `y` is what the arithmetic makes of x; returned is what to take in its place.
GraphValue afterFunction(const OnnxCall& call, const GraphValue& x, GraphValue y);
/// The same of x ∘ constant, for Add, Sub, Mul, Div and Pow.
GraphValue afterNumber(const OnnxCall& call, const GraphValue& x, double number, GraphValue y);
/// The same of a + b and a · b, whose dimensions are in the same order.
GraphValue afterSum(const GraphValue& a, const GraphValue& b, GraphValue y);
GraphValue afterProduct(const OnnxCall& call, const GraphValue& a, const GraphValue& b, GraphValue y);
/// Of min(max(x, low), high).
GraphValue afterClip(const GraphValue& x, double low, double high, GraphValue y);

} // namespace flipside
