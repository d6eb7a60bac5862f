// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace flipside {

/// Ends the process at once, with nothing of standard output and standard error lost. To be called when all
/// else is put away: static objects are left as they are, of which LibTorch has thousands, and it takes a
/// tenth of a second to take them apart one by one.
[[noreturn]] void endProgram(int status);

} // namespace flipside
