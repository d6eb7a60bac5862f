// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/distinct_modules.h"

#include <unordered_set>

namespace flipside {

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

} // namespace flipside
