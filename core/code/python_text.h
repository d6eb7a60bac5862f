// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <torch/csrc/jit/frontend/tree_views.h>
#include <vector>

namespace flipside {

/// A function of a Python file, parsed or not.
struct PythonFunction {
    std::string name;
    int line = 0;                     ///< from 1
    torch::jit::TreeRef tree;         ///< torch::jit::Def; null where it was not understood
    std::string problem;              ///< why not, half a sentence
    std::map<std::string, int> rests; ///< parameters that take any number: "*args" and "**kwargs"
};

struct PythonClass {
    std::string name;
    int line = 0;
    std::vector<std::string> bases; ///< "nn.Module"
    std::map<std::string, PythonFunction> functions;
    std::vector<torch::jit::TreeRef> statements; ///< in its body: "latent_dim = 100"
};

/// A Python file as data. Nothing of it is run, now or later.
struct PythonFile {
    std::map<std::string, PythonClass> classes;
    std::vector<std::string> classOrder; ///< as they stand in the file
    std::map<std::string, PythonFunction> functions;
    /// Outside of classes and functions, and of `if __name__ == "__main__"`, in order; what was not
    /// understood is left out.
    std::vector<torch::jit::TreeRef> statements;
    /// What names stand for: "nn" for "torch.nn".
    std::map<std::string, std::string> imports;
    /// On which lines of the file, from 1, those of each text stand that was given to the parser.
    std::map<std::shared_ptr<torch::jit::Source>, std::vector<int>> lines;

    /// The line on which something stands; 0 where it is not of this file.
    int lineOf(const torch::jit::SourceRange& range) const;
};

/// Parts the text into classes, functions and statements, by how they are indented, and has LibTorch's own
/// parser of TorchScript, whose grammar is a part of Python's, parse each: so one that it does not understand
/// spoils no other. Throws Error, half a sentence, where the text is too long or no text.
PythonFile parsePython(std::string_view text);

} // namespace flipside
