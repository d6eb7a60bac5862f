// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/script.h>

namespace flipside {

/// Makes every division of whole numbers in a module's code one that cannot end the program: the processor
/// traps where the smallest number of its kind is divided by -1, in numbers and tensors alike, and LibTorch
/// does not look. Such a division throws instead. To be called before freezing, which computes what depends
/// on constants alone.
void makeDivisionSafe(const torch::jit::Module& module);

/// Takes away again, after freezing, what is in front of divisors that are known by then and are not -1.
void removeNeedlessGuards(torch::jit::Graph& graph);

/// The operator that guards: `safe_divisor(Any dividend, t divisor) -> t`, which is the divisor, or throws.
c10::Symbol safeDivisorSymbol();

} // namespace flipside
