// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/family.h"

namespace flipside {

struct RecognisedNetwork {
    const NetworkFamily* family = nullptr;
    NetworkReading reading;
};

/// Asks every family in its place, or the `wanted` one alone, for the network in these weights. Throws
/// WrongKind or Error, half a sentence, where none knows it or where it is no generator of pictures,
/// ArgumentError for choices that there are not.
RecognisedNetwork recogniseNetwork(const StateDict& weights, const NetworkChoices& choices = {},
                                   const NetworkFamily* wanted = nullptr);

} // namespace flipside
