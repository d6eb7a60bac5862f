// SPDX-License-Identifier: GPL-3.0-or-later
// An ONNX file, as a network.
#include "core/graphs/onnx_graph.h"
#include "tests/fuzz/support/graph_reading.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& file) { useAll(readOnnx(file)); });
}
