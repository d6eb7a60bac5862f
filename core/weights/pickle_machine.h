// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace flipside {

/// What a pickle speaks of that stands elsewhere. Where a function is empty, that becomes a record.
struct PickleSurroundings {
    /// What a persistent id stands for.
    std::function<NestValue(Nest& nest, const NestValue& id)> persistent = {};
    /// The storage that a file of torch.save inside the pickle holds.
    std::function<NestValue(Nest& nest, std::string_view file)> savedStorage = {};
};

/// Follows a Python pickle of the protocols 0 to 5 (Python's pickletools.py describes the instructions) and
/// builds what it describes as data. No function of the file's choice is ever called: a short list of names
/// is known (pickle_builders.h), and whatever else is called or made becomes a record that says with what.
/// Puts the result into `nest.root` and returns how many bytes the pickle takes; there may be more behind it.
///
/// Throws Error where the pickle is damaged, where it refers to buffers or numbered classes outside of it,
/// and where it reaches a limit: those of Nest, two million values on the stack or remembered, and names of a
/// thousand bytes. Time and memory are bounded by its length and these.
std::uint64_t readPickle(Nest& nest, std::string_view bytes, const PickleSurroundings& surroundings = {});

} // namespace flipside
