// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/module_path.h"

#include <algorithm>
#include <cctype>

namespace flipside {

namespace {

constexpr std::size_t longestPath = 40;

bool isName(const std::string& text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

std::string pathOf(const torch::jit::Node& node)
{
    std::string path;
    if (!node.callstack())
        return path;
    for (const auto& [function, range, instance] : (*node.callstack())->vec()) {
        // LibTorch's words for another method of the same module, and for a module without a name.
        if (!instance || instance->instance_name() == "SELF" ||
            instance->instance_name() == "INSTANCE_NAME_UNKNOWN")
            continue;
        if (!isName(instance->instance_name()))
            return {};
        path += (path.empty() ? "" : ".") + instance->instance_name();
    }
    return path.size() > longestPath ? std::string() : path;
}

void noteIn(torch::jit::Block& block)
{
    const auto root = c10::make_intrusive<torch::jit::Scope>();
    for (torch::jit::Node* node : block.nodes()) {
        for (torch::jit::Block* inner : node->blocks())
            noteIn(*inner);
        // A scope is what LibTorch has for this, and copies of the graph keep it.
        const std::string path = pathOf(*node);
        node->setScope(path.empty() ? root : root->push(c10::Symbol::scope(path)));
    }
}

} // namespace

void noteModulePaths(torch::jit::Graph& graph)
{
    noteIn(*graph.block());
}

std::string modulePathOf(const torch::jit::Node& node)
{
    return node.scopeName();
}

} // namespace flipside
