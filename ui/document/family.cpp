// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/family.h"

namespace flipside {

int Family::add(const Generation& generation)
{
    _generations.push_back(generation);
    emit changed();
    return int(_generations.size()) - 1;
}

void Family::restore(const std::vector<Generation>& generations)
{
    _generations = generations;
    emit changed();
}

} // namespace flipside
