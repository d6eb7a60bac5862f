// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace flipside {

/// What a file is, as its content tells; names lie.
struct FileKind {
    std::string id;           ///< "torchscript", "state-dict", "onnx", …; one word, for programs
    std::string what;         ///< "it is a Keras model"; half a sentence
    std::string wayOut;       ///< "export it as …", where it cannot be played; half a sentence
    bool isGenerator = false; ///< of a kind that may hold one

    bool isTorchScript() const { return id == "torchscript"; }
    /// A file of weights, in which a network may be recognised (weights/weights_file.h).
    bool holdsWeights() const;
    /// A network as a graph with its weights (graphs/read_graph.h).
    bool holdsGraph() const { return id == "onnx" || id == "torch-export"; }
    /// What can be imported as a model, if there is a generator in it.
    bool isImportable() const { return isTorchScript() || holdsWeights() || holdsGraph(); }
};

/// The kind of a file with this content. A zip archive's kind stands in the table of contents at its end, so
/// the content must be whole for those. Empty where it is none that is known.
std::optional<FileKind> kindOf(std::string_view content);

/// The same of a file on disk. Throws Error where it cannot be read.
std::optional<FileKind> kindOfFile(const std::filesystem::path& file);

/// Endings of the names under which generators are published, ".pt" and others: for lists of files to choose
/// from alone, as the content tells the kind.
std::span<const std::string_view> generatorEndings();

/// Whether a file begins as one of safetensors, which have no mark of their own: a length of at least two
/// bytes, and as many bytes of which the first opens an object.
bool isSafetensors(std::string_view content);

/// A file is of another kind than it must be: what() is half a sentence that says which, and `wayOut` what
/// can be done.
class WrongKind : public Error {
public:
    WrongKind(const std::string& what, std::string wayOut) : Error(what), _wayOut(std::move(wayOut)) {}
    const std::string& wayOut() const { return _wayOut; }

private:
    std::string _wayOut;
};

/// Throws WrongKind unless the content is TorchScript's, as far as its kind tells.
void checkIsTorchScript(std::string_view content);

} // namespace flipside
