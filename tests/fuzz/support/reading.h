// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace flipside {

/// A file that lies in memory alone, for readers that take a path. One for each process: its content is that
/// of the last call.
std::filesystem::path memoryFile(std::string_view content);

/// Ends the program, and with it the search, unless `kept`: something was read that breaks `promise`.
void require(bool kept, const char* promise);

/// What a reader may do with an input: take it, or refuse it with an Error of one sentence. Anything else
/// that it throws ends the program. Returns 0, as libFuzzer wants it.
int tryReading(const std::uint8_t* data, std::size_t size,
               const std::function<void(const std::string& input)>& read);

} // namespace flipside
