// SPDX-License-Identifier: GPL-3.0-or-later
// A table of people's labels.
#include "core/labels/picture_labels.h"
#include "tests/fuzz/support/reading.h"

#include <numeric>

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& text) {
        const std::vector<Judgement> judgements = readJudgements(memoryFile(text));
        std::size_t votes = 0;
        for (const LabelledPicture& picture : agreedLabels(judgements).pictures)
            votes += std::accumulate(picture.votes.begin(), picture.votes.end(), std::size_t{0});
        require(votes == judgements.size(), "every judgement counts");
    });
}
