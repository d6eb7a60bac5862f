// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>

namespace flipside::test {

/// How often each of LibTorch's operators ("aten::conv2d") is called on this thread while `work` runs;
/// `called` hears of each when it begins.
std::map<std::string, int> countOperators(const std::function<void()>& work,
                                          const std::function<void(const std::string& name)>& called = {});

} // namespace flipside::test
