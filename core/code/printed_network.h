// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/code/python_reader.h"

#include <memory>
#include <string_view>

namespace flipside {

/// Whether a text is what Python's print() shows of a network, "Generator(" and "  (0): Linear(…)" below, and
/// no code.
bool isPrintedNetwork(std::string_view text);

/// The network of such a text. Modules of the author's own classes are taken to call their children one after
/// the other (CodeModule::isPrinted). The reader makes its layers, and outlives it. Throws Error, half a
/// sentence that says the line.
std::shared_ptr<CodeModule> printedNetwork(std::string_view text, PythonReader& reader);

} // namespace flipside
