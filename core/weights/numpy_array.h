// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <optional>

namespace flipside {

/// NumPy's arrays and numbers in a pickle, as numpy/core/src/multiarray/methods.c writes them
/// (`array_reduce`, `array_setstate`, `arraydescr_reduce`). All of these know plain numbers only, and return
/// nothing or leave a record alone where it is something else: texts, objects, fields.

/// A record of the class numpy.ndarray that got its state, (version, shape, dtype, Fortran order, bytes),
/// becomes a tensor. Throws Error where there are too few bytes for the shape.
void finishNumpyArray(Nest& nest, const NestValue& array);
/// From (bytes, dtype, shape, order).
std::optional<NestValue> numpyArrayFromBuffer(Nest& nest, const std::vector<NestValue>& arguments);
/// From (dtype, bytes).
std::optional<NestValue> numpyNumber(const Nest& nest, const std::vector<NestValue>& arguments);

} // namespace flipside
