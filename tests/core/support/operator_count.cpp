// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/support/operator_count.h"

#include <ATen/record_function.h>

namespace flipside::test {

namespace {

thread_local std::map<std::string, int> counts;
thread_local const std::function<void(const std::string&)>* listener = nullptr;

std::unique_ptr<at::ObserverContext> note(const at::RecordFunction& function)
{
    ++counts[function.name()];
    if (listener && *listener)
        (*listener)(function.name());
    return nullptr;
}

} // namespace

std::map<std::string, int> countOperators(const std::function<void()>& work,
                                          const std::function<void(const std::string& name)>& called)
{
    counts.clear();
    listener = &called;
    const auto handle =
        at::addThreadLocalCallback(at::RecordFunctionCallback(note).scopes({at::RecordScope::FUNCTION}));
    work();
    at::removeCallback(handle);
    listener = nullptr;
    return counts;
}

} // namespace flipside::test
