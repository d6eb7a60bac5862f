// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <memory>
#include <string_view>

namespace flipside {

/// A file of safetensors (https://github.com/huggingface/safetensors, README, "Format"): 8 bytes with the
/// length of the header, the header in JSON, and the numbers. The nest's root is a dictionary of tensors, in
/// the header's order; what stands under `__metadata__` is its state, a dictionary of texts. `content`
/// belongs to `owner`, which the nest keeps.
///
/// Every promise of the format is checked: a header of no more than 100 MB that is an object of objects with
/// exactly a type, a shape and two offsets; no key twice; every tensor as long as its shape and type say; all
/// tensors side by side, from the first byte behind the header to the last of the file, without a gap. Throws
/// Error.
std::unique_ptr<Nest> readSafetensors(std::string_view content, std::shared_ptr<const void> owner);

} // namespace flipside
