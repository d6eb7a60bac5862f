// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/layer_profile.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace flipside {

/// Gathers a layer's profile from batches of activations, in memory that does not depend on how many there
/// are.
class LayerStatistics {
public:
    LayerStatistics(std::string id, int units, int classes);
    ~LayerStatistics();
    LayerStatistics(LayerStatistics&&) noexcept;
    LayerStatistics& operator=(LayerStatistics&&) noexcept;

    /// `activations` and `onShares` (decoder/rendering.h) are n × units, row by row; `labels` n class
    /// numbers, or empty.
    void add(std::span<const float> activations, std::span<const float> onShares,
             std::span<const int> labels);
    LayerProfile finish() const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
};

} // namespace flipside
