// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace flipside {

/// Teaches a LibTorch older than 2 the operators that PyTorch 2 writes into its exports and it does not know,
/// under the schemas of PyTorch 2.6: `aten::scaled_dot_product_attention` (what nn.MultiheadAttention and
/// most attention models are made of) and `aten::rms_norm`. Both are ordinary arithmetic, as PyTorch
/// documents them. Does nothing where LibTorch has them, or the second time. To be called before a file is
/// loaded; from any thread.
void registerNewerOperators();

} // namespace flipside
