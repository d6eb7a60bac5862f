// SPDX-License-Identifier: GPL-3.0-or-later
// card.json of a model.
#include "core/model/model_card.h"
#include "tests/fuzz/support/reading.h"

#include <nlohmann/json.hpp>

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& text) {
        const ModelCard card = readCard(memoryFile(text));
        const std::string written = toJson(card).dump();
        require(toJson(readCard(memoryFile(written))).dump() == written,
                "a card that is written is read as it was");
        require(card.latentLength() >= 1, "a latent has a number");
        require(card.layers.empty() || card.layerIndex(card.defaultLayer()) >= 0,
                "the layer to begin with is one of the model's");
    });
}
