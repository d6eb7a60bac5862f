// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <optional>
#include <string_view>

namespace flipside {

/// The attributes of a value that has some: a dictionary's entries, or those of a record's state, or of a
/// record of a class that is a dictionary. Nothing for others.
const NestPart* fieldsOf(const Nest& nest, const NestValue& value);

/// A pickled torch.nn.Module: a record whose attributes have `_modules`, `_parameters` and `_buffers`.
struct ModuleFields {
    std::string_view className; ///< "torch.nn.modules.linear.Linear"
    const NestPart* attributes = nullptr;
};

/// Nothing where the value is none. Modules of NVIDIA's StyleGAN code bring the source of their class and are
/// saved by its `torch_utils.persistence`; their class's name there is short, "SynthesisNetwork".
std::optional<ModuleFields> moduleFields(const Nest& nest, const NestValue& value);

/// Whether an attribute is one that every module has for PyTorch's own use (torch/nn/modules/module.py).
bool isModuleBookkeeping(std::string_view attribute);

} // namespace flipside
