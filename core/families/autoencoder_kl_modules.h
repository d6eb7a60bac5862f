// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/autoencoder_kl_parts.h"
#include "core/families/map_network.h"

#include <string>

namespace flipside {

/// Adds a half of an autoencoder of latent diffusion from its first convolution to its last, and calls it in
/// `text`, which is the network's own; returns how many channels it makes of so many. `groups` is how many
/// its normalisations make of channels. Throws Error where weights do not fit one another.
int addKlHalf(MapNetwork& network, MapText& text, const KlHalf& half, int channels, int groups);

/// Adds what puts in the place of each vector of a map the nearest of a codebook (van den Oord et al. 2017).
void addKlCodebook(MapNetwork& network, const std::string& path);

} // namespace flipside
