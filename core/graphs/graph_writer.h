// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// Writes the blueprint of a graph whose operators come one by one. What they compute are statements of the
/// network's own forward, which takes `z` and knows the number of pictures as `n`; only activation functions
/// stand in modules of their own, so that layers get the names that their author gave them. All text is
/// written by those who call this, of numbers and names that it returned: nothing of a file's goes in.
class GraphWriter {
public:
    /// What an expression is worth, as a name for later expressions; the same name for the same expression.
    std::string let(const std::string& expression);
    /// An activation function of tensors: `expression` says what it is of its arguments "x" and "y". `module`
    /// is a path as PyTorch writes it, "blocks.0.act"; ignored where it cannot be one.
    std::string activation(const std::string& module, const std::string& expression,
                           const std::vector<std::string>& arguments);
    /// A weight, as a name. `path` is what the file calls it: "main.4.weight".
    std::string weight(const WeightTensor& tensor, const std::string& path);

    /// The network that returns this. Statements, weights and functions that it does not need are left out.
    Blueprint finish(const std::string& result);
    /// The file's names of the weights that the network uses; to be called after finish().
    const std::vector<std::string>& usedWeights() const { return _used; }

private:
    struct Statement {
        std::string expression;
        std::string module;     ///< of an activation function
        std::string function;   ///< likewise, its text
        std::size_t weight = 0; ///< number of a weight and one; 0 for others
    };
    struct Weight {
        WeightTensor tensor;
        std::string path;
    };

    std::string add(const std::string& key, Statement statement);
    std::vector<bool> needed(const std::string& result) const;

    std::vector<Statement> _statements;
    std::map<std::string, std::string, std::less<>> _known; ///< names of expressions
    std::vector<Weight> _weights;
    std::vector<std::string> _used;
};

/// "v1, v2, None": texts as a function's arguments.
std::string argumentList(const std::vector<std::string>& arguments);

} // namespace flipside
