// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/read_network.h"

#include <filesystem>
#include <functional>
#include <string>

namespace flipside {

/// What a file that may hold a generator is, without importing it.
struct FileDescription {
    std::string kind; ///< FileKind::id; "safetensors" and "state-dict" are weights
    /// What is in it: of a file of weights all that was found, of another its inputs and image.
    ReadNetwork network;
    /// Why it cannot be imported and what to do, in one sentence; empty where it can.
    std::string lack;
};

/// Tells it by the file's content; nothing in the file is run but what a network computes, in a process of
/// its own. `wish` may name a family and choices, and ask for samples. `progress` gets a fraction in [0, 1]
/// now and then. Throws Error where it cannot be read, is damaged, or is of no kind that is known,
/// ArgumentError for a family or choices that there are not, Cancelled.
FileDescription describeFile(const std::filesystem::path& file, const NetworkWish& wish = {},
                             const std::function<void(double)>& progress = {});

} // namespace flipside
