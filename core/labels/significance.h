// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace flipside {

/// What a test of independence says of a table of counts.
struct Significance {
    double statistic = 0.0;
    int degreesOfFreedom = 0;
    double p = 1.0; ///< how probable a statistic this large is if rows and columns are independent
};

/// Counts, [row][column]: for instance schemes by labels. Rows and columns without any count are left out.
using ContingencyTable = std::vector<std::vector<double>>;

/// Pearson's chi-squared test of independence, Σ (O - E)² / E, without continuity correction. Throws
/// ArgumentError for rows of unequal length, negative numbers or NaN.
Significance chiSquaredTest(const ContingencyTable& counts);

/// The G-test (log-likelihood ratio), 2 Σ O ln(O / E). Errors as above.
Significance gTest(const ContingencyTable& counts);

} // namespace flipside
