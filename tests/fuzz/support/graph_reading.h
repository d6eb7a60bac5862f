// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graphs/read_graph.h"

namespace flipside {

/// Ends the program unless a network's text is made of what our own text is made of, and its weights have as
/// many numbers as their shapes say.
void useAll(const GraphReading& reading);

} // namespace flipside
