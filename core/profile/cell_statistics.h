// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/cell_profile.h"

#include <memory>
#include <span>

namespace flipside {

/// Gathers a layer's cell profile from batches of maps, in memory that does not depend on how many there are.
class CellStatistics {
public:
    /// A place is on above `threshold`.
    CellStatistics(int units, int height, int width, float threshold);
    ~CellStatistics();
    CellStatistics(CellStatistics&&) noexcept;
    CellStatistics& operator=(CellStatistics&&) noexcept;

    /// `maps` is n × units × height × width.
    void add(std::span<const float> maps);
    CellProfile finish() const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
};

} // namespace flipside
