// SPDX-License-Identifier: GPL-3.0-or-later
// A journal that a killed program left. Chance hardly ever finds a checksum, so the lines get theirs here.
#include "core/session/journal.h"
#include "core/session/session_json.h"
#include "tests/fuzz/support/reading.h"

#include <nlohmann/json.hpp>
#include <zlib.h>

#include <array>
#include <cstdio>
#include <sstream>

using namespace flipside;

namespace {

std::string withChecksums(const std::string& text)
{
    std::string journal;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::array<char, 10> sum{};
        std::snprintf(sum.data(), sum.size(), "%08lx ",
                      crc32_z(0, reinterpret_cast<const Bytef*>(line.data()), line.size()));
        journal += sum.data() + line + "\n";
    }
    return journal;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto read = [](const std::string& journal) {
        const JournalState state = AbandonedJournal(memoryFile(journal), -1).read();
        const std::string written = toJson(state.session).dump();
        require(toJson(sessionFromJson(nlohmann::json::parse(written), "it")).dump() == written,
                "a session that a journal kept can be saved");
    };
    tryReading(data, size, read);
    return tryReading(data, size, [&](const std::string& text) { read(withChecksums(text)); });
}
