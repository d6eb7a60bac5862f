// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <memory>

namespace flipside {

/// Ends the program unless every tensor of a nest lies in its storage and becomes as many numbers as its
/// shape says; then looks for a network in it, as who opens a file does.
void useAll(std::shared_ptr<const Nest> nest);

} // namespace flipside
