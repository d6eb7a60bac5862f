// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "model/memory_limit.h"

#include <atomic>
#include <chrono>

namespace flipside {

/// A model's code did not come to an end, or asked for more memory than there is.
class RunStopped : public Error {
public:
    using Error::Error;
};

/// Thrown out of a running graph when its caller wants no answer any more. Not a std::exception: LibTorch's
/// interpreter would turn it into one of its own, with a formatted call stack.
struct Abandoned {};

/// Bounds what models run on this thread as long as the scope lasts: a model's code (model/run_graph.h) ends
/// after a minute, and when `abandon` becomes true before its next long operator; its memory keeps to
/// memoryLimit.
/// Without an `abandon` of its own it keeps that of the scope around it.
class RunScope {
public:
    explicit RunScope(const std::atomic<bool>* abandon = nullptr);
    ~RunScope();
    RunScope(const RunScope&) = delete;
    RunScope& operator=(const RunScope&) = delete;

    /// Throws Abandoned, or something else that ends the run; called as boundRun says.
    static void check();

private:
    RunScope* _outer;
    const std::atomic<bool>* _abandon;
    std::chrono::steady_clock::time_point _deadline;
    MemoryScope _memory;
};

} // namespace flipside
