// SPDX-License-Identifier: GPL-3.0-or-later
// A .flipside file.
#include "core/session/session_json.h"
#include "tests/fuzz/support/reading.h"

#include <nlohmann/json.hpp>

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& text) {
        const Session session = readSession(memoryFile(text));
        std::size_t steps = 0;
        session.history.visitSteps([&](const std::string&, const auto&, const auto&) { ++steps; });
        require(session.history.done <= steps, "no more steps are done than there are");
        const std::string written = toJson(session).dump();
        const Session again = sessionFromJson(nlohmann::json::parse(written), "it");
        require(toJson(again).dump() == written, "a session that is written is read as it was");
        require(again.recipe == session.recipe && again.timeline == session.timeline &&
                    again.generations == session.generations && again.latents == session.latents,
                "a session that is written is read as it was");
    });
}
