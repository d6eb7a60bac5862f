// SPDX-License-Identifier: GPL-3.0-or-later
#include "schemes/regular.h"

namespace flipside {

std::string RegularScheme::label() const
{
    return "Regular";
}

std::string RegularScheme::description() const
{
    return "Flips nothing: the decoder as it was trained.";
}

std::vector<int> RegularScheme::choose(const SchemeInput&, Random&) const
{
    return {};
}

} // namespace flipside
