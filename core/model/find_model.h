// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/model_folder.h"

namespace flipside {

/// A model by its id (findModel); where none has it, the one in the folder `lastPlace`, which may be empty,
/// if that has it. Throws ArgumentError if there is none.
ModelFolder findModelAgain(const std::string& id, const std::filesystem::path& lastPlace);

} // namespace flipside
