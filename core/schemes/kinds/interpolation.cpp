// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/scheme.h"

#include <algorithm>
#include <cmath>

namespace flipside::scheme_kinds {

namespace {

/// Linear interpolation in z between training samples of different classes, then regular decoding (METHOD,
/// Schemes, 7). With two points the place between them is uniform; with more, the weights are uniform over
/// the simplex (exponential variables over their sum). Where there are fewer classes than points, a class
/// comes twice.
class Interpolation final : public Scheme {
public:
    std::string name() const override { return "interpolation"; }
    std::string label() const override { return "Between pictures"; }
    std::string symbol() const override { return "interpolation"; }
    std::string description() const override
    {
        return "Flips nothing, but takes z from between training pictures of different classes.";
    }
    SchemeFamily family() const override { return SchemeFamily::Baseline; }
    bool choosesNeurons() const override { return false; }
    SchemeNeed needs() const override { return SchemeNeed::References; }
    std::vector<SchemeParameter> parameters() const override { return {_points}; }
    Coactivation apply(const SchemeInput& input, Random& random) const override
    {
        const ReferenceLatents& references = *input.references;
        std::vector<int> classes = references.presentClasses();
        std::vector<double> z(references.length(), 0.0);
        double sum = 0.0;
        std::vector<int> left;
        for (int point = 0; point < int(input.parameter(_points)); ++point) {
            if (left.empty())
                left = drawUnits(classes, int(classes.size()), random);
            const std::vector<int>& members = references.membersOf(left.back());
            left.pop_back();
            const std::span<const float> sample = references.latent(members[random.below(members.size())]);
            const double weight = -std::log(1.0 - random.uniform());
            sum += weight;
            for (std::size_t i = 0; i < z.size(); ++i)
                z[i] += weight * double(sample[i]);
        }
        std::vector<float> mixed(z.size());
        std::transform(z.begin(), z.end(), mixed.begin(),
                       [sum](double number) { return float(sum > 0.0 ? number / sum : number); });
        return {{}, mixed};
    }

private:
    SchemeParameter _points{"points", "Pictures", "points", "pictures-mixed", "", 2.0, 64.0, 2.0, true};
};

} // namespace

const Scheme& interpolation()
{
    static const Interpolation scheme;
    return scheme;
}

} // namespace flipside::scheme_kinds
