// SPDX-License-Identifier: GPL-3.0-or-later
// study.json of a study.
#include "core/study/study_plan.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& text) {
        const StudyPlan plan = readPlan(memoryFile(text));
        std::size_t samples = 0;
        for (const StudyPart& part : partsOf(plan))
            samples += part.count;
        require(samples == plan.samples * plan.models.size() * plan.schemes.size() * plan.neurons.size(),
                "the parts are the whole study");
        require(neuronCounts(toText(plan.neurons)) == plan.neurons || plan.neurons.size() > 2,
                "numbers of neurons are read as they are written");
    });
}
