// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graphs/graph_sizes.h"
#include "core/model/network_input.h"

#include <cstdint>
#include <string>
#include <vector>

namespace flipside {

/// What a file with a network's graph says of one of its inputs.
struct DeclaredInput {
    std::string name;   ///< as the file has it
    Sizes shape;        ///< with the batch in front
    bool whole = false; ///< whole numbers
    /// Of whole numbers: how many rows the tables have from which they choose; 0 where they choose none.
    std::int64_t classes = 0;
};

/// An input as a network's compiled forward takes it (model/network_input.h).
struct TakenInput {
    NetworkInput input;
    Sizes shape;      ///< with the batch in front; of a class B × classes
    std::string text; ///< an expression: what is its own of `z`, all inputs behind each other
};

/// The latent first, the others in the file's order. The first input of real numbers that is no class by its
/// name is the latent; whole numbers that choose rows of a table are a class; of further real ones, a row
/// whose name says so is a class with a weight for each, a single number a setting, and others are latents,
/// too. Throws WrongKind, half a sentence and a way out, where there is no latent, or an input of which
/// nothing of this is true.
std::vector<TakenInput> takenInputs(const std::vector<DeclaredInput>& declared);

/// Of takenInputs(), what people see.
std::vector<NetworkInput> networkInputs(const std::vector<TakenInput>& taken);

} // namespace flipside
