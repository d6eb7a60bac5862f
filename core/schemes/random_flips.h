// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schemes/scheme.h"

namespace flipside {

/// The baseline that any off neuron may come on (METHOD, Schemes, 5).
class RandomScheme final : public Scheme {
public:
    std::string name() const override { return "random"; }
    std::string label() const override;
    std::string description() const override;
    std::vector<int> choose(const SchemeInput& input, Random& random) const override;
};

} // namespace flipside
