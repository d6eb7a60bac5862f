// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flipside {

/// One module of a network that was pickled whole.
struct WeightModule {
    std::string path; ///< "layers.0.conv"; empty for the network itself
    std::string className;
    /// What its class's author gave it: kernel_size, stride, padding, …, in order; not what every module has.
    std::vector<std::pair<std::string_view, NestValue>> attributes;
};

/// The weights of one network, out of all that a file holds.
struct StateDict {
    std::shared_ptr<const Nest> nest;  ///< what tensors and attributes lie in
    std::string where;                 ///< the keys that led to it, "state_dict"; empty for the whole file
    std::vector<WeightTensor> tensors; ///< in the file's order, each name once
    std::vector<WeightModule> modules; ///< outer ones first; none where the file has only weights
    /// Tensors that stood beside the chosen network: StyleGAN2's latent_avg, say.
    std::vector<WeightTensor> beside;
    /// What else was there and is not used: "optimizer: a dictionary of 2". A thousand at most, as of
    /// `beside`.
    std::vector<std::string> unused;
};

/// Finds the weights of the generator in what a file holds. Where a dictionary or object has several
/// networks, running averages come first (`g_ema`, `params_ema`), then generators (`generator`, `netG`, `G`),
/// then what only says that it is a network (`state_dict`, `model`, `params`); names count without
/// `_state_dict` behind them. Otherwise all tensors are taken, with the keys to them joined by dots; a
/// module's are its parameters and buffers, under the names that PyTorch's state_dict() gives them. What
/// DataParallel and torch.compile put in front of every name (`module.`, `_orig_mod.`) is taken off.
///
/// Throws Error where there are no weights, and where parts lie in one another without end: deeper than a
/// hundred, or more than two million on all ways together; and beyond 100,000 tensors or modules, or 16 GB of
/// them as 32-bit floats.
StateDict findStateDict(std::shared_ptr<const Nest> nest);

/// "a dictionary of 3", "a tensor of 64×3 (float32)", "an object of the class argparse.Namespace"
std::string describeValue(const Nest& nest, const NestValue& value);

} // namespace flipside
