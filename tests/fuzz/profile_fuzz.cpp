// SPDX-License-Identifier: GPL-3.0-or-later
// profile.cbor of a model.
#include "core/profile/activation_profile.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& bytes) {
        const ActivationProfile profile = ActivationProfile::read(memoryFile(bytes));
        for (const LayerProfile& layer : profile.layers) {
            require(layer.units() >= 1 && layer.histograms.size() == std::size_t(layer.units()),
                    "a layer's arrays fit together");
            require(layer.correlationOrder().size() == std::size_t(layer.units()), "every unit has a place");
            for (const int unit : {0, layer.units() - 1}) {
                (void)layer.rank(unit);
                (void)layer.mostCorrelated(unit, 5);
                (void)layer.activation(unit, Statistic::percentile(95.0));
                (void)layer.cellOnValue(unit, {0, 0}, 2.0, Statistic::Max);
            }
            (void)layer.percentile(10.0);
            if (layer.cells)
                require(layer.cellByCell().units() ==
                            layer.units() * layer.cells->height * layer.cells->width,
                        "there is a cell for each place");
        }
    });
}
