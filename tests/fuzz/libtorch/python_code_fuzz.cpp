// SPDX-License-Identifier: GPL-3.0-or-later
// A network's Python code, or what print() shows of one, with weights that fit the inputs to begin with.
// LibTorch's own parser reads it, so that libFuzzer has no part in this one.
#include "core/blueprint/compile.h"
#include "core/blueprint/made_tensor.h"
#include "core/code/read_code.h"
#include "tests/fuzz/support/reading.h"

#include <vector>

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& code) {
        StateDict weights;
        for (const char* name : {"a.weight", "b.0.weight", "b.1.weight"})
            weights.tensors.push_back(madeTensor(name, {2, 2}, {1, 2, 3, 4}));
        for (const char* name : {"a.bias", "b.0.bias", "b.1.bias"})
            weights.tensors.push_back(madeTensor(name, {2}, {1, 2}));
        (void)compile(readCode(code, weights).decoder);
    });
}
