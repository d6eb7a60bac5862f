// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schemes/scheme.h"

namespace flipside {

/// Algorithm 1 of the long paper (METHOD, Schemes, 1): among the neurons that are off now and that were
/// rarely on over the training data, one at random and those most correlated with it.
class LowActiveScheme final : public Scheme {
public:
    std::string name() const override { return "low-active"; }
    std::string label() const override;
    std::string description() const override;
    std::vector<SchemeParameter> parameters() const override;
    std::vector<int> choose(const SchemeInput& input, Random& random) const override;
};

} // namespace flipside
