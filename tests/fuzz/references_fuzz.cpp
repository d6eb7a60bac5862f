// SPDX-License-Identifier: GPL-3.0-or-later
// references.cbor of a model.
#include "core/profile/reference_latents.h"
#include "tests/fuzz/support/reading.h"

#include <cmath>

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& bytes) {
        const ReferenceLatents references = ReferenceLatents::read(memoryFile(bytes));
        require(references.numbers().size() == references.count() * references.length(),
                "there is a latent for each");
        for (const float number : references.numbers())
            require(std::isfinite(number), "latents are finite");
        std::size_t members = 0;
        for (const int number : references.presentClasses())
            members += references.membersOf(number).size();
        require(members == references.count(), "every latent has a class");
    });
}
