// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.h"

#include <algorithm>

namespace flipside {

const ModelReference* Session::findModel(const std::string& id) const
{
    const auto found =
        std::find_if(models.begin(), models.end(), [&](const ModelReference& own) { return own.id == id; });
    return found == models.end() ? nullptr : &*found;
}

} // namespace flipside
