// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/graph_size.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <torch/csrc/jit/api/function_impl.h>
#include <unordered_map>
#include <vector>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Function;
using torch::jit::Node;

/// A StyleGAN of 1024 pixels has some 20,000, and what takes longest in LibTorch grows with their square.
constexpr std::uint64_t maxOperators = 60000;

class InlinedSize {
public:
    std::uint64_t of(Function& function)
    {
        const auto [entry, isNew] = _sizes.try_emplace(&function, underway);
        if (!isNew) {
            if (entry->second == underway)
                throw Error("its code calls itself, which no graph can hold");
            return entry->second;
        }
        const auto* withGraph = torch::jit::tryToGraphFunction(function);
        const std::uint64_t size = withGraph ? of(*withGraph->graph()->block()) : 1;
        _sizes[&function] = size;
        return size;
    }

private:
    static constexpr std::uint64_t underway = ~std::uint64_t{0};

    std::uint64_t of(const Block& block)
    {
        std::uint64_t size = 0;
        for (const Node* node : block.nodes()) {
            ++size;
            for (const Block* inner : node->blocks())
                size += of(*inner);
            if (Function* called = calledBy(*node))
                size += of(*called);
            // Bounded here, the sum cannot overflow.
            size = std::min(size, maxOperators + 1);
        }
        return size;
    }

    static Function* calledBy(const Node& node)
    {
        if (node.kind() == torch::jit::prim::CallFunction) {
            const auto type = node.input(0)->type()->cast<c10::FunctionType>();
            return type ? type->function() : nullptr;
        }
        if (node.kind() == torch::jit::prim::CallMethod)
            if (const auto type = node.input(0)->type()->cast<c10::ClassType>())
                return type->findMethod(node.s(torch::jit::attr::name));
        return nullptr;
    }

    std::unordered_map<const Function*, std::uint64_t> _sizes;
};

} // namespace

void checkInlinedSize(const torch::jit::Module& module)
{
    InlinedSize size;
    for (Function* method : module.type()->methods())
        if (size.of(*method) > maxOperators)
            throw Error("its code comes to more than " + std::to_string(maxOperators) +
                        " operators once its calls are followed, and no generator's does");
}

} // namespace flipside
