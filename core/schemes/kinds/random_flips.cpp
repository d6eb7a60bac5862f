// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/scheme.h"

namespace flipside::scheme_kinds {

namespace {

/// Any neurons that are off, and not dead (METHOD, Schemes, 5; long paper, section 4, Baseline decoding
/// schemes).
class RandomFlips final : public Scheme {
public:
    std::string name() const override { return "random"; }
    std::string label() const override { return "Any neurons"; }
    std::string symbol() const override { return "random"; }
    std::string description() const override
    {
        return "Switches on any neurons that are off: the baseline that the others are compared with.";
    }
    SchemeFamily family() const override { return SchemeFamily::Baseline; }
    Coactivation apply(const SchemeInput& input, Random& random) const override
    {
        return {input.flipOn(drawUnits(input.offUnits(), input.call.neurons, random)), {}};
    }
};

} // namespace

const Scheme& random_flips()
{
    static const RandomFlips scheme;
    return scheme;
}

} // namespace flipside::scheme_kinds
