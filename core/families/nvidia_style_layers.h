// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/module_attributes.h"
#include "core/families/style_layers.h"
#include "core/families/style_mapping.h"
#include "core/families/weights_by_name.h"

#include <optional>
#include <string>

namespace flipside {

/// Layers as NVIDIA's stylegan2-ada-pytorch and stylegan3 name them. What the modules say of themselves
/// counts; where the file has weights alone, what these programs take if nobody says otherwise. All throw
/// Error, half a sentence, where weights are missing or do not fit.
struct NvidiaWeights {
    const WeightsByName& weights;
    const ModuleAttributes& modules;

    /// `FullyConnectedLayer`. learningRate is what its weights are multiplied by besides 1 / √inputs.
    StyleLinear linear(const std::string& path, const std::string& function = "linear",
                       double learningRate = 1.0) const;
    /// `MappingNetwork` at "mapping", for as many styles.
    StyleMapping mapping(int styles, std::vector<std::string>& remarks) const;
    /// What `conv_clamp` says there.
    std::optional<double> clamp(const std::string& path) const;
};

} // namespace flipside
