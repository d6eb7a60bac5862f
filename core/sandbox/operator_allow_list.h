// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace flipside {

/// True for the operators that a decoder or encoder may be made of ("aten::relu", "prim::If"): those that
/// compute tensors from tensors, and the control flow and shape arithmetic around them. None of them reaches
/// files, the network, other processes, Python, raw memory or the terminal. Whatever is not listed is
/// refused, so an operator that a later LibTorch brings is refused until someone has looked at it.
bool isAllowedOperator(std::string_view qualifiedName);

/// True for those of them that draw random numbers: they may stand in code that is never run (a training
/// branch), not in what is run, since equal recipes give equal pictures.
bool drawsRandomNumbers(std::string_view qualifiedName);

} // namespace flipside
