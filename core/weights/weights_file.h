// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace flipside {

enum class WeightsFormat { Safetensors, TorchZip, TorchLegacy, Pickle };

/// A file of weights, read as data: nothing in it is run.
struct WeightsFile {
    WeightsFormat format = WeightsFormat::Pickle;
    std::shared_ptr<const Nest> nest; ///< what it holds; findStateDict() finds the network in it
};

/// Reads a file of weights of any of these formats. Its content tells which it is, names lie. The file is
/// mapped and not copied: numbers are read from it when a tensor is asked for them. Throws Error, one
/// sentence that begins with the path, says what is wrong and what to do, where the file cannot be read, is
/// of another kind, is damaged, or asks for more memory than its size lets expect.
WeightsFile readWeights(const std::filesystem::path& path);

/// The same of bytes in memory, which belong to `owner`; the sentence begins with "it" or "its".
WeightsFile readWeights(std::string_view content, std::shared_ptr<const void> owner);

} // namespace flipside
