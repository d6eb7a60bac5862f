// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace flipside {

/// Something went wrong that the user should hear about. what() is one sentence a person can act on: what is
/// wrong, where (which file, layer or unit), and what to do. It begins small and ends without a full stop, so
/// that a caller can put the place or the program in front.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& sentence) : std::runtime_error(sentence) {}
};

/// The caller asked for something that cannot be asked for (an unknown scheme, a negative count). The command
/// line turns this into exit status 2, every other Error into 1.
class ArgumentError : public Error {
public:
    using Error::Error;
};

/// Work was abandoned because its caller asked for it: not a failure, and never shown as one.
class Cancelled : public std::exception {
public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace flipside
