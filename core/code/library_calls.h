// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/code/python_value.h"

#include <optional>
#include <string>

namespace flipside {

/// What Python's own functions and those of math and numpy are worth, of plain numbers, texts and lists:
/// "len", "range", "math.log2", "numpy.prod". Nothing where the name is none of these, or its arguments are
/// none that it takes. Throws Error, half a sentence, of lists longer than any network needs.
std::optional<CodeValue> plainCall(const std::string& name, const CodeArguments& arguments);

/// The same of methods of texts, lists and dictionaries that change nothing: "format", "items", "join".
std::optional<CodeValue> plainMethod(const CodeValue& self, const std::string& name,
                                     const CodeArguments& arguments);

} // namespace flipside
