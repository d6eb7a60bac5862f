// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/descriptor.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace flipside {

/// A process that looks at a stranger's bytes for this one, so that whatever they do to a library is done
/// there: one of the programs that are installed beside this one. It is killed, and waited for, when this
/// goes.
class OwnProcess {
public:
    /// Starts the program of this name with one argument, the bytes, a pipe for its answer, and memory for
    /// up to `mostOutput` bytes that it makes, which cost nothing until they are written. Throws Error with
    /// half a sentence.
    OwnProcess(const std::string& program, std::string_view bytes, const std::string& argument,
               std::size_t mostOutput = 0);
    ~OwnProcess();
    OwnProcess(const OwnProcess&) = delete;
    OwnProcess& operator=(const OwnProcess&) = delete;

    /// The descriptor from which its answer is read, until the end of the file.
    int answer() const { return _answer->number(); }
    /// The first bytes of what it has made; Error where there are not so many.
    std::string output(std::size_t size) const;
    /// Waits until it has ended, and says how, as waitpid() does.
    int wait();

private:
    pid_t _id = 0;
    std::optional<Descriptor> _answer;
    Descriptor _output;
};

/// In such a process: where its answer goes.
inline constexpr int answerOfOwnProcess = 4;
/// In such a process: ends it with its parent, and returns the bytes that it was started with; nothing where
/// it was not started by an OwnProcess.
std::optional<std::string_view> bytesOfOwnProcess();
/// In such a process: the memory for what it makes; empty where it is to make nothing.
std::span<char> outputOfOwnProcess();

} // namespace flipside
