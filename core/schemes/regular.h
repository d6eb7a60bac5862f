// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schemes/scheme.h"

namespace flipside {

/// No change: the decoder as it was trained (METHOD, Schemes, 9).
class RegularScheme final : public Scheme {
public:
    std::string name() const override { return "regular"; }
    std::string label() const override;
    std::string description() const override;
    std::vector<int> choose(const SchemeInput& input, Random& random) const override;
};

} // namespace flipside
