// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/base/error.h"
#include "core/model/model_folder.h"

#include <memory>
#include <string>
#include <string_view>
#include <torch/script.h>

namespace flipside {

/// Loads one TorchScript file of a model ("decoder.pt") and returns what its forward computes as a single
/// graph: one tensor in, weights as constants, modules and functions inlined, in-place operators made
/// out-of-place where LibTorch can, dropout and warnings gone. Nothing in the file runs before all of it has
/// been checked:
///  - hash, number and size of its records, their checksums, its pickles (sandbox/pickle_check.h);
///  - no class with a `__setstate__` or `__getstate__`, which LibTorch would run while loading;
///  - every operator of every function and method on the allow-list (sandbox/operator_allow_list.h);
///  - weights are finite, and forward draws no random numbers and changes no attribute.
/// Its loops are bounded (sandbox/run_limit.h). A file that this user has not opened before, and that did not
/// come with Flipside, goes through a process of its own first (sandbox/first_opening.h). Throws Error with
/// one sentence for each, Cancelled as a RunScope around it asks.
std::shared_ptr<torch::jit::Graph> loadForwardGraph(const ModelFolder& folder, const std::string& fileName,
                                                    torch::Device device);

/// The module itself, after the same checks, for a training that builds on it.
torch::jit::Module loadModule(const ModelFolder& folder, const std::string& fileName);

/// The same graph of a file's bytes, here and now. Throws Error with half a sentence, and what LibTorch
/// throws.
std::shared_ptr<torch::jit::Graph> forwardGraphOf(std::string_view content, torch::Device device);

/// The same of a module that was never a file, after the same checks of what it computes.
std::shared_ptr<torch::jit::Graph> forwardGraphOf(torch::jit::Module module);

/// What LibTorch has to say about an exception, as half a sentence without its backtraces.
std::string shortReason(const std::exception& exception);

/// For the catch block around a model file's loading or its first run: throws Error, the sentence for what
/// was thrown there. `attempt` says what LibTorch failed at, `cure` what can be done where memory is not the
/// reason.
[[noreturn]] void refuseModelFile(const std::string& file, const std::string& attempt,
                                  const std::string& cure = "correct its card, or export the model again");

/// The sentence for a model file that fails after it could be used: `what` is "the decoder FILE cannot be
/// run".
Error runFailure(const std::string& what, const std::exception& exception);

} // namespace flipside
