// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/distinct_modules.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

namespace flipside {

namespace {

constexpr std::uint64_t maxWays = 20000;

/// From a module to all inside it, itself included. `known` are the numbers of those that were counted.
std::uint64_t waysFrom(const torch::jit::Module& module,
                       std::unordered_map<const void*, std::uint64_t>& known)
{
    if (const auto found = known.find(module._ivalue().get()); found != known.end())
        return found->second;
    std::uint64_t ways = 1;
    for (const torch::jit::Module& child : module.children())
        ways = std::min(ways + waysFrom(child, known), maxWays + 1); // bounded here, it cannot overflow
    known[module._ivalue().get()] = ways;
    return ways;
}

} // namespace

std::vector<torch::jit::Module> distinctModules(const torch::jit::Module& module)
{
    std::vector<torch::jit::Module> found{module};
    std::unordered_set<const void*> seen{module._ivalue().get()};
    for (std::size_t i = 0; i < found.size(); ++i) {
        const torch::jit::Module next = found[i];
        for (const torch::jit::Module& child : next.children())
            if (seen.insert(child._ivalue().get()).second)
                found.push_back(child);
    }
    return found;
}

void checkWaysToModules(const torch::jit::Module& module)
{
    std::unordered_map<const void*, std::uint64_t> known;
    if (waysFrom(module, known) > maxWays)
        throw Error("its parts are made of one another beyond all measure, and no generator is like that");
}

} // namespace flipside
