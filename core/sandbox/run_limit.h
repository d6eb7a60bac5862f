// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/sandbox/memory_limit.h"

#include <chrono>
#include <stop_token>

namespace flipside {

/// A model's code did not come to an end, or asked for more memory than there is.
class RunStopped : public Error {
public:
    using Error::Error;
};

/// Thrown out of an operator of a running graph when its caller wants no answer any more; runGraph() turns it
/// into Cancelled. Not a std::exception: LibTorch's interpreter would turn it into one of its own, with a
/// formatted call stack.
struct Abandoned {};

/// Bounds what models run on this thread as long as the scope lasts: a model's code (sandbox/run_graph.h)
/// ends after a minute, and when `stop` asks for it, or the work is cancelled, before its next long operator;
/// its memory keeps to memoryLimit. What it does not say itself, the scope around it does.
class RunScope {
public:
    explicit RunScope(const std::stop_token& stop = {});
    explicit RunScope(const Progress& work);
    ~RunScope();
    RunScope(const RunScope&) = delete;
    RunScope& operator=(const RunScope&) = delete;

    /// Throws Abandoned, or something else that ends the run; called as boundRun says.
    static void check();
    /// Whether the caller wants no answer any more, however much time is left.
    static bool isAbandoned();

private:
    RunScope* _outer;
    std::stop_token _stop;
    const Progress* _work;
    std::chrono::steady_clock::time_point _deadline;
    MemoryScope _memory;
};

} // namespace flipside
