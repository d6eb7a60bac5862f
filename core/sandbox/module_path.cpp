// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/module_path.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/passes/peephole.h>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Node;
using torch::jit::Value;

constexpr std::size_t longestPath = 40;
/// Ends the path of a module that does more than one function: names cannot hold it.
constexpr char doesMore = '.';

bool isName(const std::string& text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

/// From the outermost module to this one, joined by dots; empty where a name is odd, or not known.
std::string pathTo(const Value& module)
{
    std::string path;
    const Value* value = &module;
    for (; value->node()->kind() == torch::jit::prim::GetAttr; value = value->node()->input(0)) {
        const std::string& name = value->node()->s(torch::jit::attr::name);
        if (!isName(name))
            return {};
        path = path.empty() ? name : name + "." + path;
    }
    return value->node()->kind() == torch::jit::prim::Param && path.size() <= longestPath ? path
                                                                                          : std::string();
}

/// Whether a module is an activation function, of PyTorch's own or with neither parts nor weights.
bool isOneFunction(const c10::ClassType& type)
{
    if (type.name() && type.name()->qualifiedName().find("torch.nn.modules.activation.") != std::string::npos)
        return true;
    for (std::size_t i = 0; i < type.numAttributes(); ++i)
        if (type.getAttribute(i)->is_module() || type.is_parameter(i))
            return false;
    return true;
}

torch::jit::ScopePtr scopeOf(const Value& module)
{
    const auto root = c10::make_intrusive<torch::jit::Scope>();
    std::string path = pathTo(module);
    if (path.empty())
        return root;
    const auto type = module.type()->cast<c10::ClassType>();
    if (!type || !isOneFunction(*type))
        path += doesMore;
    return root->push(c10::Symbol::scope(path));
}

// A scope is what LibTorch has for this, and copies of the graph keep it.
void setScope(Node& node, const torch::jit::ScopePtr& scope)
{
    node.setScope(scope);
    for (Block* block : node.blocks())
        for (Node* inner : block->nodes())
            setScope(*inner, scope);
}

/// Whether a function, or a method of the same module that it calls, calls other modules.
bool callsModules(Block& block)
{
    return std::any_of(block.nodes().begin(), block.nodes().end(), [](Node* node) {
        if (node->kind() == torch::jit::prim::CallMethod) {
            auto* method = torch::jit::tryToGraphFunction(node);
            const bool isOwn = node->input(0)->node()->kind() == torch::jit::prim::Param;
            if (!isOwn || (method && callsModules(*method->graph()->block())))
                return true;
        }
        return std::any_of(node->blocks().begin(), node->blocks().end(),
                           [](Block* inner) { return callsModules(*inner); });
    });
}

void inlineCalls(Block& block)
{
    for (auto it = block.nodes().begin(); it != block.nodes().end();) {
        Node* node = *it;
        for (Block* inner : node->blocks())
            inlineCalls(*inner);
        const bool isMethod = node->kind() == torch::jit::prim::CallMethod;
        auto* function = isMethod || node->kind() == torch::jit::prim::CallFunction
                             ? torch::jit::tryToGraphFunction(node)
                             : nullptr;
        if (!function) {
            ++it;
            continue;
        }
        const torch::jit::ScopePtr scope = isMethod ? scopeOf(*node->input(0)) : node->scope();
        if (!isMethod)
            node->removeInput(0); // the function itself
        Node* before = node->prev();
        Node* after = node->next();
        // Functions come as LibTorch has simplified them, with branches gone that are never taken; only where
        // modules are called in turn, their names are still needed.
        torch::jit::inlineCallTo(node, function, !callsModules(*function->graph()->block()));
        for (Node* inlined = before->next(); inlined != after; inlined = inlined->next())
            setScope(*inlined, scope);
        // What was inlined may call in turn.
        it = before->next()->iterator();
    }
}

} // namespace

void noteModulePaths(const torch::jit::Module& module)
{
    torch::jit::Function& forward = module.get_method("forward").function();
    std::shared_ptr<torch::jit::Graph> graph = torch::jit::toGraphFunction(forward).graph();
    inlineCalls(*graph->block());
    // As LibTorch's own inlining does: what stands in branches that are never taken would keep freezing from
    // seeing that weights do not change.
    torch::jit::PeepholeOptimize(graph, true);
    torch::jit::ConstantPropagationImmutableTypes(graph);
}

std::string modulePathOf(const Node& node, const std::string& function)
{
    const std::string path = node.scopeName();
    return path.ends_with(doesMore) ? path + function : path;
}

} // namespace flipside
