// SPDX-License-Identifier: GPL-3.0-or-later
#include "schemes/low_active.h"
#include "schemes/random_flips.h"
#include "schemes/regular.h"
#include "schemes/scheme.h"

#include <array>

namespace flipside {

std::span<const Scheme* const> allSchemes()
{
    static const LowActiveScheme lowActive;
    static const RandomScheme random;
    static const RegularScheme regular;
    static const std::array<const Scheme*, 3> all{&lowActive, &random, &regular};
    return all;
}

} // namespace flipside
