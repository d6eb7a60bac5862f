// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/scheme.h"

namespace flipside::scheme_kinds {

namespace {

/// No change: the decoder as it was trained (METHOD, Schemes, 9).
class Regular final : public Scheme {
public:
    std::string name() const override { return "regular"; }
    std::string label() const override { return "Regular"; }
    std::string symbol() const override { return "regular"; }
    std::string description() const override { return "Flips nothing: the decoder as it was trained."; }
    SchemeFamily family() const override { return SchemeFamily::Baseline; }
    bool choosesNeurons() const override { return false; }
    Coactivation apply(const SchemeInput&, Random&) const override { return {}; }
};

} // namespace

const Scheme& regular()
{
    static const Regular scheme;
    return scheme;
}

} // namespace flipside::scheme_kinds
