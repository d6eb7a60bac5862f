// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace flipside {

/// How many threads LibTorch's operators use, set for the calling thread and those started later, and how
/// many the BLAS library behind it uses, set for the process.
void setComputeThreads(int count);

/// Chooses one thread unless setComputeThreads was called before. That is the fastest choice for decoding:
/// measured with the papers' network on two cores and OpenBLAS's own threads, a single decode takes 0.09 ms
/// with one thread or two, and a batch of 64 takes 0.034 ms a picture with one and several times that with
/// two, because the threads of OpenMP and those of OpenBLAS wait for each other. More work at once is better
/// done as more jobs.
void useThreadsForDecoding();

/// How many cores this process may use: OMP_NUM_THREADS, which clusters and scripts set, or all that it is
/// not kept off.
int usableCores();

/// How many LibTorch uses on the calling thread.
int computeThreads();

} // namespace flipside
