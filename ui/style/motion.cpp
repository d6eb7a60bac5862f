// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/motion.h"

namespace flipside {
namespace {

bool& reducedNow()
{
    static bool reduced = false;
    return reduced;
}

} // namespace

bool isMotionReduced()
{
    return reducedNow();
}

void setMotionReduced(bool reduced)
{
    reducedNow() = reduced;
}

} // namespace flipside
