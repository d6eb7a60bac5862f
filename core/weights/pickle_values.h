// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/nest.h"

#include <cstdint>
#include <vector>

namespace flipside {

/// The stack, the marks on it and the memory of a pickle machine. Throws Error where something would be taken
/// from an empty stack, where what is recalled was never remembered, and beyond two million values.
class PickleValues {
public:
    void push(const NestValue& value);
    NestValue pop();
    const NestValue& top() const;
    bool empty() const { return _stack.empty(); }

    void pushMark();
    std::vector<NestValue> popToMark();
    /// Takes off the value on top, or the mark where that is the last thing.
    void drop();

    void remember(std::uint64_t slot);
    /// Under the next number, as protocol 4 counts them.
    void remember() { remember(_remembered); }
    void recall(std::uint64_t slot);

private:
    std::vector<NestValue> _stack;
    std::vector<std::size_t> _marks;
    std::vector<NestValue> _memory;
    std::vector<bool> _known;
    std::uint64_t _remembered = 0; ///< how many slots are known
};

} // namespace flipside
