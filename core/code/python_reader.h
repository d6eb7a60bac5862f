// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/code/python_text.h"
#include "core/code/python_value.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

class NetworkTrace;

/// Names and what they stand for.
struct CodeScope {
    std::map<std::string, CodeValue> names;
    std::shared_ptr<CodeScope> outer;
};

/// What is not understood, with its line.
class CodeProblem : public Error {
public:
    using Error::Error;
};

/// Counts how deep calls are in one another.
class Deeper {
public:
    explicit Deeper(int& depth) : _depth(depth) { ++_depth; }
    ~Deeper() { --_depth; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

private:
    int& _depth;
};

/// A function of the file, and the names around it.
struct CodeFunction {
    const PythonFunction* known = nullptr; ///< null of one inside another
    torch::jit::TreeRef tree;
    std::shared_ptr<CodeScope> around;
    std::shared_ptr<CodeModule> self; ///< of a method
    const PythonClass* type = nullptr;
};

/// Reads what a network's code says, as far as it says how the network is made: numbers, lists, conditions,
/// loops over lists, and classes of modules. A tensor is known only by how it is computed (NetworkTrace).
/// Nothing runs: a call is either of a function of the file, which is read in turn, or of one of a fixed list
/// of names. All that is not understood throws Error, half a sentence that says the line.
class PythonReader {
public:
    explicit PythonReader(const PythonFile& file);
    ~PythonReader();
    PythonReader(const PythonReader&) = delete;
    PythonReader& operator=(const PythonReader&) = delete;

    /// Reads the statements outside of classes, each on its own: one that is not understood changes nothing.
    void readStatements();
    /// Modules of classes of the file that those statements made, in order.
    const std::vector<std::shared_ptr<CodeModule>>& made() const { return _made; }
    /// Makes one of a class of the file. Parameters without a default take the value of the same name
    /// outside, if there is one.
    std::shared_ptr<CodeModule> make(const PythonClass& type);
    bool isModuleClass(const PythonClass& type) const;

    /// The function of that name in the module's class, or in one that it is derived from; null where there
    /// is none.
    const PythonFunction* methodOf(const CodeModule& module, const std::string& name) const;
    /// What a method returns, of arguments some of which are terms.
    CodeValue trace(NetworkTrace& trace, const std::shared_ptr<CodeModule>& module,
                    const PythonFunction& method, std::vector<CodeValue> arguments);
    /// The same of a network whose code is not known (CodeModule::isPrinted).
    CodeValue tracePrinted(NetworkTrace& trace, const std::shared_ptr<CodeModule>& module,
                           const CodeValue& argument);
    /// An expression outside of all functions, as a module's line in print().
    CodeValue evaluateText(const std::string& expression, bool isPrinted);

    /// A number that some call, option or statement gave one of these names.
    std::optional<std::int64_t> numberNamed(const std::vector<std::string>& names) const;

private:
    enum class Flow : std::uint8_t { Next, Break, Continue, Return };
    using Kind = CodeValue::Kind;
    using Scope = std::shared_ptr<CodeScope>;

    [[noreturn]] void refuse(const torch::jit::TreeView& at, const std::string& what) const;
    void step(const torch::jit::TreeView& at);
    Scope newScope(Scope outer);

    Flow run(const torch::jit::List<torch::jit::Stmt>& statements, const Scope& scope);
    Flow runStatement(const torch::jit::Stmt& statement, const Scope& scope);
    Flow runLoop(const torch::jit::For& loop, const Scope& scope);
    void assign(const torch::jit::Expr& target, CodeValue value, const Scope& scope);
    void unpack(const torch::jit::TreeView& at, const torch::jit::List<torch::jit::Expr>& targets,
                const CodeValue& value, const Scope& scope);

    CodeValue evaluate(const torch::jit::Expr& expression, const Scope& scope);
    CodeValue evaluateInner(const torch::jit::Expr& expression, const Scope& scope);
    CodeValue evaluateName(const torch::jit::Var& name, const Scope& scope);
    CodeValue evaluateCall(const torch::jit::Apply& call, const Scope& scope);
    CodeValue evaluateAttribute(const torch::jit::Select& select, const Scope& scope);
    /// What the module's author gave it under this name, and where a picture is made, its weight.
    std::optional<CodeValue> attributeOf(CodeModule& module, const std::string& name);
    CodeValue evaluateSubscript(const torch::jit::Subscript& subscript, const Scope& scope);
    CodeValue evaluateOperator(const torch::jit::Expr& expression, const Scope& scope);
    CodeValue operate(const torch::jit::TreeView& at, int kind, const CodeValue& left,
                      const CodeValue& right);
    CodeValue compare(const torch::jit::TreeView& at, int kind, const CodeValue& left,
                      const CodeValue& right) const;
    bool truth(const torch::jit::TreeView& at, const CodeValue& value) const;
    CodeValue::Items itemsOf(const torch::jit::TreeView& at, const CodeValue& value);
    std::int64_t placeIn(const torch::jit::TreeView& at, const CodeValue& index, std::size_t size) const;

    CodeValue call(const torch::jit::TreeView& at, const CodeValue& callee, CodeArguments arguments);
    CodeValue callFunction(const torch::jit::TreeView& at, const CodeFunction& function,
                           CodeArguments arguments);
    CodeValue callName(const torch::jit::TreeView& at, const std::string& name, CodeArguments arguments);
    CodeValue callMethod(const torch::jit::TreeView& at, const CodeValue& self, const std::string& name,
                         CodeArguments arguments);
    CodeValue callModuleMethod(const torch::jit::TreeView& at, const std::shared_ptr<CodeModule>& self,
                               const std::string& name, CodeArguments arguments);
    CodeValue callBase(const torch::jit::TreeView& at, const std::shared_ptr<CodeModule>& self,
                       const PythonClass& type, const std::string& name, CodeArguments arguments);
    CodeValue callModule(const torch::jit::TreeView& at, const std::shared_ptr<CodeModule>& module,
                         CodeArguments arguments);
    CodeValue instantiate(const torch::jit::TreeView& at, const PythonClass& type, CodeArguments arguments);
    CodeValue makeLayer(const torch::jit::TreeView& at, const std::string& name, CodeArguments arguments);
    /// What some call, option or statement gave this name; null where none did.
    const CodeValue* valueNamed(const std::string& name) const;
    std::shared_ptr<CodeModule> newModule(const std::string& className);
    void fill(const torch::jit::TreeView& at, CodeModule& container, const CodeArguments& arguments);
    /// The class in the file that this base names; null of a library's.
    const PythonClass* classNamed(const std::string& base) const;
    std::string libraryName(const std::string& dotted) const;
    /// The name of the library's module that a class is derived from, through those of the file.
    std::string libraryBase(const PythonClass& type) const;

    const PythonFile& _file;
    Scope _outside;
    std::vector<Scope> _scopes;                        ///< all, to be cleared in the end
    std::vector<std::shared_ptr<CodeModule>> _modules; ///< likewise
    std::vector<std::shared_ptr<CodeModule>> _made;
    std::map<std::string, CodeValue> _options;     ///< of argparse
    std::map<std::string, CodeValue> _givenByName; ///< arguments of all calls of classes
    CodeValue _returned;
    NetworkTrace* _trace = nullptr;
    std::size_t _steps = 0;
    int _depth = 0;   ///< of functions in one another
    int _nesting = 0; ///< of expressions, too
    bool _isPrinted = false;
};

} // namespace flipside
