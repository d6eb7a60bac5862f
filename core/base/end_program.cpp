// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/end_program.h"

#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace flipside {

void endProgram(int status)
{
    std::cout.flush();
    std::cerr.flush();
    std::fflush(nullptr);
    std::_Exit(status);
}

} // namespace flipside
