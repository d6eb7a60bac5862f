// SPDX-License-Identifier: GPL-3.0-or-later
// Where a model's latents lie, and draws and moves in it.
#include "core/model/latent_space.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& content) {
        const LatentSpace space = LatentSpace::parsed(content, "latents.cbor");
        Random random(1);
        const std::vector<float> z = space.drawn(random, 1.0);
        require(z.size() == space.length(), "a draw has as many numbers as the latent");
        const std::vector<float> coordinates = space.coordinates(z);
        require(space.placed(z, coordinates).size() == z.size(), "a moved latent is one");
        require(space.startCount() > 0 && space.start(0).size() == z.size(), "there is a start");
    });
}
