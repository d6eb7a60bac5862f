// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flipside {

/// What the header of a safetensors file says of one tensor; nothing is true of it yet.
struct SafetensorsEntry {
    std::string name;
    std::optional<std::string> type;
    std::optional<std::vector<std::uint64_t>> shape;
    std::optional<std::vector<std::uint64_t>> offsets; ///< in bytes behind the header
};

struct SafetensorsHeader {
    std::vector<SafetensorsEntry> tensors;
    std::vector<std::pair<std::string, std::string>> metadata;
};

/// Reads the header without building JSON from it: one of 100 MB would take gigabytes, and who builds it
/// keeps the last of two equal keys. Throws Error unless it is an object with the fields of the format alone,
/// each once.
SafetensorsHeader readSafetensorsHeader(std::string_view json);

} // namespace flipside
