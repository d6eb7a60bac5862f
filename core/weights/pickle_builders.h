// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/pickle_machine.h"

namespace flipside {

/// What a pickle gets when it calls something. Of a known name it is the data that Python would have made:
/// dictionaries, lists, sets, tensors (PyTorch's torch/_utils.py: `_rebuild_tensor_v2`, `_rebuild_parameter`,
/// …; NumPy's `_reconstruct`, `scalar`), bytes. Of any other it is a record of that name with its arguments.
/// Throws Error where a tensor is called for with arguments that make none.
NestValue buildCalled(Nest& nest, const PickleSurroundings& surroundings, const NestValue& callable,
                      const NestValue& arguments);

/// The value on which `state` was set (Python's `__setstate__`, or its attributes). Records and dictionaries
/// keep it, arrays of NumPy's take their numbers from it, all else ignores it.
void buildState(Nest& nest, const NestValue& value, const NestValue& state);

} // namespace flipside
