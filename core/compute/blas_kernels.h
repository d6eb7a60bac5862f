// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace flipside {

/// OpenBLAS knows processors by their model numbers, and takes its oldest kernels for those that are newer
/// than itself (0.3.21, Debian 12's, on Emerald Rapids: studies take twice as long). Has it take those that
/// fit what such a processor can do. To be called before anything computes and before there are threads; does
/// nothing where OpenBLAS has chosen others, OPENBLAS_CORETYPE is set, or another BLAS is installed.
void chooseBlasKernels();

} // namespace flipside
