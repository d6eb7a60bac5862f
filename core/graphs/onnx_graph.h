// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graphs/read_graph.h"

#include <string_view>

namespace flipside {

/// readGraph() of an ONNX file. The reading holds what it needs of the content.
GraphReading readOnnx(std::string_view content);

} // namespace flipside
