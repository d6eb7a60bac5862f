// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/resizing_method.h"

namespace flipside {

std::vector<ResizingMethod> interpolationMethods()
{
    std::vector<ResizingMethod> methods;
    for (const Interpolation interpolation : interpolations())
        methods.push_back({toString(interpolation), interpolationWords(interpolation), interpolation});
    return methods;
}

} // namespace flipside
