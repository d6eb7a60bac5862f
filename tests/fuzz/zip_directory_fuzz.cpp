// SPDX-License-Identifier: GPL-3.0-or-later
// The table of contents of a model file.
#include "core/sandbox/zip_directory.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& archive) {
        const std::vector<ZipRecord> records = readZipDirectory(archive);
        require(!records.empty(), "an archive has a record");
        for (const ZipRecord& record : records)
            require(record.packedSize <= archive.size() &&
                        (record.packed || record.size == record.packedSize),
                    "a record is no larger than its archive");
    });
}
