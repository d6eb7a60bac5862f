// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <unistd.h>

namespace flipside {

/// A POSIX file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int number) : _number(number) {}
    ~Descriptor()
    {
        if (_number >= 0)
            ::close(_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return _number; }
    bool valid() const { return _number >= 0; }

private:
    int _number;
};

/// Writes all of it to an open file, however often the system takes only a part or is interrupted. False,
/// with errno set, where it cannot.
bool writeAll(int descriptor, std::string_view content);

} // namespace flipside
