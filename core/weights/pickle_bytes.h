// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace flipside {

/// Throws Error: the pickle cannot be one that Python wrote.
[[noreturn]] void refuseDamagedWeights();

/// The bytes of a pickle, taken one after the other. All throw Error where there are not enough.
class PickleBytes {
public:
    explicit PickleBytes(std::string_view bytes) : _bytes(bytes) {}

    std::string_view take(std::uint64_t count);
    /// An unsigned number of 1 to 8 bytes, little-endian.
    std::uint64_t number(int bytes);
    /// As many bytes as a number in front of them says.
    std::string_view counted(int bytesOfCount) { return take(number(bytesOfCount)); }
    double bigEndianReal();
    /// What stands before the next end of line, which is taken too.
    std::string_view line();
    /// A line that is a whole number in digits, 0 or more.
    std::uint64_t lineNumber();

    std::uint64_t taken() const { return _taken; }

private:
    std::string_view _bytes;
    std::uint64_t _taken = 0;
};

} // namespace flipside
