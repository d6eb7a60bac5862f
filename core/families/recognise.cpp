// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/recognise.h"

#include "core/base/error.h"
#include "core/families/other_networks.h"
#include "core/sandbox/file_kind.h"

#include <algorithm>

namespace flipside {

RecognisedNetwork recogniseNetwork(const StateDict& weights, const NetworkChoices& choices,
                                   const NetworkFamily* wanted)
{
    for (const NetworkFamily& family : families()) {
        if (wanted && wanted != &family)
            continue;
        if (std::optional<NetworkReading> reading = family.read(weights, choices)) {
            for (const auto& [id, choice] : choices)
                if (std::ranges::find(reading->questions, id, &NetworkQuestion::id) ==
                    reading->questions.end())
                    throw ArgumentError("there is no question \"" + id + "\" about this network");
            return {&family, std::move(*reading)};
        }
    }
    if (wanted)
        throw WrongKind(std::string("its weights are not those of the family “") + wanted->label + "”",
                        "leave the family out, or choose another");
    refuseOtherNetworks(layersIn(weights.tensors));
    throw WrongKind("its weights belong to no kind of network that Flipside knows",
                    "show the code of the network too, or export it from PyTorch as the guide shows under "
                    "“Bringing your own generator”");
}

} // namespace flipside
