// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compute/threads.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <dlfcn.h>
#include <thread>

namespace flipside {

namespace {
std::atomic<bool> chosen = false;
} // namespace

void setComputeThreads(int count)
{
    chosen = true;
    at::set_num_threads(count);
    // Debian's LibTorch calls whatever BLAS is installed. OpenBLAS has threads of its own; others lack the
    // function.
    using SetThreads = void (*)(int);
    if (void* function = dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
        reinterpret_cast<SetThreads>(function)(count);
}

void useThreadsForDecoding()
{
    if (!chosen)
        setComputeThreads(1);
}

int usableCores()
{
    if (const char* given = std::getenv("OMP_NUM_THREADS"); given && std::atoi(given) > 0)
        return std::atoi(given);
    return std::max(1, int(std::thread::hardware_concurrency()));
}

int computeThreads()
{
    return at::get_num_threads();
}

} // namespace flipside
