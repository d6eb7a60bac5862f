// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flipside {

/// Bounds the text of a TorchScript archive's code before LibTorch's parser, which goes down one function
/// call, or several, for every bracket, operator, dot, branch and method of a chain, and falls off the end of
/// its stack after some ten thousand of them. The bounds are many times what real generators need: those have
/// lines below 300 characters and up to 10,000 of them.
class SourceCheck {
public:
    /// One source file of the archive; `name` is for the sentence. Throws Error with half a sentence where
    /// it, or all files together, go beyond a bound, or where a class of it defines a method that LibTorch
    /// would run while it loads.
    void add(const std::string& name, std::string_view source);

private:
    std::size_t _lines = 0;
    std::size_t _functions = 0;
};

} // namespace flipside
