// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/significance.h"

#include "core/base/error.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace flipside {

namespace {

void check(const ContingencyTable& counts)
{
    for (const auto& row : counts) {
        if (row.size() != counts.front().size())
            throw ArgumentError("the rows of a table of counts must be equally long");
        for (const double count : row)
            if (!(count >= 0.0) || !std::isfinite(count))
                throw ArgumentError("the numbers of a table of counts must be 0 or more");
    }
}

/// How probable a number above `x` is: the regularised upper incomplete gamma function Q(k/2, x/2).
double chiSquaredTail(double x, int degreesOfFreedom)
{
    const auto number = [](double value) { return torch::tensor(value, torch::kFloat64); };
    return torch::special::gammaincc(number(degreesOfFreedom / 2.0), number(x / 2.0)).item<double>();
}

/// Sums `term` of the observed and the expected count over all cells whose expectation is above 0.
Significance test(const ContingencyTable& counts, const std::function<double(double, double)>& term)
{
    check(counts);
    std::vector<double> rows(counts.size(), 0.0);
    std::vector<double> columns(counts.empty() ? 0 : counts.front().size(), 0.0);
    double all = 0.0;
    for (std::size_t r = 0; r < counts.size(); ++r)
        for (std::size_t c = 0; c < columns.size(); ++c) {
            rows[r] += counts[r][c];
            columns[c] += counts[r][c];
            all += counts[r][c];
        }
    const auto present = [](const std::vector<double>& sums) {
        int number = 0;
        for (const double sum : sums)
            number += sum > 0.0 ? 1 : 0;
        return number;
    };
    Significance result;
    result.degreesOfFreedom = (present(rows) - 1) * (present(columns) - 1);
    if (all == 0.0 || result.degreesOfFreedom < 1) {
        result.degreesOfFreedom = 0;
        return result;
    }
    for (std::size_t r = 0; r < rows.size(); ++r)
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (const double expected = rows[r] * columns[c] / all; expected > 0.0)
                result.statistic += term(counts[r][c], expected);
    result.p = chiSquaredTail(std::max(0.0, result.statistic), result.degreesOfFreedom);
    return result;
}

} // namespace

Significance chiSquaredTest(const ContingencyTable& counts)
{
    return test(counts, [](double observed, double expected) {
        return (observed - expected) * (observed - expected) / expected;
    });
}

Significance gTest(const ContingencyTable& counts)
{
    return test(counts, [](double observed, double expected) {
        return observed > 0.0 ? 2.0 * observed * std::log(observed / expected) : 0.0;
    });
}

} // namespace flipside
