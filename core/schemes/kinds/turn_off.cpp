// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/scheme.h"

namespace flipside::scheme_kinds {

namespace {

/// Turns off neurons that are on, drawn at random (METHOD, Schemes, 8; long paper, section 6: many are
/// needed, and the result blurs).
class TurnOff final : public Scheme {
public:
    std::string name() const override { return "turn-off"; }
    std::string label() const override { return "Turn off"; }
    std::string symbol() const override { return "turn off"; }
    std::string description() const override
    {
        return "Switches off neurons that are on. It takes many, and the picture blurs.";
    }
    SchemeFamily family() const override { return SchemeFamily::Baseline; }
    bool setsOnValues() const override { return false; }
    Coactivation apply(const SchemeInput& input, Random& random) const override
    {
        Coactivation result;
        for (const int unit : drawUnits(input.onUnits(), input.call.neurons, random))
            result.edits.push_back(input.flipOff(unit));
        return result;
    }
};

} // namespace

const Scheme& turn_off()
{
    static const TurnOff scheme;
    return scheme;
}

} // namespace flipside::scheme_kinds
