// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/words/numbers.h"

#include <QString>

#include <algorithm>

namespace flipside {

/// A share of regular pictures in whole percent, as people read it: 0 to 100 also where a picture lies
/// outside all of them.
inline QString wholePercent(double share)
{
    return decimalText(100.0 * std::clamp(share, 0.0, 1.0), 0);
}

} // namespace flipside
