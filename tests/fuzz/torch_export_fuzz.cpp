// SPDX-License-Identifier: GPL-3.0-or-later
// An archive of torch.export.save, as a network. A text without an archive is its program, with weights that
// are always the same: changes of an archive's bytes seldom get past its checksums.
#include "core/blueprint/made_tensor.h"
#include "core/graphs/torch_archive.h"
#include "core/graphs/torch_export.h"
#include "tests/fuzz/support/graph_reading.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& file) {
        if (file.starts_with("PK")) {
            useAll(readTorchExport(file, nullptr));
            return;
        }
        TorchArchive archive;
        archive.program = file;
        for (const char* name : {"a.weight", "b.weight", "a.bias"})
            archive.weights.emplace(name, madeTensor(name, {2, 3}, {1, 2, 3, 4, 5, 6}));
        useAll(readTorchExport(std::move(archive)));
    });
}
