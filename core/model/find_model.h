// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_folder.h"

namespace flipside {

/// The model of this id in the folder `lastPlace`, which may be empty; where it is no longer there, the one
/// that findModel() finds. Throws ArgumentError if there is none.
ModelFolder findModelAgain(const std::string& id, const std::filesystem::path& lastPlace);

} // namespace flipside
