// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/find_model.h"

#include "core/base/error.h"
#include "core/model/model_files.h"

namespace flipside {

ModelFolder findModelAgain(const std::string& id, const std::filesystem::path& lastPlace)
{
    std::error_code ignored;
    if (!lastPlace.empty() && std::filesystem::is_regular_file(lastPlace / model_file::card, ignored))
        if (ModelFolder model(lastPlace); model.card().id == id)
            return model;
    return findModel(id);
}

} // namespace flipside
