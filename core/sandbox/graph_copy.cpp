// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/graph_copy.h"

#include <torch/script.h>
#include <unordered_map>

namespace flipside {

namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

class Copier {
public:
    explicit Copier(Graph& target) : _target(target) {}

    void copy(const Block& from, Block& to)
    {
        for (const Value* input : from.inputs())
            _copies[input] = to.addInput()->setType(input->type());
        for (const Node* node : from.nodes())
            to.appendNode(copyOf(*node));
        for (const Value* output : from.outputs())
            to.registerOutput(_copies.at(output));
    }

private:
    Node* copyOf(const Node& node)
    {
        Node* copied = _target.create(node.kind(), node.outputs().size());
        copied->copyAttributes(node);
        copied->setScope(const_cast<Node&>(node).scope()); // see module_path.h
        for (const Value* input : node.inputs())
            copied->addInput(_copies.at(input));
        for (std::size_t i = 0; i < node.outputs().size(); ++i) {
            copied->output(i)->setType(node.output(i)->type());
            _copies[node.output(i)] = copied->output(i);
        }
        for (const Block* block : node.blocks())
            copy(*block, *copied->addBlock());
        return copied;
    }

    Graph& _target;
    std::unordered_map<const Value*, Value*> _copies;
};

} // namespace

std::shared_ptr<Graph> independentCopy(const Graph& graph)
{
    auto copied = std::make_shared<Graph>();
    Copier(*copied).copy(*graph.block(), *copied->block());
    return copied;
}

} // namespace flipside
