// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/code/python_value.h"
#include "core/graphs/graph_writer.h"
#include "core/weights/state_dict.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// Writes down what a network computes while its code is read (PythonReader): each layer, function and method
/// that tensors go through, in TorchScript of our own. Half sentences of errors say nothing of the line: who
/// calls knows it.
class NetworkTrace {
public:
    /// `prefix` stands before the network's paths in the file's names: "decoder.", or nothing.
    NetworkTrace(const StateDict& weights, std::string prefix);

    /// A layer of torch.nn applied to its arguments. Throws Error where it is not known, or its weights are
    /// not in the file or of another shape than the code makes them.
    CodeValue layer(const CodeModule& module, const CodeArguments& arguments);
    /// "torch.cat", "torch.nn.functional.relu"
    CodeValue function(const std::string& name, CodeArguments arguments);
    /// Of a term: "view".
    CodeValue method(const CodeValue& self, const std::string& name, CodeArguments arguments);
    CodeValue attribute(const CodeValue& self, const std::string& name);
    CodeValue item(const CodeValue& self, const std::string& subscript);
    /// "a + b" of terms and numbers; `sign` is Python's.
    CodeValue operation(const std::string& sign, const CodeValue& left, const CodeValue& right);
    /// A weight that is no layer's, by its path in the network; Unknown where the file has none.
    CodeValue weight(const std::string& path);

    /// How a value is written in TorchScript. Throws Error of what cannot be.
    std::string text(const CodeValue& value) const;
    GraphWriter& writer() { return _writer; }

    /// Whether the file has weights for this layer, of the shapes that its code gives it; the reason if not.
    std::string problemOf(const CodeModule& module) const;
    static bool hasWeights(const CodeModule& module);

    /// For networks whose code is not known (CodeModule::isPrinted): rows of numbers become maps where a
    /// layer wants maps.
    void reshapesRows() { _reshapesRows = true; }

    /// The shape of a latent, where its first layer says it; empty where it does not.
    const std::vector<int>& latent() const { return _latent; }

private:
    const WeightTensor* find(const std::string& path) const;
    std::string weightText(const CodeModule& module, const std::string& name);
    std::string let(const std::string& expression) { return _writer.let(expression); }
    CodeValue weighted(const CodeModule& module, const CodeArguments& arguments);
    CodeValue plain(const CodeModule& module, const CodeArguments& arguments);
    CodeValue resized(const CodeArguments& arguments, std::size_t first);
    std::string asMaps(const std::string& term, std::int64_t channels);
    void followRows(const std::string& from, const std::string& to, std::int64_t features);

    const StateDict& _weights;
    std::string _prefix;
    std::map<std::string, const WeightTensor*, std::less<>> _byName;
    GraphWriter _writer;
    bool _reshapesRows = false;
    std::vector<int> _latent;
    std::map<std::string, std::int64_t> _rows; ///< how many numbers a row has that is none of maps, by term
};

} // namespace flipside
