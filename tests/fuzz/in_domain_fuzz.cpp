// SPDX-License-Identifier: GPL-3.0-or-later
// The in-domain classifier of a model, whose references have 8 latents of 2 numbers.
#include "core/novelty/in_domain_score.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const ReferenceLatents references(2, {0, 0, 1, 0, 0, 1, 1, 1, 2, 0, 0, 2, 2, 1, 1, 2},
                                             {0, 0, 0, 0, 1, 1, 1, 1});
    return tryReading(data, size, [](const std::string& bytes) {
        const InDomainSvm svm = InDomainSvm::read(memoryFile(bytes), references);
        require(svm.scores(references.numbers()).size() == references.count(), "every latent has a score");
    });
}
