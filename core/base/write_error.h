// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string>

namespace flipside {

/// A file or folder that cannot be written. What it says of the rest ("nothing was changed") holds of this
/// one file: whoever writes many says how far they came, and why not further.
class WriteError : public Error {
public:
    WriteError(const std::string& sentence, const std::string& reason) : Error(sentence), _reason(reason) {}
    /// Why, and what helps: "No space left on device; free some space or choose another folder".
    const std::string& reason() const { return _reason; }

private:
    std::string _reason;
};

/// Throws the WriteError of a file or folder that cannot be written: which, why, and what helps against it.
/// `number` is the errno of the call that failed.
[[noreturn]] void throwWriteError(const std::filesystem::path& path, int number);

} // namespace flipside
