// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"
#include "core/model/network_input.h"
#include "core/weights/state_dict.h"

#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// A network as its author's code makes it, with the weights of a file.
struct CodeReading {
    Blueprint decoder;
    std::string className;            ///< of the network, "Generator"
    std::vector<NetworkInput> inputs; ///< empty where a latent's shape must be found by trying
    std::vector<std::string> unused;  ///< weights of the file that this network does not have
    std::vector<std::string> remarks; ///< a sentence each
};

/// Reads the Python file that a network's class stands in, or what print() shows of the network, as data
/// (PythonReader): of all classes of modules, the one whose weights are in the file with the shapes that its
/// code makes. A class that can decode (a VAE's) is read from there. Nothing of the code is run, here or
/// later: what comes out is TorchScript of our own. Throws Error, half a sentence, with the line of what is
/// not understood.
CodeReading readCode(std::string_view code, const StateDict& weights);

} // namespace flipside
