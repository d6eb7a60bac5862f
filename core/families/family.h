// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"
#include "core/model/network_input.h"
#include "core/weights/state_dict.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace flipside {

/// What a file of weights does not tell, and several answers fit.
struct NetworkQuestion {
    std::string id;                   ///< "activation", for the command line: --choose activation=1
    std::string text;                 ///< for people: "Which function stands between its layers?"
    std::vector<std::string> choices; ///< for people, in a word or three; two or more
    int chosen = 0;                   ///< what this reading was made with: the first is the most usual
    /// All choices, the likeliest first, and how many of them fit the weights about as well as the first;
    /// empty and 0 unless they were tried (import/likeliest_network.h).
    std::vector<int> order{};
    int likely = 0;
};

/// The question for a picture's last function, and the choice that it has none.
namespace endChoice {
inline constexpr const char* id = "end";
inline constexpr const char* none = "none";
} // namespace endChoice

/// Answers to questions: the number of a choice by the question's id.
using NetworkChoices = std::map<std::string, int>;

/// A network that was recognised in weights. Its blueprints show those of the StateDict, and live no longer.
struct NetworkReading {
    Blueprint decoder;                                ///< without modules where the file has an encoder alone
    std::vector<NetworkInput> inputs;                 ///< of the decoder; of an encoder alone what it makes
    std::optional<std::pair<double, double>> range{}; ///< of its output; empty to look at what it gives
    /// From pictures in that range to the latent, where the file has that too.
    std::optional<Blueprint> encoder{};
    /// Those that are left open, given the choices. The blueprint of a reading follows from its chosen ones.
    std::vector<NetworkQuestion> questions{};
    std::vector<std::string> unused{}; ///< weights of the network that this reading does not use
    /// What else a person may want to know, a sentence each.
    std::vector<std::string> remarks{};
};

/// A kind of network whose weights are recognised by their names and shapes. Each stands in a file of its own
/// in core/families/kinds, found by the build.
struct NetworkFamily {
    const char* name;  ///< "plain-stack", on the command line
    const char* label; ///< for people: "Layers in a row"
    const char* what;  ///< in one sentence: which published networks it knows
    int place;         ///< who is asked first: families that recognise few networks come before general ones
    /// The network, or nothing where it is none of this family. Throws WrongKind (sandbox/file_kind.h), with
    /// half a sentence and a way out, where it is surely no generator of pictures, and Error, half a
    /// sentence, where it is of this family and something in it is wrong. Must bear any shapes and names:
    /// the file is a stranger's.
    std::optional<NetworkReading> (*read)(const StateDict& weights, const NetworkChoices& choices);
};

/// All of them, in their places.
std::span<const NetworkFamily> families();

/// Throws ArgumentError, naming those there are.
const NetworkFamily& findFamily(const std::string& name);

/// The question with its answer out of `choices`, if that has one. Throws ArgumentError for a choice that
/// there is not.
NetworkQuestion answered(NetworkQuestion question, const NetworkChoices& choices);

} // namespace flipside
